using Glm.Interactive.Display.Charts;

namespace Glm.Interactive.Tests.Display;

/// <summary>While this lives, another cell of the notebook holds Plotly.js, so that displays stay small.</summary>
internal sealed class PlotlyElsewhere : IDisposable
{
    private readonly ChartLoader? _before = ChartLoader.Current;

    public PlotlyElsewhere()
    {
        var loader = new ChartLoader();
        loader.BeginCell("first");
        loader.Take();
        loader.BeginCell("second");
        ChartLoader.Current = loader;
    }

    public void Dispose() => ChartLoader.Current = _before;
}
