using System.Globalization;
using Glm.Features;
using Glm.Formats;
using Glm.Genomes;
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
internal sealed record EvaluationSplit(int[] Training, int[] Evaluation, EvaluationUnit Unit, IReadOnlyList<string> HeldOut)
{
    private const int NamesShown = 3;

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
    public static EvaluationSplit Create(IWindowPlaces places, double fraction, EvaluationUnit? unit, long seed)
    {
        var count = places.WindowCount;
        if (count == 0)
            throw new GlmException(
                $"There is no window to train on. Load scaffolds with enough genes, or use a smaller "
                    + $"{Setting.Of(nameof(LoadOptions.MinGenes))}."
            );
        if (fraction == 0)
            return new EvaluationSplit([.. Enumerable.Range(0, count)], [], unit ?? EvaluationUnit.Genome, []);

        // Numbers, not groups of objects: there may be millions of scaffolds.
        var scaffolds = Scaffolds(places);
        var used = unit ?? EvaluationUnit.Genome;
        var (unitOf, names) = Units(places, scaffolds, used);
        if (names.Count < 2 && unit is null)
            (used, (unitOf, names)) = (EvaluationUnit.Scaffold, Units(places, scaffolds, EvaluationUnit.Scaffold));
        if (names.Count < 2)
        {
            var narrower = used == EvaluationUnit.Scaffold ? "" : $", a narrower {Setting.Of(nameof(TrainingOptions.EvaluateBy))}";
            throw new GlmException(
                $"All windows are of the {Word(used)} {LineText.Quoted(names[0])}; evaluation holds out whole ones and needs at least 2. "
                    + $"Use {Setting.Of(nameof(TrainingOptions.EvaluationFraction), 0)}{narrower}, or load more."
            );
        }
        var windowsOf = new int[names.Count];
        for (var window = 0; window < count; window++)
            windowsOf[unitOf[places.ScaffoldOf(window)]]++;
        var isHeldOut = Draw(windowsOf, fraction * count, seed);
        var sides = Enumerable.Range(0, count).ToLookup(window => isHeldOut[unitOf[places.ScaffoldOf(window)]]);
        return new EvaluationSplit(
            [.. sides[false]],
            [.. sides[true]],
            used,
            [.. names.Where((_, number) => isHeldOut[number]).Order(StringComparer.Ordinal)]
        );
    }

    /// <summary>The word for a unit in a sentence.</summary>
    public static string Word(EvaluationUnit unit) => unit.ToString().ToLowerInvariant();

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

    private static IReadOnlyList<int> Scaffolds(IWindowPlaces places)
    {
        var known = new HashSet<int>();
        var scaffolds = new List<int>();
        for (var window = 0; window < places.WindowCount; window++)
            if (known.Add(places.ScaffoldOf(window)))
                scaffolds.Add(places.ScaffoldOf(window));
        return scaffolds;
    }

    private static (Dictionary<int, int> UnitOf, List<string> Names) Units(
        IWindowPlaces places,
        IReadOnlyList<int> scaffolds,
        EvaluationUnit unit
    )
    {
        TaxonomicRank? rank = unit is EvaluationUnit.Scaffold or EvaluationUnit.Genome ? null : Enum.Parse<TaxonomicRank>($"{unit}");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (unitOf, names) = (new Dictionary<int, int>(scaffolds.Count), new List<string>());
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scaffold in scaffolds)
        {
            if (unit == EvaluationUnit.Scaffold) // each for itself: scaffolds of two genomes may have the same id
            {
                unitOf.Add(scaffold, names.Count);
                names.Add(places.ScaffoldId(scaffold));
                continue;
            }
            var name = rank is { } of ? places.LineageOf(scaffold)?[of] : places.GenomeIdOf(scaffold);
            if (string.IsNullOrEmpty(name))
            {
                unknown.Add(places.GenomeIdOf(scaffold));
                continue;
            }
            if (!numbers.TryGetValue(name, out var number))
            {
                numbers.Add(name, number = names.Count);
                names.Add(name);
            }
            unitOf.Add(scaffold, number);
        }
        if (unknown.Count > 0)
        {
            var shown = unknown.Take(NamesShown).Select(id => LineText.Shown(id));
            throw new GlmException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{places.Source}: the {Word(unit)} of {unknown.Count:N0} genomes is unknown "
                        + $"({string.Join(", ", shown)}{(unknown.Count > NamesShown ? ", …" : "")}), "
                        + $"so a relative of what is held out might be trained on. Load them with a taxonomy, or use "
                        + $"{Setting.Of(nameof(TrainingOptions.EvaluateBy), "genome")}."
                )
            );
        }
        return (unitOf, names);
    }
}
