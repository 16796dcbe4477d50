using Glm.Runtime;

namespace Glm.Analysis.Benchmark;

/// <summary>Says in words what a benchmark's figures allow to be said.</summary>
internal static class BenchmarkConclusion
{
    public static string Of(BenchmarkResult result)
    {
        if (result.Tasks.Count == 0)
            return "The data allow none of the tasks.";
        var asked = new List<string>();
        var (better, worse, open) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var task in result.Tasks)
        {
            // The last layer, not the best one: which is best was seen on these very items.
            if (task.Scores.LastOrDefault(score => score.Space.Kind == BenchmarkSpaceKind.Model) is not { Gain: { } gain })
                continue;
            (
                gain.Low > 0 ? better
                : gain.High < 0 ? worse
                : open
            ).Add(NameOf(task));
        }
        var count = better.Count + worse.Count + open.Count;
        if (count > 0)
        {
            asked.Add(
                $"gLM's last layer is better than the protein vectors that it reads in {better.Count} of {count} tasks, worse in "
                    + $"{worse.Count}; in {open.Count} the interval holds 0."
            );
            if (better.Count > 0)
                asked.Add($"Better: {string.Join(", ", better)}.");
            if (worse.Count > 0)
                asked.Add($"Worse: {string.Join(", ", worse)}.");
        }
        if (Chance(result, BenchmarkSpaceKind.Proteins) is { Count: > 0 } silent)
            asked.Add($"Not told from random vectors, for proteins: {string.Join(", ", silent)}.");
        foreach (var task in result.Tasks)
            if (Ahead(task) is { } plain)
                asked.Add(plain);
        return string.Join(' ', asked);
    }

    private static string NameOf(BenchmarkTask task) => LineText.Shown(task.Name, 80);

    private static List<string> Chance(BenchmarkResult result, BenchmarkSpaceKind kind) =>
        [
            .. result
                .Tasks.Where(task =>
                    task.Scores.FirstOrDefault(score => score.Space.Kind == BenchmarkSpaceKind.Random) is { Gain: { } below }
                    && task.Scores.Any(score => score.Space.Kind == kind)
                    && !(below.High < 0)
                )
                .Select(NameOf),
        ];

    /// <summary>Where what needs no vectors does better than all of them, that has to be said.</summary>
    private static string? Ahead(BenchmarkTask task)
    {
        var plain = task.Scores.Where(score => score.Space.Kind == BenchmarkSpaceKind.None).MaxBy(score => score.Value.Value);
        var best = task.Scores.Where(score => score.Space.Kind != BenchmarkSpaceKind.None).MaxBy(score => score.Value.Value);
        if (plain is null || best is null || !(plain.Value.Value > best.Value.Value))
            return null;
        var name = LineText.Shown(plain.Space.Name, 60);
        return plain.Value.Low > best.Value.High
            ? $"In {NameOf(task)}, {name}, which needs no vectors, is ahead of all of them."
            : $"In {NameOf(task)}, no vectors are ahead of {name}, which needs none.";
    }
}
