using System.Globalization;

namespace Glm.Interactive.Display.Drawing;

/// <summary>Colours that people with any of the common kinds of colour blindness can tell apart.</summary>
public static class Palette
{
    /// <summary>For a gene, point or bar without a class.</summary>
    public const string Neutral = "#9a9fa6";

    /// <summary>Colours for categories: Okabe and Ito's set, then Tol's muted set; sixteen in all.</summary>
    public static IReadOnlyList<string> Categorical { get; } =
    [
        "#0072b2",
        "#e69f00",
        "#009e73",
        "#d55e00",
        "#56b4e9",
        "#cc79a7",
        "#b8a900",
        "#882255",
        "#44aa99",
        "#ddcc77",
        "#6a5acd",
        "#cc6677",
        "#88ccee",
        "#117733",
        "#aa4499",
        "#999933",
    ];

    /// <summary>A scale from low to high: viridis in nine equal steps.</summary>
    public static IReadOnlyList<string> Sequential { get; } =
    ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];

    /// <summary>The colour of category i; colours repeat after sixteen.</summary>
    public static string Category(int i) => Categorical[i % Categorical.Count];

    /// <summary>
    /// Colours of classes in the order of their names, so that figures with the same classes give each of them the same colour, whatever
    /// its share there.
    /// </summary>
    /// <param name="names">All different.</param>
    internal static Dictionary<string, string> Classes(IEnumerable<string> names) =>
        names.Order(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => Category(pair.i));

    /// <summary>
    /// The colour of <see cref="Sequential"/> at a position from 0 to 1. Positions outside count as the nearer end; NaN is neutral.
    /// </summary>
    public static string At(double position)
    {
        if (double.IsNaN(position))
            return Neutral;
        var place = Math.Clamp(position, 0, 1) * (Sequential.Count - 1);
        var low = Math.Min((int)place, Sequential.Count - 2);
        return Mix(Sequential[low], Sequential[low + 1], place - low);
    }

    /// <summary>A mixture of two colours given as #rrggbb.</summary>
    internal static string Mix(string from, string to, double share)
    {
        Span<int> mixed = stackalloc int[3];
        for (var i = 0; i < 3; i++)
        {
            var (low, high) = (Channel(from, i), Channel(to, i));
            mixed[i] = (int)Math.Round(low + ((high - low) * share));
        }
        return string.Create(CultureInfo.InvariantCulture, $"#{mixed[0]:x2}{mixed[1]:x2}{mixed[2]:x2}");
    }

    /// <summary>Black or white, whichever is easier to read on a colour given as #rrggbb.</summary>
    internal static string InkOn(string color) =>
        (0.299 * Channel(color, 0)) + (0.587 * Channel(color, 1)) + (0.114 * Channel(color, 2)) > 140 ? "#111111" : "#ffffff";

    private static int Channel(string color, int i) => Convert.ToInt32(color.Substring(1 + (2 * i), 2), 16);
}
