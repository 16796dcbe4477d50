using System.Text.RegularExpressions;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>Sorts the points of a chart by colour.</summary>
internal static partial class PointClasses
{
    /// <summary>The most points that are drawn.</summary>
    public const int PointLimit = 100_000;

    /// <summary>The colour of what is marked.</summary>
    public const string MarkColor = "#e66100";

    private const int ClassLimit = 12;
    private const int NumberClasses = 8;
    private const string Operon = "operon";
    private const string OtherColor = "#6f757d";
    private const int OthersRank = 999;
    private const int UnknownRank = 1000;

    /// <summary>
    /// Points by class in the order in which they are drawn: those without a class beneath, then the classes that are not named, then the
    /// largest classes, of which the smaller ones are not hidden by the larger ones, and the marked points on top. Numbers make classes
    /// of equal size. Evenly sampled if there are more points than the limit; marked points stay.
    /// </summary>
    public static List<PointClass> Of(EmbeddingMap map, int limit = PointLimit)
    {
        var skip = Math.Max(1, (int)Math.Ceiling(map.Ids.Count / (double)limit));
        var marked = map.Selected.ToHashSet();
        var shown = Enumerable.Range(0, map.Ids.Count).Where(i => i % skip == 0 || marked.Contains(i)).ToList();
        var classes = map.ColorValues is { } numbers ? ByNumber(map, shown, numbers) : ByName(map, shown);
        if (map.Selected.Count > 0)
            classes.Add(new("selected", [.. map.Selected], MarkColor, 0, true) { IsMark = true });
        return classes;
    }

    /// <summary>Points by the names of their classes, in the order in which they are drawn.</summary>
    /// <param name="points">Indices.</param>
    /// <param name="valueOf">The class of a point; null or empty for none. Untrusted text.</param>
    /// <param name="label">The name of a class in the legend.</param>
    /// <param name="unknown">The name of those without a class.</param>
    public static List<PointClass> Of(
        IEnumerable<int> points,
        Func<int, string?> valueOf,
        Func<string, IReadOnlyList<int>, string> label,
        string unknown
    )
    {
        var groups = points
            .GroupBy(i => valueOf(i) ?? "", StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Points: group.ToList()))
            .ToList();
        var known = groups
            .Where(group => group.Name.Length > 0)
            .OrderByDescending(group => group.Points.Count)
            .ThenBy(group => group.Name, StringComparer.Ordinal)
            .ToList();
        var named = Math.Min(known.Count, ClassLimit);
        var classes = new List<PointClass>();
        foreach (var (_, without) in groups.Where(group => group.Name.Length == 0))
            classes.Add(new(unknown, without, Palette.Neutral, UnknownRank, false));
        if (known.Count > named)
        {
            var others = known.Skip(named).SelectMany(group => group.Points).ToList();
            classes.Add(new($"other ({Html.Count(known.Count - named, "class", "classes")})", others, OtherColor, OthersRank, false));
        }
        var colors = Palette.Classes(known.Take(named).Select(group => group.Name));
        for (var i = 0; i < named; i++)
            classes.Add(new(label(known[i].Name, known[i].Points), known[i].Points, colors[known[i].Name], i + 1, true));
        return classes;
    }

    /// <summary>What the points without a value of a column are called.</summary>
    public static string Unknown(string column) => column == Operon ? "in no operon" : "unknown";

    /// <summary>The name of a class; of one that is a mere number, also what is numbered.</summary>
    public static string Label(string column, string name) =>
        name[(name.LastIndexOf(':') + 1)..].All(char.IsAsciiDigit) ? $"{column} {name}" : name;

    private static List<PointClass> ByName(EmbeddingMap map, List<int> shown) =>
        Of(shown, i => map.Colors[i], (name, points) => Label(map, name, points), Unknown(map.ColorColumn));

    private static List<PointClass> ByNumber(EmbeddingMap map, List<int> shown, IReadOnlyList<double> numbers)
    {
        var classes = new List<PointClass>();
        if (shown.Where(i => !double.IsFinite(numbers[i])).ToList() is { Count: > 0 } unknown)
            classes.Add(new(Unknown(map.ColorColumn), unknown, Palette.Neutral, UnknownRank, false));
        var known = shown.Where(i => double.IsFinite(numbers[i])).OrderBy(i => numbers[i]).ToList();
        // Equal numbers stay in one class.
        var groups = new List<List<int>>();
        for (var start = 0; start < known.Count; )
        {
            var end = Math.Max(start + 1, (int)((long)known.Count * (groups.Count + 1) / NumberClasses));
            while (end < known.Count && numbers[known[end]] == numbers[known[end - 1]])
                end++;
            groups.Add(known[start..end]);
            start = end;
        }
        for (var i = 0; i < groups.Count; i++)
        {
            var (low, high) = (Html.Number(numbers[groups[i][0]]), Html.Number(numbers[groups[i][^1]]));
            var color = Palette.At(groups.Count == 1 ? 0.5 : (double)i / (groups.Count - 1));
            classes.Add(new(low == high ? low : $"{low} – {high}", groups[i], color, i + 1, true));
        }
        return classes;
    }

    /// <summary>
    /// The name of a class; of one that is a mere number, what is numbered and, for an operon, from which gene to which it reaches.
    /// </summary>
    private static string Label(EmbeddingMap map, string name, IReadOnlyList<int> points)
    {
        var number = name[(name.LastIndexOf(':') + 1)..];
        if (map.ColorColumn == Operon && map.Level == EmbeddingLevel.Gene && Numbered().IsMatch(number))
            return points.Count == 1 || map.Ids[points[0]] == map.Ids[points[^1]]
                ? $"{name} ({map.Ids[points[0]]})"
                : $"{name} ({map.Ids[points[0]]}–{map.Ids[points[^1]]})";
        return Label(map.ColorColumn, name);
    }

    [GeneratedRegex("^[A-Za-z]{0,8}[-_. ]?[0-9]+$")]
    private static partial Regex Numbered();
}
