using Glm.Interactive.Display.Markup;
using Plotly.NET;

namespace Glm.Interactive.Display.Charts;

/// <summary>A part of a Plotly figure: attributes by the names of Plotly's own reference, and values, which may be nodes again.</summary>
internal sealed class Node : Dictionary<string, object?>
{
    /// <summary>A Plotly.NET chart of traces and a layout, without the default template.</summary>
    public static GenericChart Chart(IEnumerable<Node> traces, Node layout)
    {
        var chart = GenericChart.ofTraceObjects(
            false,
            Microsoft.FSharp.Collections.ListModule.OfSeq(traces.Select(trace => Fill(new Trace((string)trace["type"]!), trace)))
        );
        return GenericChart.setLayout(Fill(new Layout(), layout), chart);
    }

    /// <summary>The title of one of several panels, above it: an annotation of the layout.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="x">The middle of the panel, 0 to 1 over the whole chart.</param>
    public static Node PanelTitle(string text, double x) =>
        new()
        {
            ["text"] = $"<b>{Html.PlotlyText(text)}</b>",
            ["x"] = x,
            ["y"] = 1,
            ["xref"] = "paper",
            ["yref"] = "paper",
            ["showarrow"] = false,
            ["xanchor"] = "center",
            ["yanchor"] = "bottom",
            ["font"] = new Node { ["size"] = 14 },
        };

    /// <summary>Short names for a category axis that still differ from each other: equal names would share one row.</summary>
    /// <param name="names">Untrusted text.</param>
    /// <param name="limit">The most characters of a name.</param>
    public static string[] Categories(IEnumerable<string> names, int limit = 26)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. names.Select(name =>
            {
                var label = Html.PlotlyText(name.Length > 0 ? name : "unknown", limit);
                for (var i = 2; !used.Add(label); i++)
                    label = $"{Html.PlotlyText(name, limit - 4)} ({i})";
                return label;
            }),
        ];
    }

    /// <summary>The same for the rows of a chart, where names may be longer.</summary>
    /// <param name="names">Untrusted text.</param>
    public static string[] Rows(IEnumerable<string> names) => Categories(names, 80);

    /// <summary>Numbers for a trace; those that are not finite become gaps.</summary>
    public static double?[] Numbers(IEnumerable<double> values) =>
        [.. values.Select(value => double.IsFinite(value) ? value : (double?)null)];

    private static T Fill<T>(T target, Node source)
        where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in source)
            target.SetProperty(name, value);
        return target;
    }
}
