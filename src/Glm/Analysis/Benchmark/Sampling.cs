using System.Globalization;

namespace Glm.Analysis.Benchmark;

/// <summary>An even sample of many items.</summary>
internal static class Sampling
{
    /// <summary>Numbers below a count, rising, at most so many.</summary>
    public static int[] Even(int count, int most) =>
        count <= most ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * count / most))];

    /// <summary>Says that a sample was taken, where one was.</summary>
    public static IEnumerable<string> Note(int taken, int count, string nouns)
    {
        if (taken < count)
            yield return string.Create(CultureInfo.InvariantCulture, $"An even sample of {taken:N0} of {count:N0} {nouns}.");
    }
}
