namespace Glm.Runtime;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    private const int LongestCompared = 64;

    /// <summary>
    /// The nearest of the names by edit distance, or null if none is near: at most one edit per three characters, but always one.
    /// </summary>
    /// <param name="typed">What was typed; may be anything.</param>
    /// <param name="names">The names that exist, in lower case.</param>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        if (typed.Length is 0 or > LongestCompared)
            return null;
        var best = names
            .Select(name => (Name: name, Distance: Distance(typed.ToLowerInvariant(), name)))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        if (best.Name is { } name && best.Distance <= Math.Max(1, typed.TrimStart('-').Length / 3))
            return name;
        var started = names
            .Where(candidate => typed.TrimStart('-').Length >= 2 && candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Take(2)
            .ToArray();
        return started.Length == 1 ? started[0] : null;
    }

    /// <summary>Fewest insertions, deletions, replacements and swaps of neighbours that turn one string into the other.</summary>
    internal static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
