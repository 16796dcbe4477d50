using Glm.Formats.Annotation;
using Glm.Formats.Detection;
using Glm.Formats.Fasta;
using Glm.Formats.Sources;

namespace Glm.Formats.CalledGeneFasta;

/// <summary>FASTA files of proteins whose headers say where their genes lie, as those of gene callers do.</summary>
internal sealed class CalledGeneFastaFormat : FastaFormat
{
    public override string Name => "protein FASTA of called genes";

    public override FileRole Role => FileRole.CalledGenes;

    public override IReadOnlyList<string> Endings => [".faa", ".fasta", ".fa"];

    protected override FastaLetters Letters => FastaLetters.ProteinsWithStops;

    // Asked after the FASTA files of bases, so that these are proteins.
    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Text is ['>', ..]
        && line.Text[1..].Split((char[]?)null, 2) is [var id, .. var rest]
        && PlacedGene.HasPlace(id, rest is [var description] ? description.TrimStart() : "");

    public override IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    ) => CalledGeneReader.Read(files.Path, genesPerPart, cancellation);
}
