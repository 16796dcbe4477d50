using System.IO.Compression;
using System.Text;
using Glm.Formats.Labels;
using Glm.Testing;

namespace Glm.Tests.Formats.Labels;

public sealed class DelimitedLabelFormatTests : IDisposable
{
    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("id\tec\nb1\t1.1.1.3\nb2\t2.7.1.39\n")]
    [InlineData("b1\t1.1.1.3\nb2\t2.7.1.39\n")]
    [InlineData("id,ec\nb1,1.1.1.3\nb2,2.7.1.39\n")]
    [InlineData("\"b1\",\"1.1.1.3\"\r\n\"b2\",\"2.7.1.39\"\r\n")]
    [InlineData("id;ec\nb1;1.1.1.3\nb2;2.7.1.39\n")]
    [InlineData("# made by hand, in 2024\n#id\tec\nb1\t1.1.1.3\n# the next\nb2\t2.7.1.39\n")]
    [InlineData("b1   1.1.1.3\nb2 2.7.1.39")]
    [InlineData("\ufeffid\tec\r\nb1\t1.1.1.3\r\n\r\nb2\t2.7.1.39\r\n")]
    [InlineData("ec\nb1\t1.1.1.3\nb2\t2.7.1.39\n")] // R writes row names without one of their own
    public void Should_read_tables_with_and_without_a_header(string text)
    {
        var table = _bench.Read(text);
        Assert.Equal("b1=1.1.1.3 b2=2.7.1.39", LabelBench.Told(table));
        Assert.Equal((2, 2), (table.Ledger.Rows, table.Ledger.RowsMatched));
    }

    [Fact]
    public void Should_read_quoted_cells_as_RFC_4180_has_them() =>
        Assert.Equal(
            "b1=a \"b\", c b2=line 1\nline 2",
            LabelBench.Told(_bench.Read("id,note,what\nb1,x,\"a \"\"b\"\", c\"\nb2,\"\",\"line 1\nline 2\"\n", "what"))
        );

    [Fact]
    public void Should_leave_marks_in_tab_separated_cells_alone() =>
        Assert.Equal("b1=5\" end b2=say \"x\"", LabelBench.Told(_bench.Read("b1\t5\" end\nb2\t\"say \"\"x\"\"\"\n")));

    [Theory]
    [InlineData("a;b|c,d", "a,b,c,d")]
    [InlineData("oxidoreductase, NAD-binding", "oxidoreductase, NAD-binding")]
    [InlineData("2,3-diol kinase", "2,3-diol kinase")]
    [InlineData("GO:1, GO:2", "GO:1,GO:2")]
    [InlineData("a; -; NA ;b;a;", "a,b")]
    [InlineData("-", "")]
    [InlineData("n/a", "")]
    public void Should_split_cells_as_documented(string cell, string labels) =>
        Assert.Equal(labels.Length == 0 ? "" : $"b1={labels}", LabelBench.Told(_bench.Read($"id\tlabel\nb1\t{cell}\nb2\t\n")));

    [Fact]
    public void Should_take_every_letter_of_a_COG_category()
    {
        Assert.Equal("b1=K,L b2=COG0083", LabelBench.Told(_bench.Read("id\tCOG_category\nb1\tKL\nb2\tCOG0083\n")));
        Assert.Equal("b1=KL", LabelBench.Told(_bench.Read("id\tword\nb1\tKL\nb2\t\n")));
    }

    [Fact]
    public void Should_give_all_ids_of_a_list_its_name()
    {
        var table = _bench.Read("b1\nb2\nb9\n", name: "essential");
        Assert.Equal("b1=essential b2=essential", LabelBench.Told(table));
        Assert.Equal(["b9"], table.Ledger.UnmatchedIds.Examples);
        Assert.Equal("b1=essential", LabelBench.Told(_bench.Read("b1\nb9\n", file: "essential.txt")));
    }

    [Fact]
    public void Should_find_columns_by_name_and_by_number()
    {
        const string text = "gene\tEC\tGO\nb1\te1\tg1\nb2\te2\tg2\n";
        Assert.Equal("b1=e1 b2=e2", LabelBench.Told(_bench.Read(text, "ec")));
        Assert.Equal("b1=g1 b2=g2", LabelBench.Told(_bench.Read(text, "3")));
        Assert.Equal("EC", _bench.Read(text, "2").Labels.Name);
        Assert.Equal("mine", _bench.Read(text, "2", name: "mine").Labels.Name);
    }

    [Fact]
    public void Should_read_gzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("id\tec\nb1\tx\n"u8);
        var path = _bench.Folder.Write("labels.tsv.gz", packed.ToArray());
        Assert.Equal(
            "b1=x",
            LabelBench.Told(GeneLabelReader.Read(LabelBench.Set, path, cancellation: TestContext.Current.CancellationToken))
        );
    }

    [Theory]
    [InlineData("id\tec\nb1\tx\nb2\tx\ty\n", null, "labels.tsv:3: the row has 3 cells and the first 2")]
    [InlineData("id,ec\nb1,\"x\nb2,y\n", null, "labels.tsv:2: a quotation mark of the row is never closed")]
    [InlineData("id,ec\nb1,\"x\"y\n", null, "labels.tsv:2: 'y' follows the closing quotation mark")]
    [InlineData("id\tec\tgo\nb1\tx\ty\n", null, "2 others may hold the labels: ec, go. Name one with Column")]
    [InlineData("id\tec\nb1\tx\n", "pfam", "there is no column 'pfam'. Its 2 columns are id, ec")]
    [InlineData("id\tec\nx1\tx\nx2\ty\n", null, "no row names a gene of 'made up': ids such as 'id', 'x1', 'x2'", "'b1 = NP_1.1 = thrA'")]
    [InlineData("", null, "there is no text in the file")]
    [InlineData("\n \n", null, "there is no text in the file")]
    [InlineData("b1\tx\u0000y\n", null, "labels.tsv:1: byte 5 of the line is 0x00, a control character; a table is text")]
    [InlineData("PK\u0003\u0004\n", null, "This is a workbook or archive: export it as tab-separated text in UTF-8")]
    [InlineData("# only\n# comments\n", null, "a table needs rows")]
    public void Should_refuse_damage_in_one_line(string text, string? column, params string[] parts) =>
        _bench.ShouldFail(text, column, parts);

    [Fact]
    public void Should_refuse_labels_that_are_texts_and_other_encodings()
    {
        _bench.ShouldFail($"b1\t{new string('x', 1001)}\n", null, "labels.tsv:1: the label 'xxx", "has 1001 characters");
        _bench.ShouldFail($"b1\t{new string('y', 3_000_000)}\n", null, "has 3000000 characters");
        var latin = _bench.Folder.Write("latin.tsv", Encoding.Latin1.GetBytes("b1\tprotéase\n"));
        TextInput.ShouldFail(
            () => GeneLabelReader.Read(LabelBench.Set, latin, cancellation: TestContext.Current.CancellationToken),
            "latin.tsv:1",
            "is not UTF-8"
        );
        TextInput.ShouldFail(
            () => GeneLabelReader.Read(LabelBench.Set, _bench.Folder["none.tsv"], cancellation: TestContext.Current.CancellationToken),
            "none.tsv"
        );
    }

    [Fact]
    public void Should_stop_when_asked_to() =>
        Assert.Throws<OperationCanceledException>(() =>
            GeneLabelReader.Read(LabelBench.Set, _bench.Folder.Write("l.tsv", "b1\tx\n"), cancellation: new CancellationToken(true))
        );

    [Fact]
    public async Task Should_read_a_pipe_once()
    {
        var pipe = _bench.Folder.MakePipe("pipe");
        var writing = Task.Run(() => File.WriteAllText(pipe, "id\tec\nb1\tx\n"), TestContext.Current.CancellationToken);
        var table = GeneLabelReader.Read(LabelBench.Set, pipe, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("b1=x", LabelBench.Told(table));
        await writing;
    }

    [Fact]
    public void Should_label_Escherichia_coli()
    {
        var set = EscherichiaColi.Set;
        var path = Repository.Shared("genomes", "ecoli", "ecoli_labels.tsv.gz");
        foreach (
            var (column, genes) in new[] { ("EC", 1416), ("GO", 2508), ("COG_ptt", 3540), ("UniProt", 4287), ("Pfam_interproscan", 3959) }
        )
        {
            var table = GeneLabelReader.Read(
                set,
                path,
                new GeneLabelOptions { Column = column },
                cancellation: TestContext.Current.CancellationToken
            );
            Assert.Equal(("locus_tag", 4315, 4298), (table.Ledger.IdColumn, table.Ledger.Rows, table.Ledger.RowsMatched));
            // The table counts 17 pseudogenes, which the set leaves out; nine loci have two coding sequences, which it joins.
            Assert.InRange(table.Labels.LabelledGenes, genes - 17, genes + 9);
            Assert.Equal(17, table.Ledger.UnmatchedIds.Count);
            // Both coding sequences of a locus with a frameshift are of the locus.
            var locus = table.GeneIds.Index().Where(gene => gene.Item.StartsWith("b0470", StringComparison.Ordinal)).ToList();
            Assert.Equal(2, locus.Count);
            Assert.Equal(table.Labels.PerGene[locus[0].Index], table.Labels.PerGene[locus[1].Index]);
        }
    }
}
