namespace Glm.Interactive.Display.Views;

/// <summary>Points of a chart in one colour.</summary>
/// <param name="Name">In the legend. Untrusted text.</param>
/// <param name="Points">Their indices.</param>
/// <param name="Color">Of all of them.</param>
/// <param name="Rank">Its place in the legend, the lowest first.</param>
/// <param name="IsNamed">Whether it is a class of its own, rather than all that is left.</param>
internal sealed record PointClass(string Name, IReadOnlyList<int> Points, string Color, int Rank, bool IsNamed)
{
    /// <summary>Whether its points are drawn once more, on top of their own classes, to mark them.</summary>
    public bool IsMark { get; init; }
}
