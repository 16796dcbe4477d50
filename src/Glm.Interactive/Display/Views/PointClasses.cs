using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>Which points of a chart have one colour.</summary>
internal static class PointClasses
{
    private const int ClassLimit = 12;
    private const string OtherColor = "#6f757d";

    /// <summary>
    /// Points by class in the order in which they are drawn: those without a class beneath, then the classes that are not named, then the
    /// largest classes, of which the smaller ones are not hidden by the larger ones.
    /// </summary>
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
            classes.Add(new(unknown, without, Palette.Neutral, 1000, false));
        if (known.Count > named)
        {
            var others = known.Skip(named).SelectMany(group => group.Points).ToList();
            classes.Add(new($"other ({Html.Count(known.Count - named, "class", "classes")})", others, OtherColor, 999, false));
        }
        for (var i = 0; i < named; i++)
            classes.Add(new(label(known[i].Name, known[i].Points), known[i].Points, Palette.Category(i), i + 1, true));
        return classes;
    }
}
