namespace Glm.Kernel.Printing;

/// <summary>A figure among the outputs of a notebook.</summary>
/// <param name="Name">Of its file, without an extension: "cell-04-operons".</param>
/// <param name="Svg">The picture as the display carries it; null for one of pixels.</param>
/// <param name="Png">The pixels; null for a drawing.</param>
internal sealed record NotebookFigure(string Name, string? Svg, byte[]? Png);
