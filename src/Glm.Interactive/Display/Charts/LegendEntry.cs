namespace Glm.Interactive.Display.Charts;

/// <summary>A trace in the legend of a chart.</summary>
/// <param name="Name">Cut to what fits.</param>
/// <param name="Color">Of the trace.</param>
/// <param name="Line">Whether it is drawn as a line.</param>
/// <param name="Dash">"dash", "dot", or empty for a solid line.</param>
/// <param name="Symbol">The shape of its points; empty for none.</param>
internal sealed record LegendEntry(string Name, string Color, bool Line, string Dash, string Symbol);
