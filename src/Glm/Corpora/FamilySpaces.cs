using Glm.Formats;
using Glm.Formats.Detection;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>Family spaces from whatever a user has at hand.</summary>
public static class FamilySpaces
{
    /// <summary>
    /// The family space that a path stands for. That of a saved space (<c>families.npz</c>) or of a model or corpus that has one is taken
    /// as it is; of a corpus without one, of genomes, and of a FASTA file of proteins it is made, which searches all their proteins
    /// against each other. A corpus keeps what was found, so that the search is done once.
    /// </summary>
    /// <param name="path">A saved space, a folder with one, a corpus, a file or folder of genomes, or a protein FASTA.</param>
    /// <param name="engine">What finds homologs where that is needed.</param>
    /// <param name="progress">Proteins searched, then coded.</param>
    /// <param name="cancellation">Stops; what a corpus has been found stays.</param>
    /// <exception cref="GlmException">There is no such file, it cannot be read, or the search fails.</exception>
    public static FamilySpace Open(
        string path,
        IHomologyEngine engine,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (FamilySpaceFile.IsOne(path))
            return FamilySpaceFile.Read(path);
        if (Path.Combine(path, FamilySpaceFile.FileName) is var kept && File.Exists(kept))
            return FamilySpaceFile.Read(kept);
        if (CorpusJournal.Exists(path))
            return OfCorpus(path, engine, progress, cancellation);
        return FamilyVectors.Embed(ProteinsOf(path, progress, cancellation), engine, null, progress, cancellation).Families!;
    }

    private static FamilySpace OfCorpus(
        string folder,
        IHomologyEngine engine,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        CorpusFiles.FindHomologs(folder, engine, progress: progress, cancellation: cancellation);
        using var corpus = Corpus.Open(folder);
        if (corpus.Homologs is not { } homologs)
            throw new GlmException($"{folder}: the corpus holds no protein, and families are made of some. Add genomes to it first.");
        return FamilySpace.Build(
            new CorpusProteins(corpus),
            homologs.ToGraph(FamilySpace.Edges, cancellation),
            options: null,
            progress,
            cancellation
        );
    }

    private static IReadOnlyList<Protein> ProteinsOf(string path, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
        File.Exists(path) && FormatDetector.Detect(path) is ProteinFastaFormat
            ? [.. FastaReader.Enumerate(path, progress, cancellation)]
            : ScaffoldFiles.Load(path, new LoadOptions { MinGenes = 1 }, progress, cancellation).ProteinsInOrder();
}
