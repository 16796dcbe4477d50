using Glm.Interactive.Display;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
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
    public void Should_show_rows_whose_properties_throw() =>
        Assert.Contains(
            "(InvalidOperationException)",
            Formatters.ToBundle(new List<Row> { new("a", -1), new("b", 2) }).Plain,
            StringComparison.Ordinal
        );
}
