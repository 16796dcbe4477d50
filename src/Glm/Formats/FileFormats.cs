using Glm.Formats.CalledGeneFasta;
using Glm.Formats.ContigFasta;
using Glm.Formats.ContigMap;
using Glm.Formats.Embl;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;
using Glm.Formats.Gff;
using Glm.Formats.Gtf;
using Glm.Formats.KnownOperons;
using Glm.Formats.Ptt;
using Glm.Formats.TaxonomyTable;

namespace Glm.Formats;

/// <summary>The formats that are read.</summary>
internal static class FileFormats
{
    /// <summary>
    /// All of them, in the order in which they are asked about a line: those with an unmistakable mark first, any other FASTA and the
    /// tables, which are told by their first line of text, last.
    /// </summary>
    public static IReadOnlyList<FileFormat> All { get; } =
    [
        new GenBankFormat(),
        new EmblFormat(),
        new GtfFormat(),
        new GffFormat(),
        new PttFormat(),
        new ContigFastaFormat(),
        new CalledGeneFastaFormat(),
        new ProteinFastaFormat(),
        new ContigMapFormat(),
        new OperonTableFormat(),
        new TaxonomyTableFormat(),
    ];
}
