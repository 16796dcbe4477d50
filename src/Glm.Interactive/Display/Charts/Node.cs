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
