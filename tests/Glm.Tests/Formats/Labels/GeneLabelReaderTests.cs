using Glm.Formats;
using Glm.Formats.Labels;
using Glm.Tests.Formats.Annotation;

namespace Glm.Tests.Formats.Labels;

public sealed class GeneLabelReaderTests : IDisposable
{
    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("b1", GeneKey.LocusTag, "b1=x")]
    [InlineData("NP_3.1", GeneKey.ProteinId, "b3=x b4=x")]
    [InlineData("NP_3", GeneKey.ProteinAccession, "b3=x b4=x")]
    [InlineData("NP_3.7", GeneKey.ProteinAccession, "b3=x b4=x")]
    [InlineData("thrB", GeneKey.Symbol, "b2=x")]
    [InlineData("GeneID:947498", GeneKey.CrossReference, "b2=x")]
    [InlineData("947498", GeneKey.CrossReference, "b2=x")]
    [InlineData("P0CF07", GeneKey.CrossReference, "b3=x b4=x")]
    [InlineData("chr:2000-2299", GeneKey.Place, "b2=x")]
    [InlineData("sp|P00561|AK1H_ECOLI", GeneKey.CrossReference, "b1=x")]
    [InlineData("eco:b2", GeneKey.LocusTag, "b2=x")]
    public void Should_find_genes_by_everything_that_names_them(string id, GeneKey key, string labels)
    {
        var table = _bench.Read($"id\tlabel\n{id}\tx\n");
        Assert.Equal(labels, LabelBench.Told(table));
        Assert.Equal([(key, 1)], table.Ledger.Keys);
    }

    [Theory]
    [InlineData("g.gbk", "OLD_1", "T_1")]
    [InlineData("g.gbk", "OLD_1b", "T_1")]
    [InlineData("g.gff", "OLD_1", "T_1")]
    [InlineData("g.gff", "OLD_2", "T_2")]
    [InlineData("g.gff", "OLD_2b", "T_2")]
    public void Should_know_genes_by_their_old_locus_tags(string file, string id, string found)
    {
        const string First = "                     /locus_tag=\"T_1\"\n";
        var text = file.EndsWith(".gbk", StringComparison.Ordinal)
            ? MadeUpGenomes
                .GenBank()
                .Replace(First, First + "                     /old_locus_tag=\"OLD_1, OLD_1b\"\n", StringComparison.Ordinal)
            : MadeUpGenomes
                .Gff()
                .Replace("locus_tag=T_1", "locus_tag=T_1;old_locus_tag=OLD_1", StringComparison.Ordinal)
                .Replace("locus_tag=T_2", "locus_tag=T_2;old_locus_tag=OLD_2%2COLD_2b", StringComparison.Ordinal);
        var set = ScaffoldFiles.Load(_bench.Folder.Write(file, text), new LoadOptions { MinGenes = 1 });
        var table = GeneLabelReader.Read(set, _bench.Folder.Write("labels.tsv", $"id\tlabel\n{id}\tx\n"));
        Assert.Equal([(GeneKey.OldLocusTag, 1)], table.Ledger.Keys);
        var gene = Assert.Single(Enumerable.Range(0, table.GeneIds.Count), i => table.Labels.PerGene[i].Count > 0);
        Assert.Equal(found, set.Scaffolds[0].Genes[gene].LocusTag);
    }

    [Fact]
    public void Should_begin_with_the_key_of_most_rows()
    {
        var table = _bench.Read("id\tlabel\nthrA\tx\nthrB\ty\nb5\tz\n");
        Assert.Equal("b1=x b2=y b5=z", LabelBench.Told(table));
        Assert.Equal([(GeneKey.Symbol, 2), (GeneKey.LocusTag, 1)], table.Ledger.Keys);
    }

    [Fact]
    public void Should_choose_the_column_of_which_most_rows_are_ids()
    {
        var table = _bench.Read("what\tgene\tlocus\nthrA\tthrA\tb1\nx\tother\tb2\n", "what");
        Assert.Equal(("locus", "b1=thrA b2=x"), (table.Ledger.IdColumn, LabelBench.Told(table)));
        Assert.Equal(1, _bench.Read("what\tgene\tlocus\nthrA\tthrA\tb1\nx\tother\tb2\n", "what", "gene").Ledger.RowsMatched);
    }

    [Fact]
    public void Should_not_guess_which_gene_of_a_symbol_is_meant()
    {
        var table = _bench.Read("gene\tlabel\nthrA\tx\nhyp\ty\ninsA\tz\nnone\tv\n", id: "gene");
        Assert.Equal("b1=x", LabelBench.Told(table));
        Assert.Equal(["hyp", "insA"], table.Ledger.AmbiguousIds.Examples);
        Assert.Equal(["none"], table.Ledger.UnmatchedIds.Examples);
        Assert.Equal(5, table.Ledger.UnlabelledGenes.Count);
        Assert.Equal(["b2", "b3", "b4", "b5", "b6"], table.Ledger.UnlabelledGenes.Examples);
    }

    [Fact]
    public void Should_let_the_locus_decide() =>
        Assert.Equal("b5=y", LabelBench.Told(_bench.Read("gene\tlocus\tlabel\nhyp\tb5\ty\nhyp\tb1\tz\n", "label", "gene")));

    [Fact]
    public void Should_take_a_cross_reference_for_an_id_only_where_it_means_one_protein()
    {
        var table = _bench.Read("id\tlabel\nIPR1\ty\nP00561\tx\n");
        Assert.Equal("b1=x", LabelBench.Told(table));
        Assert.Equal(["IPR1"], table.Ledger.AmbiguousIds.Examples);
    }

    [Fact]
    public void Should_join_rows_of_one_gene_and_count_labels()
    {
        var table = _bench.Read("id\tlabel\nb1\tx\nb1\ty;x\nb2\tx\nb2\t-\n");
        Assert.Equal("b1=x,y b2=x", LabelBench.Told(table));
        Assert.Equal([("x", 2), ("y", 1)], table.Counts);
        Assert.Equal((4, 4, 1), (table.Ledger.Rows, table.Ledger.RowsMatched, table.Ledger.RowsWithoutLabel));
        Assert.True(table.Labels.HasSeveralPerGene);
    }

    [Fact]
    public void Should_make_a_data_frame()
    {
        var frame = _bench.Read("id\tlabel\nb1\tx;y\nb3\tz\n").ToDataFrame();
        Assert.Equal(["b1", "b1", "b3"], frame["gene"].Cast<string>());
        Assert.Equal(["x", "y", "z"], frame["label"].Cast<string>());
    }

    [Fact]
    public void Should_keep_hostile_text_as_it_is()
    {
        var table = _bench.Read("id\tlabel\nb1\t<script>alert(1)</script>\n<img src=x>\ty\n");
        Assert.Equal(["<script>alert(1)</script>"], table.Labels.PerGene[0]);
        Assert.Equal(["<img src=x>"], table.Ledger.UnmatchedIds.Examples);
    }

    [Fact]
    public void Should_refuse_one_column_for_both() =>
        TextInput.ShouldFail(() => _bench.Read("id\tlabel\nb1\tx\n", "id", "ID"), "'id' is named for the ids and for the labels");
}
