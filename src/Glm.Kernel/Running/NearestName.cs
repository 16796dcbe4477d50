namespace Glm.Kernel.Running;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits, or null where even that one is far off.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var best = candidates.MinBy(candidate => Edits(name, candidate));
        return best is not null && Edits(name, best) <= Math.Max(2, name.Length / 2) ? best : null;
    }

    private static int Edits(string a, string b)
    {
        if (a.Length > 100)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)), row[j]);
            }
        }
        return row[b.Length];
    }
}
