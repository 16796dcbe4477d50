namespace Glm.Interactive.Display.Charts;

/// <summary>A chart as a piece of a larger display.</summary>
/// <param name="BoxId">Id of the element that Plotly draws into.</param>
/// <param name="Html">The chart, its static image, its table.</param>
/// <param name="StaticSvg">A picture of the same chart as a file; null if it uses a kind of trace that has none.</param>
/// <param name="Plain">One line about the chart.</param>
internal sealed record ChartPart(string BoxId, string Html, string? StaticSvg, string Plain);
