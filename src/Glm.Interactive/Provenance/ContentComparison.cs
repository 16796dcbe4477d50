using System.Globalization;
using Glm.Runtime;

namespace Glm.Interactive.Provenance;

/// <summary>Compares what a result held when it was recorded with what it holds now.</summary>
public static class ContentComparison
{
    /// <summary>
    /// Compares two contents. The difference of a part is that of its numbers relative to the larger of the two norms, at worst over its
    /// stretches (<see cref="ContentPart.Sums"/>), where it is an estimate; numbers that are kept one by one are each compared with the
    /// larger of the two, or with a hundredth of the part's largest number where that is more.
    /// </summary>
    /// <param name="name">Of the result, for messages.</param>
    /// <param name="recorded">As it was.</param>
    /// <param name="now">As it is.</param>
    /// <param name="tolerance">The largest relative difference that counts as equal; 0 for none.</param>
    public static Finding Compare(string name, ResultContent recorded, ResultContent now, double tolerance)
    {
        if (recorded.Sha256 == now.Sha256)
            return new Finding(name, Verdict.Identical);
        if (recorded.Parts.Count == 0 || !recorded.Parts.Select(part => part.Name).SequenceEqual(now.Parts.Select(part => part.Name)))
            return new Finding(name, Verdict.Different, Parts(recorded, now));
        var findings = recorded
            .Parts.Zip(now.Parts)
            .Where(pair => pair.First.Sha256 != pair.Second.Sha256)
            .Select(pair => Compare(pair.First, pair.Second, tolerance))
            .ToArray();
        if (findings.Length == 0)
            return new Finding(name, Verdict.Different, "its hash is not that of its parts: the record was changed");
        var worst = findings.FirstOrDefault(finding => finding.Verdict == Verdict.Different)
            ?? findings.MaxBy(finding => finding.Difference)!;
        return worst with { Name = name, Detail = $"{LineText.Shown(worst.Name, 60)}: {worst.Detail}" };
    }

    private static Finding Compare(ContentPart recorded, ContentPart now, double tolerance)
    {
        if (recorded.Count != now.Count)
            return Different($"recorded {recorded.Count} values, now {now.Count}");
        if (recorded.NotFinite != now.NotFinite)
            return Different($"recorded {recorded.NotFinite} values that are not finite, now {now.NotFinite}");
        if (recorded is { Numbers: { } before } && now is { Numbers: { } after } && before.Length == after.Length)
        {
            var (worst, at) = Worst(before, after);
            return Judged(
                worst,
                $"value {at + 1} of {before.Length}: recorded {Text(before[at])}, now {Text(after[at])}, relative difference "
                    + Short(worst)
            );
        }
        if (recorded is { Texts: { } texts } && now is { Texts: { } others } && texts.Length == others.Length)
        {
            var at = Enumerable.Range(0, texts.Length).FirstOrDefault(i => texts[i] != others[i]);
            return Different(
                $"value {at + 1} of {texts.Length}: recorded {LineText.Quoted(texts[at] ?? "")}, now {LineText.Quoted(others[at] ?? "")}"
            );
        }
        if (
            recorded is { Sums: { Length: ResultContent.Blocks } sums, Norms: { Length: ResultContent.Blocks } norms }
            && now is { Sums: { } sumsNow, Norms: { } normsNow }
        )
        {
            var scale = 0.01 * norms.Concat(normsNow).Max();
            var differences = Enumerable
                .Range(0, ResultContent.Blocks)
                .Select(i =>
                    Relative(
                        Math.Max(Math.Abs((double)sums[i] - sumsNow[i]), Math.Abs((double)norms[i] - normsNow[i])),
                        Math.Max(Math.Max(norms[i], normsNow[i]), scale)
                    )
                )
                .ToArray();
            var block = Array.IndexOf(differences, differences.Max());
            var (from, to) = ResultContent.Stretch(recorded.Count, block);
            return Judged(
                differences[block],
                $"values {from + 1} to {to} of {recorded.Count}: recorded sum {Text(sums[block])}, now {Text(sumsNow[block])} with the "
                    + $"same signs, relative difference {Short(differences[block])}"
            );
        }
        return Different($"recorded {recorded.Sha256[..Math.Min(12, recorded.Sha256.Length)]}…, now {now.Sha256[..12]}… (SHA-256)");

        Finding Different(string detail) => new(recorded.Name, Verdict.Different, detail, double.PositiveInfinity);

        Finding Judged(double difference, string detail) =>
            tolerance > 0 && difference <= tolerance
                ? new(recorded.Name, Verdict.EqualWithinTolerance, detail, difference)
                : new(recorded.Name, Verdict.Different, detail, difference);
    }

    /// <summary>The largest relative difference of two lists of numbers, and where it is.</summary>
    public static (double Difference, int At) Worst(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var scale = 0.0;
        foreach (var number in before)
            scale = double.IsFinite(number) ? Math.Max(scale, Math.Abs(number)) : scale;
        var (worst, at) = (-1.0, 0);
        for (var i = 0; i < before.Length; i++)
        {
            var difference =
                before[i].Equals(after[i]) ? 0
                : !double.IsFinite(before[i]) || !double.IsFinite(after[i]) ? double.PositiveInfinity
                : Relative(Math.Abs(before[i] - after[i]), Math.Max(Math.Max(Math.Abs(before[i]), Math.Abs(after[i])), 0.01 * scale));
            if (difference > worst)
                (worst, at) = (difference, i);
        }
        return (worst, at);
    }

    private static double Relative(double difference, double size) =>
        difference == 0 ? 0
        : size > 0 && double.IsFinite(difference) ? difference / size
        : double.PositiveInfinity;

    private static string Parts(ResultContent recorded, ResultContent now)
    {
        var missing = recorded.Parts.Select(part => part.Name).Except(now.Parts.Select(part => part.Name)).FirstOrDefault();
        return missing is null ? "it holds something else" : $"{LineText.Quoted(missing)} was recorded and is not there now";
    }

    public static string Text(double number) => number.ToString("G9", CultureInfo.InvariantCulture);

    internal static string Short(double number) => number.ToString("0.0e0", CultureInfo.InvariantCulture);
}
