using Glm.Features;
using Glm.Formats;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// Windows to learn from and windows to test on. Whole scaffolds are held out, so that the neighbour of a test window, which may hold the
/// other half of an operon, is never seen in training.
/// </summary>
/// <param name="Training">Indices of windows.</param>
/// <param name="Evaluation">Indices of windows.</param>
internal sealed record ScaffoldSplit(int[] Training, int[] Evaluation)
{
    /// <summary>Splits by a seeded draw of scaffolds.</summary>
    /// <param name="data">The windows.</param>
    /// <param name="fraction">Share of the windows to hold out, 0 to below 1; at least one scaffold is held out if it is above 0.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="GlmException">There are no windows, or too few scaffolds to have one on either side.</exception>
    public static ScaffoldSplit Create(IWindowData data, double fraction, long seed)
    {
        var count = data.WindowCount;
        if (count == 0)
            throw new GlmException(
                $"There is no window to train on. Load scaffolds with enough genes, or use a smaller "
                    + $"{Setting.Of(nameof(LoadOptions.MinGenes))}."
            );
        if (fraction == 0)
            return new ScaffoldSplit([.. Enumerable.Range(0, count)], []);

        // Numbers, not groups: there may be millions of scaffolds.
        var windowsOf = new Dictionary<int, int>();
        var scaffolds = new List<int>();
        for (var window = 0; window < count; window++)
        {
            var scaffold = data.ScaffoldOf(window);
            if (!windowsOf.TryGetValue(scaffold, out var known))
                scaffolds.Add(scaffold);
            windowsOf[scaffold] = known + 1;
        }
        if (scaffolds.Count < 2)
            throw new GlmException(
                $"All windows lie on scaffold '{data.ScaffoldId(scaffolds[0])}'; evaluation holds out whole scaffolds and needs "
                    + $"at least 2. Use {Setting.Of(nameof(TrainingOptions.EvaluationFraction), 0)}, or load more scaffolds."
            );
        var drawn = scaffolds.ToArray();
        new SeededRandom(seed, stream: -1).Shuffle(drawn.AsSpan());
        var wanted = Math.Max(1, (int)Math.Round(fraction * count));
        var (taken, held) = (0, 0);
        while (held < wanted && taken < drawn.Length - 1)
            held += windowsOf[drawn[taken++]];
        var heldOut = drawn.Take(taken).ToHashSet();
        var sides = Enumerable.Range(0, count).ToLookup(window => heldOut.Contains(data.ScaffoldOf(window)));
        return new ScaffoldSplit([.. sides[false]], [.. sides[true]]);
    }
}
