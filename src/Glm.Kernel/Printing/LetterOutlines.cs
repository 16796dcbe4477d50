using System.Globalization;

namespace Glm.Kernel.Printing;

/// <summary>
/// The shapes of letters, so that a picture looks the same wherever it is opened: those of DejaVu Sans, for Latin, Greek, and the signs
/// that charts use.
/// </summary>
internal static class LetterOutlines
{
    /// <summary>Units to the em, in which paths and advances are measured; y points upwards.</summary>
    public const double UnitsPerEm = 2048;

    private static readonly Lazy<Dictionary<(bool Bold, int Letter), (double Advance, string Path)>> Letters = new(Read);

    /// <summary>The shape of a letter: its width, and an SVG path, which is empty for a space. False where it is not known.</summary>
    public static bool TryGet(int letter, bool bold, out double advance, out string path)
    {
        var known = Letters.Value.TryGetValue((bold, letter), out var outline);
        (advance, path) = outline;
        return known;
    }

    private static Dictionary<(bool, int), (double, string)> Read()
    {
        using var stream = typeof(LetterOutlines).Assembly.GetManifestResourceStream("Glm.Kernel.Printing.sans.glyphs")!;
        using var reader = new StreamReader(stream);
        var letters = new Dictionary<(bool, int), (double, string)>();
        while (reader.ReadLine() is { } line)
            if (line.Split(' ', 4) is [("regular" or "bold") and var weight, var code, var advance, .. var path])
                letters[(weight == "bold", int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))] = (
                    double.Parse(advance, CultureInfo.InvariantCulture),
                    string.Concat(path)
                );
        return letters;
    }
}
