using Glm.Interactive.Display;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Testing;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TableViewTests
{
    private sealed record Row(string Name, int Value)
    {
        public string Broken => Value < 0 ? throw new InvalidOperationException("never") : "fine";
    }

    [Fact]
    public void Should_look_as_reviewed_for_a_data_frame() =>
        Snapshot.ShouldMatch("Views/TableView.DataFrame", () =>
            TableView.Create(
                new DataFrame(
                    new StringDataFrameColumn("gene", ["lacZ", "<lacY>"]),
                    new DoubleDataFrameColumn("score", [1234.5, double.NaN])
                )
            )
        );

    [Fact]
    public void Should_look_as_reviewed_for_a_sequence() =>
        Snapshot.ShouldMatch("Views/TableView.Sequence", () =>
            TableView.Create(Enumerable.Range(0, 25).Select(i => new { Name = $"<gene {i}>", Share = i / 24.0 }).ToList())
        );

    [Fact]
    public void Should_set_a_table_that_is_wider_than_paper_in_smaller_type()
    {
        static string Html(int columns) =>
            TableView
                .Create(
                    new DataFrame([
                        .. Enumerable.Range(0, columns).Select(i => new StringDataFrameColumn($"column {i}", ["a_name_of_15_let"])),
                    ])
                )
                .Parts[MimeBundle.Html];
        Assert.DoesNotContain("style=\"--glm-paper:", Html(3), StringComparison.Ordinal);
        Assert.Contains("style=\"--glm-paper:", Html(10), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_cut_tables_and_count_the_rest()
    {
        GlmFormatters.Register();
        GlmFormatters.Register();
        var rows = Formatters.ToBundle(Enumerable.Range(0, 4318).Select(i => new Row($"r{i}", i)).ToList());
        Assert.Contains("… and 4,298 more rows", rows.Plain, StringComparison.Ordinal);
        Assert.Contains("… and 4,298 more rows", rows.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("r19", rows.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("r20", rows.Plain, StringComparison.Ordinal);
        var frame = Formatters.ToBundle(
            new DataFrame(Enumerable.Range(0, 15).Select(c => new Int32DataFrameColumn($"col{c}", Enumerable.Range(0, 30))))
        );
        Assert.Contains("DataFrame of 30 rows and 15 columns", frame.Plain, StringComparison.Ordinal);
        Assert.Contains("… and 10 more rows; … 3 more columns", frame.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("col12", frame.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_stop_reading_an_endless_sequence()
    {
        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
                yield return i;
        }
        Assert.Contains("at least 1,000 items", Formatters.ToBundle(Endless()).Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_what_has_come_of_a_sequence_that_finds_no_more()
    {
        using var never = new ManualResetEventSlim();
        var ended = new ManualResetEventSlim();
        IEnumerable<int> Search()
        {
            try
            {
                yield return 11;
                yield return 22;
                never.Wait();
                yield return 33;
                yield return 44;
                Assert.Fail("It goes on after it was left behind.");
            }
            finally
            {
                ended.Set();
            }
        }
        var text = TableView.Text(Search(), TimeSpan.FromMilliseconds(300));
        Assert.StartsWith("at least 2 items (the next did not come within 0.3 s)", text, StringComparison.Ordinal);
        Assert.Contains("22", text, StringComparison.Ordinal);
        never.Set();
        Assert.True(ended.Wait(Patience.Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Should_tell_a_failure_of_a_sequence()
    {
        var failing = Enumerable.Range(0, 3).Select(i => i < 2 ? i : throw new InvalidOperationException("no third"));
        Assert.Contains("no third", Formatters.ToBundle(failing).Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_a_sequence_once()
    {
        var reads = 0;
        IEnumerable<int> Once()
        {
            reads++;
            yield return 7;
        }
        var bundle = Formatters.ToBundle(Once());
        Assert.Contains("7", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("7", bundle.Plain, StringComparison.Ordinal);
        Assert.Equal(1, reads);
    }

    private sealed class Slow(ManualResetEventSlim never)
    {
        public int Value
        {
            get
            {
                never.Wait();
                return 1;
            }
        }
    }

    [Fact]
    public void Should_pass_over_a_property_that_does_not_come()
    {
        using var never = new ManualResetEventSlim();
        var text = TableView.Text(Enumerable.Range(0, 20).Select(_ => new Slow(never)).ToArray());
        Assert.Contains("20 items", text, StringComparison.Ordinal);
        Assert.Contains("(not read: ", text, StringComparison.Ordinal);
        never.Set();
    }

    [Fact]
    public void Should_show_methods_and_other_mechanisms_by_a_line_each()
    {
        var text = Formatters.ToBundle(new List<Delegate> { () => 1, (Func<string, bool>)"a".Contains }).Plain;
        Assert.Contains("Func<int>", text, StringComparison.Ordinal);
        Assert.Contains(": string.Contains", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Target", text, StringComparison.Ordinal);
        text = Formatters.ToBundle(typeof(Math).GetMethods().Where(method => method.Name == "Sqrt").ToList()).Plain;
        Assert.Contains("MethodInfo: Double Sqrt(Double)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MetadataToken", text, StringComparison.Ordinal);
        // Their result would be waited for.
        text = Formatters.ToBundle(new[] { new TaskCompletionSource<int>().Task }).Plain;
        Assert.Contains("Task<int>: running", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_the_rows_of_a_data_table()
    {
        using var table = new System.Data.DataTable("<genes>");
        table.Columns.Add("id", typeof(string));
        table.Columns.Add("length", typeof(int));
        for (var i = 0; i < 500; i++)
            table.Rows.Add($"g{i}", i == 3 ? DBNull.Value : i);
        table.AcceptChanges();
        table.Rows[0].Delete();
        var bundle = Formatters.ToBundle(table);
        Assert.StartsWith(
            "DataTable '<genes>' of 499 rows and 2 columns\nid   length\ng1        1\n",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Contains("g3     null", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("… and 479 more rows", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("&lt;genes&gt;", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.DoesNotContain("g21", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains(
            "of 1 row",
            Formatters.ToBundle(new System.Data.DataView(table, "length = 9", "", System.Data.DataViewRowState.CurrentRows)).Plain
        );
        using var set = new System.Data.DataSet();
        set.Tables.Add(table);
        Assert.Equal("DataSet of 1 table: <genes>", Formatters.ToBundle(set).Plain);
        Assert.Equal("DataRow: id = g9, length = 9", Formatters.ToBundle(table.Rows[9]).Plain);
        Assert.Equal("DataRow: deleted", Formatters.ToBundle(table.Rows[0]).Plain);
        Assert.Contains("Table: DataTable '<genes>': ", Formatters.ToBundle(new { Table = table }).Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_rows_whose_properties_throw() =>
        Assert.Contains(
            "(InvalidOperationException)",
            Formatters.ToBundle(new List<Row> { new("a", -1), new("b", 2) }).Plain,
            StringComparison.Ordinal
        );
}
