namespace Glm.Interactive.Display.Views;

/// <summary>Points of one colour.</summary>
/// <param name="Name">In the legend. Untrusted text.</param>
/// <param name="Points">Indices.</param>
/// <param name="Color">Of all its points.</param>
/// <param name="Rank">Its place in the legend, the lowest first.</param>
/// <param name="IsNamed">Whether it is a class of its own.</param>
internal sealed record PointClass(string Name, IReadOnlyList<int> Points, string Color, int Rank, bool IsNamed);
