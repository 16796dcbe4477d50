using System.Text.Json;
using Glm.Formats;
using Glm.Formats.Annotation;
using Glm.Formats.GenBank;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>Every file of the collection of real genomes gives the counts that an independent parser (Biopython 1.80) found, or is listed here with the reason why not.</summary>
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

    private static readonly string[] OtherKinds = ["tsv", "json", "ptt"];

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        var reference = Path.Combine(Repository.Root, "..", "shared", "genomes", "reference.json");
        if (!File.Exists(reference))
            return ["none"];
        using var document = JsonDocument.Parse(File.ReadAllBytes(reference));
        foreach (var file in document.RootElement.EnumerateObject().Where(file => !OtherKinds.Contains(file.Value.GetProperty("format").GetString())))
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
            Assert.True(found.Error is null ? found.Counts["records"] > 0 : found.ErrorLine == 3 && found.Error.Contains("breaks off", StringComparison.Ordinal));
            return;
        }
        Assert.Null(found.Error);
        Assert.Equal(expected.GetProperty("format").GetString(), found.Format);
        foreach (var count in expected.EnumerateObject().Where(count => count.Value.ValueKind == JsonValueKind.Number && count.Name is not ("bytes" or "uncompressed_bytes")))
            Assert.True(found.Counts.TryGetValue(count.Name, out var value) && value == count.Value.GetInt64(), $"{count.Name}: {value}, expected {count.Value}");
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
        Assert.Equal("d__Bacteria;p__Proteobacteria;c__Gammaproteobacteria;o__Enterobacterales;f__Enterobacteriaceae;g__Escherichia;s__Escherichia coli", lineage.ToString());
    }

    [Fact]
    public void Should_translate_as_the_files_do()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var path in Directory.GetFiles(Shared("multi"), "*.gbk.gz").Append(Shared("ecoli/GCF_000005845.2_ASM584v2_genomic.gbff.gz")).Order(StringComparer.Ordinal))
            foreach (var record in GenBankReader.Enumerate(path).Where(record => !record.Sequence.IsEmpty))
                foreach (var cds in record.Cds.Where(cds => cds.Translation is not null))
                {
                    compared++;
                    var made = CdsTranslator.Translate(cds, record);
                    if (made != cds.Translation)
                        wrong.Add($"{Path.GetFileName(path)} {cds.LocusTag ?? cds.ProteinId}");
                }
        Assert.InRange(compared, 10_000, 50_000);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}: {string.Join(", ", wrong.Take(40))}");
    }

    private static string Shared(string file) => Repository.Shared(["genomes", .. file.Split('/')]);
}
