using Glm.Features;
using Glm.Formats;
using Glm.Formats.Sources;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>Makes corpora, adds genomes to them, and embeds their proteins.</summary>
public static class CorpusFiles
{
    /// <summary>Proteins embedded at once.</summary>
    private const int EmbedRows = 8192;

    /// <summary>
    /// Adds genome files to a corpus, or makes one. Files are read side by side and in parts; memory grows by some 25 bytes per distinct
    /// protein and else not at all.
    /// A file whose content the corpus has already is left out, so that the same call goes on after an interruption or a kill.
    /// </summary>
    /// <param name="folder">The corpus; made if need be.</param>
    /// <param name="path">As for <see cref="ScaffoldFiles.Load"/>: file, folder or pattern.</param>
    /// <param name="options">Other files, and how scaffolds are cut, which must be the corpus' own; null for the defaults. Operon tables
    /// are not kept.</param>
    /// <param name="progress">Files, and what they gave.</param>
    /// <param name="cancellation">Ends the adding; what was added by then stays.</param>
    /// <exception cref="GlmException">A file is damaged; the folder is no corpus, another writer has it, or it cannot be
    /// written.</exception>
    public static CorpusAddition Add(
        string folder,
        string path,
        LoadOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new LoadOptions();
        WindowCutter.Cut([], options.MinGenes, options.MaxGenes, options.Stride, options.KeepShort);
        var source = SourceResolver.Resolve(path, options);
        using var writer = CorpusBuilder.Open(folder, CorpusLimits.Of(options));
        var reading = new CorpusReading(options, writer.HasAll);
        var (read, known, windows, genes, proteins) = (0, 0, 0L, 0L, 0L);
        var dropped = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            foreach (var part in reading.Read(source, progress, cancellation))
            {
                if (part.IsLast && writer.HasAll(part.Sha256))
                    known++;
                else if (part.IsLast)
                    read++;
                if (!writer.Has(part.Sha256, part.Number))
                {
                    var step = writer.Add(part);
                    (windows, genes, proteins) = (windows + step.Windows, genes + step.Genes, proteins + step.NewProteins);
                    foreach (var (reason, count) in step.Dropped)
                        dropped[reason] = dropped.GetValueOrDefault(reason) + count;
                }
                progress?.Report(
                    new ProgressReport(
                        "add genomes",
                        read + known,
                        Math.Max(1, source.Genomes.Count),
                        "files",
                        [new("windows", windows, "N0"), new("new proteins", proteins, "N0")]
                    )
                );
            }
        }
        finally
        {
            writer.Flush();
        }
        return new CorpusAddition(read, known, windows, genes, proteins, dropped);
    }

    /// <summary>
    /// Embeds the proteins of a corpus that have no vector yet, block by block; goes on after an interruption or a kill.
    /// </summary>
    /// <param name="folder">The corpus.</param>
    /// <param name="embedder">The one that made the vectors so far, if there are any.</param>
    /// <param name="progress">Proteins with a vector.</param>
    /// <param name="cancellation">Ends the embedding; the vectors made by then stay.</param>
    /// <returns>How many vectors were made.</returns>
    /// <exception cref="GlmException">No corpus, another writer has it, or its vectors are another embedder's.</exception>
    public static int Embed(
        string folder,
        IProteinEmbedder embedder,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var writer = CorpusBuilder.Open(folder, limits: null);
        using var corpus = Corpus.Open(folder);
        if (corpus.Vectors is { } before && before.Source != embedder.Name)
            throw new GlmException(
                $"{folder}: its vectors are of {LineText.Quoted(before.Source)}, and {LineText.Quoted(embedder.Name)} would add "
                    + $"others; all must come from one embedder. Delete {CorpusArray.VectorsName} and its steps by making the corpus "
                    + $"anew, or go on with the first."
            );
        CheckWidth(corpus, embedder.Width, embedder.Name);
        var first = corpus.Vectors?.Count ?? 0;
        try
        {
            for (var start = first; start < corpus.ProteinCount; start += EmbedRows)
            {
                cancellation.ThrowIfCancellationRequested();
                var proteins = corpus.Proteins(start, EmbedRows);
                writer.AddVectors(embedder.Name, embedder.Width, embedder.Embed(proteins, progress: null, cancellation).Values);
                progress?.Report(new ProgressReport("embed", start + proteins.Count, corpus.ProteinCount, "proteins"));
            }
        }
        finally
        {
            writer.Flush();
        }
        return corpus.ProteinCount - first;
    }

    /// <summary>
    /// Takes over vectors made elsewhere for the proteins that have none yet, in the order of <c>proteins.faa</c> and up to the first that
    /// the vectors lack: what
    /// does not fit into memory comes in several files, each with the proteins that follow those of the one before.
    /// </summary>
    /// <param name="folder">The corpus.</param>
    /// <param name="vectors">By the ids of the corpus' <c>proteins.faa</c>; ids that it does not need now are ignored.</param>
    /// <param name="cancellation">Ends the work; the vectors taken by then stay.</param>
    /// <returns>How many vectors were taken.</returns>
    /// <exception cref="GlmException">No corpus, another writer has it, the widths differ, or the next protein has no vector.</exception>
    public static int Embed(string folder, ProteinVectors vectors, CancellationToken cancellation = default)
    {
        using var writer = CorpusBuilder.Open(folder, limits: null);
        using var corpus = Corpus.Open(folder);
        CheckWidth(corpus, vectors.Width, vectors.Source);
        var first = corpus.Vectors?.Count ?? 0;
        var next = first;
        var block = new List<Half>();
        try
        {
            for (var start = first; start < corpus.ProteinCount && start == next; start += EmbedRows)
            {
                cancellation.ThrowIfCancellationRequested();
                block.Clear();
                foreach (var protein in corpus.Proteins(start, EmbedRows))
                {
                    var row = vectors.RowOf(protein.Id);
                    if (row < 0 && next == first)
                        throw new GlmException(
                            $"{vectors.Source}: it has no vector for protein {next + 1} of the corpus, {protein.Id}, which is "
                                + $"the next without one. Embed the sequences of the corpus' {CorpusArray.Proteins.Name}, with its ids "
                                + $"and in its order."
                        );
                    if (row < 0)
                        break;
                    block.AddRange(vectors[row]);
                    next++;
                }
                if (block.Count > 0)
                    writer.AddVectors(vectors.Source, vectors.Width, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block));
            }
            if (vectors.Normalizer is not null)
                FeatureTransformFile.Write(Path.Combine(folder, CorpusArray.Normalizer), vectors.Normalizer, labels: null);
        }
        finally
        {
            writer.Flush();
        }
        return next - first;
    }

    private static void CheckWidth(Corpus corpus, int width, string source)
    {
        if (corpus.Vectors is { } before && before.Width != width)
            throw new GlmException(
                $"{corpus.Folder}: its vectors have {before.Width} numbers and those of {source} {width}; all must come from one "
                    + $"embedder. Use the same one, or make the corpus anew."
            );
    }
}
