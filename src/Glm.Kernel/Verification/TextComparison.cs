using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>
/// Compares texts that a notebook shows: word by word, numbers as numbers. Durations, speeds and amounts of memory do not count, nor do
/// the ids that displays draw by chance.
/// </summary>
internal static partial class TextComparison
{
    private const int Excerpt = 80;

    /// <param name="name">Of the output, for messages.</param>
    /// <param name="recorded">As it was.</param>
    /// <param name="now">As it is.</param>
    /// <param name="tolerance">
    /// The largest relative difference of numbers that counts as equal, or else one unit in the last place that is shown; 0 for none at
    /// all.
    /// </param>
    public static Finding Compare(string name, string recorded, string now, double tolerance)
    {
        var (before, after) = (Unmeasured(recorded), Unmeasured(now));
        if (before == after)
            return new Finding(name, Verdict.Identical);
        var (one, other) = (Number().Matches(before), Number().Matches(after));
        var words = Number().Replace(before, "#") == Number().Replace(after, "#");
        if (!words || one.Count != other.Count)
            return new Finding(name, Verdict.Different, FirstDifference(before, after), double.PositiveInfinity);
        var worst = new Finding(name, Verdict.EqualWithinTolerance);
        foreach (var (was, isNow) in one.Zip(other).Where(pair => pair.First.Value != pair.Second.Value))
        {
            var (difference, isSmall) = Difference(was.Value, isNow.Value, tolerance);
            var detail = $"recorded {was.Value}, now {isNow.Value}, in {LineText.Quoted(Around(before, was.Index))}";
            if (!isSmall)
                return new Finding(name, Verdict.Different, detail, difference);
            if (difference > worst.Difference)
                worst = new Finding(name, Verdict.EqualWithinTolerance, detail, difference);
        }
        return worst;
    }

    private static (double Difference, bool IsSmall) Difference(string was, string now, double tolerance)
    {
        if (!Parse(was, out var before) || !Parse(now, out var after))
            return (double.PositiveInfinity, false);
        var gap = Math.Abs(before - after);
        var relative = gap / Math.Max(Math.Abs(before), Math.Abs(after));
        // A figure that is shown with few digits may be rounded to either side.
        var unit = Math.Pow(
            10,
            -(was.Contains('.', StringComparison.Ordinal) ? was.Length - was.IndexOf('.', StringComparison.Ordinal) - 1 : 0)
        );
        var isRounded =
            was.Contains('.', StringComparison.Ordinal) && !was.Contains('e', StringComparison.OrdinalIgnoreCase) && gap < 1.5 * unit;
        return (relative, tolerance > 0 && (relative <= tolerance || isRounded));
    }

    private static bool Parse(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out number);

    private static string Unmeasured(string text) => Id().Replace(Measure().Replace(text.ReplaceLineEndings("\n"), "… $1"), "id");

    private static string FirstDifference(string before, string after)
    {
        var (one, other) = (before.Split('\n'), after.Split('\n'));
        var at = 0;
        while (at < one.Length && at < other.Length && one[at] == other[at])
            at++;
        return $"line {at + 1}: recorded {Line(one, at)}, now {Line(other, at)}";
    }

    private static string Line(string[] lines, int at) =>
        at < lines.Length
            ? LineText.Quoted(lines[at].Trim() is var line && line.Length > Excerpt ? line[..Excerpt] : line)
            : "nothing more";

    private static string Around(string text, int at)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        var end = text.IndexOf('\n', at);
        var line = text[start..(end < 0 ? text.Length : end)].Trim();
        return line.Length > Excerpt ? line[..Excerpt] : line;
    }

    [GeneratedRegex(@"(?<![\w.])[-+]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();

    /// <summary>A number and a unit of what a run costs.</summary>
    [GeneratedRegex(@"\d[\d.,:]*\s?(ms|s|min|h|[a-z]+/s|MiB|GiB|MB|GB|TFLOP/s|GFLOP/s)(?!\w)")]
    private static partial Regex Measure();

    [GeneratedRegex(@"glm-[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
