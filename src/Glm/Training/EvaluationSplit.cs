using Glm.Features;
using Glm.Formats;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// Windows to learn from and windows to test on. Whole genomes, scaffolds or taxa are held out, so that the neighbour of a test window,
/// which may hold the other half of an operon, is never seen in training.
/// </summary>
/// <param name="Training">Numbers of windows, ascending.</param>
/// <param name="Evaluation">Numbers of windows, ascending.</param>
/// <param name="Unit">What was held out as a whole.</param>
/// <param name="HeldOut">The ids of the held-out genomes or scaffolds, or the names of the held-out taxa; sorted. Untrusted text.</param>
internal sealed record EvaluationSplit(int[] Training, int[] Evaluation, WindowUnit Unit, IReadOnlyList<string> HeldOut)
{
    /// <summary>The split of a training run.</summary>
    /// <exception cref="GlmException">As <see cref="Create"/>.</exception>
    public static EvaluationSplit Of(IWindowPlaces places, TrainingOptions options) =>
        Create(places, options.EvaluationFraction, options.EvaluateBy, options.Seed);

    /// <summary>Splits by a seeded draw of units.</summary>
    /// <param name="places">Where the windows lie.</param>
    /// <param name="fraction">Share of the windows to hold out, 0 to below 1; at least one unit is held out if it is above 0, and the
    /// share is met as closely as whole units can.</param>
    /// <param name="unit">What to hold out as a whole; null for genomes, or scaffolds where there is one genome only.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="GlmException">There are no windows, too few units to have one on either side, or genomes without the
    /// rank.</exception>
    public static EvaluationSplit Create(IWindowPlaces places, double fraction, WindowUnit? unit, long seed)
    {
        var count = places.WindowCount;
        if (count == 0)
            throw new GlmException(
                $"There is no window to train on. Load scaffolds with enough genes, or use a smaller "
                    + $"{Setting.Of(nameof(LoadOptions.MinGenes))}."
            );
        if (fraction == 0)
            return new EvaluationSplit([.. Enumerable.Range(0, count)], [], unit ?? WindowUnit.Genome, []);

        var used = unit ?? WindowUnit.Genome;
        var units = Units(places, used);
        if (units.Names.Count < 2 && unit is null)
            (used, units) = (WindowUnit.Scaffold, Units(places, WindowUnit.Scaffold));
        if (units.Names.Count < 2)
        {
            var narrower = used == WindowUnit.Scaffold ? "" : $", a narrower {Setting.Of(nameof(TrainingOptions.EvaluateBy))}";
            throw new GlmException(
                $"All windows are of the {WindowUnits.Word(used)} {LineText.Quoted(units.Names[0])}; evaluation holds out whole "
                    + "ones and needs at least 2. "
                    + $"Use {Setting.Of(nameof(TrainingOptions.EvaluationFraction), 0)}{narrower}, or load more."
            );
        }
        var windowsOf = new int[units.Names.Count];
        for (var window = 0; window < count; window++)
            windowsOf[units[places.ScaffoldOf(window)]]++;
        var isHeldOut = Draw(windowsOf, fraction * count, seed);
        var sides = Enumerable.Range(0, count).ToLookup(window => isHeldOut[units[places.ScaffoldOf(window)]]);
        return new EvaluationSplit(
            [.. sides[false]],
            [.. sides[true]],
            used,
            [.. units.Names.Where((_, number) => isHeldOut[number]).Order(StringComparer.Ordinal)]
        );
    }

    /// <summary>Takes units in a random order, each if that brings the number of held-out windows nearer to what is wanted.</summary>
    private static bool[] Draw(int[] windowsOf, double wanted, long seed)
    {
        int[] drawn = [.. Enumerable.Range(0, windowsOf.Length)];
        new SeededRandom(seed, stream: -1).Shuffle(drawn.AsSpan());
        var isHeldOut = new bool[windowsOf.Length];
        var (held, taken) = (0, 0);
        foreach (var number in drawn)
            if (taken < drawn.Length - 1 && Math.Abs(held + windowsOf[number] - wanted) < Math.Abs(held - wanted))
            {
                isHeldOut[number] = true;
                held += windowsOf[number];
                taken++;
            }
        if (taken == 0)
            isHeldOut[drawn.MinBy(number => windowsOf[number])] = true; // every unit is larger than twice what is wanted
        return isHeldOut;
    }

    private static WindowUnits Units(IWindowPlaces places, WindowUnit unit) =>
        WindowUnits.Of(
            places,
            Enumerable.Range(0, places.WindowCount),
            unit,
            "so a relative of what is held out might be trained on",
            Setting.Of(nameof(TrainingOptions.EvaluateBy), "genome")
        );
}
