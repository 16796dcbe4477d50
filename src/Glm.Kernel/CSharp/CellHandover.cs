namespace Glm.Kernel.CSharp;

/// <summary>
/// Hands the values of <see cref="CSharpEngine.SetVariable"/> to the declarations compiled for them. Public because compiled cells call
/// it.
/// </summary>
public static class CellHandover
{
    internal static object?[] Values { get; set; } = [];

    /// <summary>The value of the declaration with this number.</summary>
    public static object? Take(int index) => Values[index];
}
