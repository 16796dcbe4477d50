using System.Text.Json;
using Glm.Formats;
using Glm.Formats.Annotation;
using Glm.Formats.Embl;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>
/// Every file of the collection of real genomes gives the counts that an independent parser (Biopython 1.80) found, or is listed here with
/// the reason why not.
/// </summary>
public sealed class ReferenceCountsTests
{
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["messy/genbank/KC619530_no_accession.gbk"] = "Biopython stops at the LOCUS line, whose name and length run together",
        ["messy/genbank/features_only.gbk"] = "Biopython wants an ORIGIN; the features are whole",
        ["messy/genbank/invalid_product.gb"] = "Biopython stops at a qualifier without '='",
        ["messy/genbank/test_remote_join.genbank"] = "Biopython stops at a location on another record",
        ["messy/genbank/NC_005816_bom.gb"] = "Biopython finds no record behind a byte-order mark",
        ["messy/genbank/malformed_read_test.gbk"] = "breaks off after its second line: an error with its line",
    };

    // What Biopython counts, and no reader of sequences may take for one.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["messy/faa/invalid.fasta"] = "invalid.fasta:4: position 5 of the line, in protein 'BAD_1', holds '2', not a residue",
    };

    private static readonly string[] OtherKinds = ["tsv", "json", "ptt"];

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        var reference = Path.Combine(Repository.Root, "..", "shared", "genomes", "reference.json");
        if (!File.Exists(reference))
            return ["none"];
        using var document = JsonDocument.Parse(File.ReadAllBytes(reference));
        foreach (
            var file in document
                .RootElement.EnumerateObject()
                .Where(file => !OtherKinds.Contains(file.Value.GetProperty("format").GetString()))
        )
            files.Add(file.Name);
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Should_count_as_an_independent_parser_does(string file)
    {
        Assert.SkipWhen(file == "none", "needs the collection of real genomes beside the repository");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared("reference.json")));
        var expected = document.RootElement.GetProperty(file);
        var found = FileInspector.Inspect(Shared(file));
        if (Exceptions.ContainsKey(file))
        {
            Assert.Equal(0, expected.GetProperty("records").GetInt32());
            Assert.True(
                found.Error is null
                    ? found.Counts["records"] > 0
                    : found.ErrorLine == 3 && found.Error.Contains("breaks off", StringComparison.Ordinal)
            );
            return;
        }
        if (Refused.TryGetValue(file, out var reason))
        {
            Assert.Contains(reason, found.Error);
            return;
        }
        Assert.Null(found.Error);
        Assert.Equal(expected.GetProperty("format").GetString(), found.Format);
        foreach (
            var count in expected
                .EnumerateObject()
                .Where(count => count.Value.ValueKind == JsonValueKind.Number && count.Name is not ("bytes" or "uncompressed_bytes"))
        )
            Assert.True(
                found.Counts.TryGetValue(count.Name, out var value) && value == count.Value.GetInt64(),
                $"{count.Name}: {value}, expected {count.Value}"
            );
        if (expected.TryGetProperty("partial", out var partial))
            foreach (var ends in partial.EnumerateObject())
                Assert.Equal(ends.Value.GetInt64(), found.Counts["partial:" + ends.Name]);
    }

    [Fact]
    public void Should_read_the_genes_of_Escherichia_coli_in_order()
    {
        var path = Shared("ecoli/GCF_000005845.2_ASM584v2_genomic.gbff.gz");
        var record = Assert.Single(GenBankReader.Enumerate(path));
        Assert.Equal(("NC_000913.3", 4641652, true), (record.Id, record.Length, record.IsCircular));
        Assert.Equal(4315, record.Cds.Count);
        Assert.Equal(17, record.Cds.Count(cds => cds.Translation is null));
        var table = Repository.Shared("reference", "operon.annot");
        Assert.Equal(File.ReadLines(table).Select(line => line.Split('\t')[1]), record.Cds.Select(cds => cds.Name ?? ""));
        var lineage = NcbiTaxa.ToLineage(record.Taxa, record.Organism)!;
        Assert.Equal(
            "d__Bacteria;p__Proteobacteria;c__Gammaproteobacteria;o__Enterobacterales;f__Enterobacteriaceae;g__Escherichia;s__Escherichia "
                + "coli",
            lineage.ToString()
        );
    }

    /// <summary>Proteins that no rule makes of the bases, by file and the line of their CDS.</summary>
    private static readonly Dictionary<string, string> TranslatedOtherwise = new(StringComparer.Ordinal)
    {
        ["REL606_fragment.gbk:853"] = "the location is that of a piece of the gene, the protein that of all of it",
        ["kbase_duplication.gbff:41"] = "an edited file: the protein is of another place",
        ["kbase_duplication.gbff:54"] = "an edited file: the protein is of another place",
        ["kbase_minimal.gbff:35"] = "an edited file: its bases were moved",
        ["kbase_minimal.gbff:52"] = "an edited file: its bases were moved",
        ["revcomp_mrna.gb:26"] = "a human gene that names no genetic code: in the code of bacteria GTG is a start",
    };

    [Fact]
    public void Should_translate_as_the_files_do()
    {
        var wrong = new List<string>();
        var compared = 0;
        string[] files =
        [
            .. Directory.GetFiles(Shared("multi"), "*.gbk.gz"),
            Shared("ecoli/GCF_000005845.2_ASM584v2_genomic.gbff.gz"),
            .. Directory.GetFiles(Shared("metagenomic"), "*.gbk.gz"),
            .. Directory.GetFiles(Shared("messy/genbank")),
            .. Directory.GetFiles(Shared("messy/embl")),
        ];
        foreach (var path in files.Where(path => !path.Contains("malformed", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        foreach (
            var record in (
                path.EndsWith(".embl", StringComparison.Ordinal) ? EmblReader.Enumerate(path) : GenBankReader.Enumerate(path)
            ).Where(record => !record.Sequence.IsEmpty)
        )
        foreach (var cds in record.Cds.Where(cds => cds.Translation is not null && cds.Location.Parts.All(part => part.Elsewhere is null)))
        {
            compared++;
            var place = $"{Path.GetFileName(path)}:{cds.Line}";
            if (CdsTranslator.Translate(cds, record) != cds.Translation && !TranslatedOtherwise.ContainsKey(place))
                wrong.Add($"{place} {cds.LocusTag ?? cds.ProteinId}");
        }
        Assert.InRange(compared, 10_000, 50_000);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}: {string.Join(", ", wrong.Take(40))}");
    }

    [Fact]
    public void Should_make_the_proteins_of_Escherichia_coli_from_GFF3_and_bases()
    {
        using var folder = new TemporaryFolder();
        foreach (var ending in new[] { "gff", "fna" })
            File.Copy(Shared($"ecoli/GCF_000005845.2_ASM584v2_genomic.{ending}.gz"), folder[$"e.{ending}.gz"]);
        var made = ScaffoldFiles.Load(folder["e.gff.gz"]);
        var given = FastaReader.Read(Shared("ecoli/GCF_000005845.2_ASM584v2_protein.faa.gz"));
        // Selenocysteines and slippage of ribosomes among them.
        Assert.Equal(
            given.Select(protein => (protein.Id, protein.Sequence)).Order(),
            made.Proteins.Values.Select(protein => (protein.Id, protein.Sequence)).Order()
        );
        Assert.Equal(
            ScaffoldFiles.Load(Shared("ecoli/GCF_000005845.2_ASM584v2_genomic.gbff.gz")).Scaffolds[0].Genes.Select(Place),
            made.Scaffolds[0].Genes.Select(Place)
        );

        static (string?, int?, int?, Strand, string) Place(Gene gene) =>
            (gene.LocusTag, gene.Start, gene.End, gene.Strand, gene.ProteinId);
    }

    private static string Shared(string file) => Repository.Shared(["genomes", .. file.Split('/')]);
}
