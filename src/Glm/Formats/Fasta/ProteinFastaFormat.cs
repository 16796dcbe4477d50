using Glm.Formats.Annotation;
using Glm.Formats.CalledGeneFasta;
using Glm.Formats.Detection;
using Glm.Formats.Sources;

namespace Glm.Formats.Fasta;

/// <summary>FASTA files of proteins that do not say where their genes lie.</summary>
internal sealed class ProteinFastaFormat : FastaFormat
{
    public override string Name => "protein FASTA";

    public override FileRole Role => FileRole.Proteins;

    public override IReadOnlyList<string> Endings => [".faa", ".fasta", ".fa"];

    protected override FastaLetters Letters => FastaLetters.ProteinsWithStops;

    public override bool Recognises(HeadLine line, FileHead head) => line.Text is ['>', ..];

    /// <summary>Such a file is not a genome; where a pattern names one, this says what its headers lack.</summary>
    public override IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    ) => CalledGeneReader.Read(files.Path, genesPerPart, cancellation);
}
