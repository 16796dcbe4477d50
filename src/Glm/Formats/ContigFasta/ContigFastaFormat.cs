using Glm.Formats.Annotation;
using Glm.Formats.Detection;
using Glm.Formats.Fasta;
using Glm.Formats.Sources;

namespace Glm.Formats.ContigFasta;

/// <summary>FASTA files of bases: bare contigs, on which an installed gene caller finds the genes.</summary>
internal sealed class ContigFastaFormat : FastaFormat
{
    public override string Name => "nucleotide FASTA";

    public override FileRole Role => FileRole.Contigs;

    public override IReadOnlyList<string> Endings => [".fna", ".fasta", ".fa"];

    protected override FastaLetters Letters => FastaLetters.Bases;

    public override bool Recognises(HeadLine line, FileHead head) => line.Text is ['>', ..] && head.GoesOnWithBases;

    public override IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    ) => [ContigFastaReader.Read(files.Path, options, cancellation)];
}
