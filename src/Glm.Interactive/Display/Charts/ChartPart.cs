namespace Glm.Interactive.Display.Charts;

/// <summary>A chart as a piece of a larger display.</summary>
/// <param name="BoxId">The id of the element that Plotly draws into.</param>
/// <param name="Html">The chart with its still picture and its table.</param>
/// <param name="StaticSvg">A still picture of the chart as a file; null if it has a kind of trace that cannot be drawn.</param>
/// <param name="Plain">The chart in one line of text.</param>
internal sealed record ChartPart(string BoxId, string Html, string? StaticSvg, string Plain);
