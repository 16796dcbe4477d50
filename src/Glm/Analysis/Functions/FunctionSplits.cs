using Glm.Analysis.Probes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Functions;

/// <summary>Which genes are learned from and which are tested, fit by fit. Immutable.</summary>
/// <param name="Folds">Of genomes or stretches.</param>
/// <param name="Families">What was done about homologs elsewhere.</param>
/// <param name="Fits">Numbers of tested items; each item is tested once.</param>
internal sealed record FunctionSplits(Folds Folds, FamilyHoldOut Families, IReadOnlyList<(int[] Train, int[] Test)> Fits)
{
    /// <summary>The least share of the genes elsewhere that leaving out homologs may leave.</summary>
    private const double LeastKept = 0.5;

    private const int Halves = 2;

    /// <summary>Deals items.</summary>
    /// <param name="task">Items and classes.</param>
    /// <param name="groups">[all genes]: genome or stretch.</param>
    /// <param name="grouping">Which of them.</param>
    /// <param name="families">[all genes]; null where homologs may be learned from.</param>
    /// <param name="options">Number of folds and seed.</param>
    /// <exception cref="GlmException">There are too few groups or families.</exception>
    public static FunctionSplits Of(ProbeTask task, int[] groups, FoldGrouping grouping, int[]? families, FunctionOptions options)
    {
        var units = Array.ConvertAll(task.Items, gene => groups[gene]);
        var folds = task.Deal(groups, grouping, units, options.FoldCount, options.Seed);
        var plain = Enumerable.Range(0, folds.Count).Select(fold => (Train: folds.Train(fold), Test: folds.Test(fold))).ToArray();
        if (families is null)
            return new FunctionSplits(folds, FamilyHoldOut.None, plain);
        var own = Array.ConvertAll(task.Items, gene => families[gene]);
        var apart = Array.ConvertAll(plain, fit =>
        {
            var tested = fit.Test.Select(item => own[item]).ToHashSet();
            return (Train: Array.FindAll(fit.Train, item => !tested.Contains(own[item])), fit.Test);
        });
        if (apart.Zip(plain).All(pair => pair.First.Train.Length >= LeastKept * pair.Second.Train.Length))
            return new FunctionSplits(folds, FamilyHoldOut.LeftOut, apart);
        var halves = task.Deal(families, FoldGrouping.Cluster, own, Halves, options.Seed);
        return new FunctionSplits(
            folds,
            FamilyHoldOut.Halved,
            [
                .. from fit in plain
                from half in Enumerable.Range(0, Halves)
                let tested = Array.FindAll(fit.Test, item => halves.FoldOf[item] == half)
                where tested.Length > 0
                select (Array.FindAll(fit.Train, item => halves.FoldOf[item] != half), tested),
            ]
        );
    }
}
