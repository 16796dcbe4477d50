using Glm.Formats;
using Glm.Formats.GenBank;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>What a file says about its own length and order is compared with what came.</summary>
public sealed class StatedLengthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "        1 cccccccccc",
        "        2 cccccccccc",
        ":34: the sequence line is numbered 2 where 1 is due: 1 bases before it are missing"
    )]
    [InlineData("       61 ", "      121 ", ":35: the sequence line is numbered 121 where 61 is due: 60 bases before it are missing")]
    [InlineData("       61 ", "        1 ", ":35: the sequence line is numbered 1 where 61 is due: 60 bases too many come before it")]
    [InlineData(
        "        1 cccccccccc ",
        "        1 ",
        ":35: the sequence line is numbered 61 where 51 is due: 10 bases before it are missing"
    )]
    [InlineData("        1 cccccccccc ", "        1 ccccccccce ", ":34: position 20 of the line holds 'e', not a base")]
    [InlineData("        1 cccccccccc ", "        1 cccc-ccccc ", ":34: position 15 of the line holds '-', not a base")]
    [InlineData("120 bp", "130 bp", ":1: record 'TEST01.2' announces 130 bases, and 120 came")]
    [InlineData("120 bp", "120 aa", ":1: record 'TEST01' is a protein of 120 aa: this is GenPept")]
    [InlineData("circular", "linear  ", null)]
    [InlineData("two words\"", "two words", ":21: the quotation that begins here does not end where it should")]
    [InlineData(
        "//\n",
        "//\nLOCU        X 5 bp\nFEATURES             Location\n//\n",
        ":37: a record without a LOCUS line begins about here"
    )]
    [InlineData("//\n", "// LOCUS\n", ":36: '// LOCUS' ends a record, and other text follows")]
    [InlineData("//\n", "//\nLOCU", ":37: the file breaks off here, before the LOCUS line of another record is whole")]
    [InlineData("     CDS             71..82", "cds  71..82", ":30: 'cds  71..82' stands in the first column")]
    public void Should_refuse_a_GenBank_record_that_contradicts_itself(string old, string changed, string? part)
    {
        var text = MadeUpGenomes.GenBank();
        Assert.Contains(old, text, StringComparison.Ordinal);
        Check("a.gbk", text.Replace(old, changed, StringComparison.Ordinal), part);
    }

    [Theory]
    [InlineData("120 BP.", "130 BP.", ":1: record 'TEST01.2' announces 130 bases, and 120 came")]
    [InlineData("120 BP.", "120 AA.", ":1: record 'TEST01.2' is a protein of 120 aa")]
    [InlineData("Sequence 120 BP", "Sequence 121 BP", ":17: the sequence of record 'TEST01.2' announces 121 bases, and 120 came")]
    [InlineData("Sequence 120 BP;", "Sequence 120 BP; 1 A; 40 C; 56 G; 9 T; 0 other;", ":17: record 'TEST01.2' announces 1 A, and ")]
    [InlineData("        60\n", "        59\n", ":18: the sequence line is numbered 59 where 60 is due: 1 bases too many come before it")]
    [InlineData("       120\n", "       180\n", ":19: the sequence line is numbered 180 where 120 is due: 60 bases before it are missing")]
    public void Should_refuse_an_EMBL_record_that_contradicts_itself(string old, string changed, string part)
    {
        var text = MadeUpGenomes.Embl();
        Assert.Contains(old, text, StringComparison.Ordinal);
        Check("a.embl", text.Replace(old, changed, StringComparison.Ordinal), part);
    }

    [Fact]
    public void Should_refuse_genes_beyond_the_end_of_a_linear_record()
    {
        var text = MadeUpGenomes
            .GenBank()
            .Replace("     CDS             71..82", "     CDS             100..126", StringComparison.Ordinal);
        Check("ring.gbk", text, null);
        Check(
            "line.gbk",
            text.Replace("circular", "linear", StringComparison.Ordinal),
            ":30: the CDS runs to base 126, and record 'TEST01.2' has 120"
        );
        Assert.Equal(1, FileInspector.Inspect(_folder["line.gbk"]).Counts["records_of_other_length"]);
    }

    [Theory]
    [InlineData("c1_len_120 bp    DNA     linear", "c1_len_", false)]
    [InlineData("NODE_3_cov_81.43120 bp   DNA linear", "NODE_3_cov_81.43", false)]
    [InlineData("NZ_ABCDEF010000001.1120 bp    DNA     circular", "NZ_ABCDEF010000001.1", true)]
    [InlineData("120120 bp    DNA     linear", "120", false)]
    public void Should_take_the_length_off_a_name_it_runs_into(string locus, string name, bool circular)
    {
        var text = MadeUpGenomes
            .GenBank()
            .Replace("TEST01                   120 bp    DNA     circular", locus, StringComparison.Ordinal)
            .Replace("ACCESSION   TEST01", "ACCESSION   ", StringComparison.Ordinal)
            .Replace("VERSION     TEST01.2", "VERSION     ", StringComparison.Ordinal);
        var record = Assert.Single(GenBankReader.Enumerate(TextInput.Utf8(text), "a.gbk"));
        Assert.Equal((name, 120, circular), (record.Id, record.Length, record.IsCircular));
        if (circular)
        {
            // The source feature tells the length before the bases do.
            var ring = GenBankReader
                .Enumerate(
                    TextInput.Utf8(text.Replace("     CDS             11..22", "     CDS             115..6", StringComparison.Ordinal)),
                    "a.gbk"
                )
                .Single();
            Assert.Equal((true, 126), (ring.Cds[0].Location.CrossesOrigin, ring.Cds[0].Location.EndOn(120)));
        }
        TextInput.ShouldFail(
            () => GenBankReader.Enumerate(TextInput.Utf8(text.Replace("120 bp", "121 bp", StringComparison.Ordinal)), "a.gbk").ToList(),
            "a.gbk:1: name and length run together in ",
            "the record has 120 bases"
        );
    }

    [Theory]
    [InlineData("//\n", "//")]
    [InlineData("//\n", "")]
    [InlineData("//\n", "//\n\n")]
    public void Should_read_both_records_of_joined_files(string old, string between)
    {
        var second = MadeUpGenomes
            .GenBank()
            .Replace("TEST01", "TEST02", StringComparison.Ordinal)
            .Replace("T_", "U_", StringComparison.Ordinal);
        var set = Load("both.gbk", MadeUpGenomes.GenBank().Replace(old, between, StringComparison.Ordinal) + "\uFEFF" + second);
        Assert.Equal(["TEST01.2", "TEST02.2"], set.Scaffolds.Select(scaffold => scaffold.Id));
        Assert.Equal(["T_1", "T_2", "U_1", "U_2"], set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.LocusTag));
        var embl = MadeUpGenomes.Embl();
        set = Load(
            "both.embl",
            embl.Replace(old, between, StringComparison.Ordinal) + embl.Replace("TEST01", "TEST02", StringComparison.Ordinal)
        );
        Assert.Equal(["TEST01.2", "TEST02.2"], set.Scaffolds.Select(scaffold => scaffold.Id));
        // A last line without its end runs into the first line of the next file.
        Check(
            "cut.gbk",
            MadeUpGenomes.GenBank().Replace("\n//\n", "", StringComparison.Ordinal) + second,
            ":35: position 76 of the line holds 'L', not a base"
        );
        Check("cut.embl", embl.Replace("\n//\n", "", StringComparison.Ordinal) + embl, ":19: position ");
    }

    [Fact]
    public void Should_read_a_CDS_once_that_stands_there_twice_and_say_so()
    {
        var text = MadeUpGenomes.GenBank();
        var at = text.IndexOf("     CDS             complement(41..>52)", StringComparison.Ordinal);
        var cds = text[at..text.IndexOf("     CDS             71..82", StringComparison.Ordinal)];
        Assert.Equal(["T_1", "T_2"], Load("twice.gbk", text.Insert(at, cds)).Scaffolds[0].Genes.Select(gene => gene.LocusTag));
        // Another name makes it another gene.
        Assert.Equal(
            ["T_1", "T_9", "T_2"],
            Load("other.gbk", text.Insert(at, cds.Replace("T_2", "T_9", StringComparison.Ordinal)))
                .Scaffolds[0]
                .Genes.Select(gene => gene.LocusTag)
        );
        Assert.Equal(4, FileInspector.Inspect(_folder["twice.gbk"]).Counts["cds"]);
    }

    private void Check(string name, string text, string? part)
    {
        if (part is null)
            Assert.NotEmpty(Load(name, text).Scaffolds);
        else
            Assert.Contains(name + part, Assert.Throws<GlmException>(() => Load(name, text)).Message, StringComparison.Ordinal);
    }

    private ScaffoldSet Load(string name, string text) => ScaffoldFiles.Load(_folder.Write(name, text), new LoadOptions { MinGenes = 1 });
}
