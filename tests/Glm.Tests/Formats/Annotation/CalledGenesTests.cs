using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>Proteins whose headers say where their genes lie.</summary>
public sealed class CalledGenesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=00", "MKAMKAMKA*", null)]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=00", "MKAMKAMKA", null)]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=10", "MKAMKAMKA", null)]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=01", "MKAMKAMKAK", null)]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=00", "MKAMKA", "ask for 9 residues, and 6 are there")]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=11", "MKAMKA", "residues, and 6 are there")]
    [InlineData(">c_1 # 1 # 30 # 1 # ID=1_1;partial=00", "MKAMKAMKAMKA*", "ask for 9 residues, and 12 are there")]
    [InlineData(">c_1 # 30 # 1 # 1 # ID=1_1;partial=00", "MKAMKAMKA*", "runs from 30 to 1")]
    [InlineData(">c_1_30_+", "MKAMKAMKA", null)]
    [InlineData(">c_1_300_+", "MKAMKAMKA", "residues, and 9 are there")]
    [InlineData(">gene_1|GeneMark.hmm|9_aa|+|1|30\t>c", "MKAMKAMKA", null)]
    [InlineData(">gene_1|GeneMark.hmm|9_aa|+|1|30\t>c", "MKAMKAMK", "ask for 9 residues, and 8 are there")]
    [InlineData(">1 c 1 30 + gene_type=native", "MKAMKAMKA", null)]
    [InlineData(">1 c 1 30 + gene_type=native partial=01", "MKAMKAMKAK", null)]
    [InlineData(">1 c 1 30 + gene_type=native", "MKAM", "ask for 9 residues, and 4 are there")]
    [InlineData(">lcl|c_prot_P_1 [location=join(1..15,20..34)]", "MKAMKAMKA", null)]
    [InlineData(">lcl|c_prot_P_1 [location=1..30]", "MKAMK", "residues, and 5 are there")]
    public void Should_compare_a_protein_with_its_coordinates(string header, string protein, string? part)
    {
        var path = _folder.Write("a.faa", $"{header}\n{protein}\n");
        var options = new LoadOptions { MinGenes = 1 };
        if (part is null)
            Assert.Equal(("c", 1, Strand.Forward), OnlyGene(ScaffoldFiles.Load(path, options)));
        else
            TextInput.ShouldFail(() => ScaffoldFiles.Load(path, options), "a.faa:1: ", part);

        static (string, int, Strand) OnlyGene(ScaffoldSet set) =>
            (Assert.Single(set.Scaffolds).Id, Assert.Single(set.Scaffolds[0].Genes).Start!.Value, set.Scaffolds[0].Genes[0].Strand);
    }

    [Fact]
    public void Should_refuse_two_assemblies_whose_contigs_have_the_same_names()
    {
        const string One = ">k141_1_1 # 1 # 12 # 1 # ID=1_1\nMKA*\n>k141_1_2 # 21 # 32 # -1 # ID=1_2\nMKC*\n";
        TextInput.ShouldFail(
            () =>
                ScaffoldFiles.Load(
                    _folder.Write("all.faa", One + One.Replace("12 #", "15 #", StringComparison.Ordinal)),
                    new LoadOptions { MinGenes = 1 }
                ),
            "all.faa:5: protein 'k141_1_1' was already on line 1"
        );
    }

    [Fact]
    public void Should_count_the_genes_of_GeneMark()
    {
        var summary = FileInspector.Inspect(
            _folder.Write("a.faa", ">gene_1|GeneMark.hmm|9_aa|+|1|30\t>c\nMKAMKAMKA\n>gene_2|GeneMark.hmm|9_aa|-|41|70\t>d\nMKAMKAMKA\n")
        );
        Assert.Equal(
            ("fasta, GeneMark headers", 2L, 2L, 1L, 1L),
            (summary.Format, summary.Counts["records"], summary.Counts["contigs"], summary.Counts["plus"], summary.Counts["minus"])
        );
    }

    [Theory]
    [InlineData(
        "Location\tStrand\tLength\tPID\tGene\tSynonym\tCode\tCOG\tProduct\n",
        "Location  Strand Length  PID Gene Synonym Code COG Product\n",
        ":3: the columns are separated by spaces"
    )]
    [InlineData(
        "11..22\t+\t3\t101\tabcA\tT_1\t-\tCOG0001E\ta protein",
        "11..22 + 3 101 abcA T_1 - COG0001E a protein",
        ":4: the columns are separated by spaces"
    )]
    [InlineData("2 proteins", "1 proteins", ":5: the table announces 1 proteins and has 2")]
    [InlineData("2 proteins", "3 proteins", ":5: the table breaks off: it has 2 of 3 proteins")]
    [InlineData("1..120", "1..50", ":5: the CDS runs to base 52, and record 'a' has 50")]
    [InlineData("another\n", "another\nA made-up plasmid - 1..120\n", ":6: another protein table begins here")]
    public void Should_refuse_a_protein_table_that_contradicts_itself(string old, string changed, string part)
    {
        var text = MadeUpGenomes.ProteinTable();
        Assert.Contains(old, text, StringComparison.Ordinal);
        _folder.Write("a.faa", ">101\nMKA\n>102\nMKA\n");
        TextInput.ShouldFail(
            () =>
                ScaffoldFiles.Load(
                    _folder.Write("a.ptt", text.Replace(old, changed, StringComparison.Ordinal)),
                    new LoadOptions { MinGenes = 1 }
                ),
            "a.ptt" + part
        );
    }
}
