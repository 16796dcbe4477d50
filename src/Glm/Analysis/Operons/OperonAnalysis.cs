using Glm.Analysis.Families;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>
/// Predicts which neighbouring genes are in one operon, from strand and distance, from what other genomes have, and from a gLM, and says
/// what each of these is worth. A model is always shown beside what is known without it.
/// </summary>
public static class OperonAnalysis
{
    /// <summary>Strand and distance by logistic regression: what a model has to add to.</summary>
    public const string DistanceBaseline = $"{PairFeatures.Strand} + {PairFeatures.Distance}";

    /// <summary>Distance alone, learned without labels.</summary>
    public const string Unlabelled = "distance, without labels";

    /// <summary>The same with conserved neighbours.</summary>
    public const string UnlabelledConserved = "distance + conserved neighbours, without labels";

    /// <summary>What each gene tells a gLM of its neighbour, where it was read.</summary>
    public const string Influence = "influence of gLM";

    /// <summary>Genes of a window, for folds by window.</summary>
    private const int WindowGenes = WindowCutter.DefaultMaxGenes;

    /// <summary>Fewest independent groups that say anything about an interval.</summary>
    private const int FewestGroups = 20;

    /// <summary>Scores every pair of neighbours of a set, and where operons are known, how well the scores tell.</summary>
    /// <param name="set">The genes.</param>
    /// <param name="pairs">Its neighbours (<see cref="GenePairs.Of"/>).</param>
    /// <param name="truth">What is known of operons; null to learn from the genome alone.</param>
    /// <param name="conservation">What other genomes say of the pairs; null to do without.</param>
    /// <param name="reading">What a gLM makes of them; null to do without.</param>
    /// <param name="predictor">A predictor to apply instead of learning one; null to learn.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="engine">What finds homologs, for folds by cluster of genes that carry no family; null for the best there is.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Polled between fits and resamples.</param>
    /// <exception cref="GlmException">There is no pair; an option is out of range; all labels are equal; there are fewer groups than
    /// folds; a predictor reads other numbers than there are.</exception>
    public static OperonResult Run(
        ScaffoldSet set,
        IReadOnlyList<GenePair> pairs,
        OperonTruth? truth = null,
        PairConservation? conservation = null,
        PairReading? reading = null,
        OperonPredictor? predictor = null,
        OperonOptions? options = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new OperonOptions();
        options.Validate();
        if (pairs.Count == 0)
            throw new GlmException(
                $"{LineText.Shown(set.Source)}: no scaffold has two genes; operons are of neighbours. Load longer scaffolds."
            );
        bool?[] labels = [.. pairs.Select(pair => truth?.Label(pair.First, pair.Second))];
        var known = Enumerable.Range(0, pairs.Count).Where(i => labels[i] is not null).ToArray();
        if (truth is not null)
            CheckLabels(truth, labels, known);

        var evidence = new OperonEvidence(pairs, conservation, reading);
        var scores = new List<OperonScore>();
        List<string> notes = [.. evidence.Missing(), .. set.Ledger.NotKept];
        if (truth?.LabelledPairs is { } stated && stated > known.Length)
            notes.Add(
                $"{stated - known.Length} of {stated} labelled pairs are not of neighbours here, on two scaffolds or with another gene "
                    + "between them: they count for nothing."
            );
        Folds? folds = null;
        OperonTest? test = null;
        var unit = FoldGrouping.Operon;
        var unlabelled = evidence.WithoutLabels(options.Seed);
        if (known.Length > 0)
        {
            var operonic = Array.ConvertAll(known, i => labels[i]!.Value);
            var all = Units(pairs, truth!);
            var units = Array.ConvertAll(known, i => all[i]);
            int[]? clusters = null;
            if (options.Folds == FoldGrouping.Cluster)
            {
                var found = HomologClusters.Find(set, engine, progress, cancellation);
                clusters = ClustersOf(pairs, known, units, found.Of);
                notes.Add(
                    $"Folds by cluster keep operons together, and pairs of the same two clusters: {found.By}. They are "
                        + $"{clusters.Distinct().Count()} groups."
                );
            }
            folds = FoldsOf(pairs, known, operonic, units, clusters, options);
            var random = Folds.Random(Array.ConvertAll(operonic, label => label ? 1 : 0), options.FoldCount, options.Seed, units);
            (unit, var groups) = IntervalUnits(pairs, known, units, clusters, options.Folds);
            test = new OperonTest(pairs, known, operonic, folds, random, groups, options);
            scores.AddRange(test.Run(evidence, unlabelled, progress, cancellation));
        }
        else
        {
            scores.AddRange(unlabelled);
            scores.AddRange(
                evidence
                    .ZeroShot()
                    .SelectMany(vectors => vectors.WithDistance is { } score ? [.. vectors.Measures, score] : vectors.Measures)
            );
            if (evidence.Influence() is { } influence)
                scores.Add(influence);
        }

        OperonPredictor? fitted = null;
        OperonScore chosen;
        if (predictor is not null)
        {
            chosen = new OperonScore(
                $"given predictor: {predictor.Name}",
                OperonScoreKind.Model,
                predictor.Predict(evidence.For(predictor))
            )
            {
                IsProbability = true,
            };
            chosen = test?.Assess(chosen, cancellation) ?? chosen;
            scores.Add(chosen);
        }
        else if (test is not null)
        {
            chosen = test.Best(scores);
            fitted = test.Fit(evidence, chosen.Name, cancellation);
        }
        else
            chosen = scores.Where(score => score.IsProbability).LastOrDefault()
                ?? throw new GlmException(
                    $"{LineText.Shown(set.Source)}: without known operons, the distances between genes must be known to predict any, and "
                        + (evidence.Distance is null ? "no gene has coordinates" : "there are too few genes to learn from")
                        + $". Name known operons with {Setting.Of("Truth", "FILE")}, or load files with coordinates."
                );

        var foldOf = new int[pairs.Count];
        Array.Fill(foldOf, -1);
        for (var i = 0; i < known.Length; i++)
            foldOf[known[i]] = folds!.FoldOf[i];
        var result = new OperonResult(
            set.Source,
            pairs,
            labels,
            foldOf,
            scores,
            chosen.Name,
            chosen.Values,
            OperonsOf(pairs, chosen.Values, options.Threshold)
        )
        {
            Truth = truth,
            Folds = folds,
            IntervalUnit = unit,
            Options = options,
            Calibration = test is null || !chosen.IsProbability ? null : test.Calibration(chosen),
            Heads = reading?.Correlations ?? [],
            Fitted = fitted,
            Notes = notes,
        };
        return result with { Conclusion = OperonConclusion.Of(result) };
    }

    private static void CheckLabels(OperonTruth truth, bool?[] labels, int[] known)
    {
        if (known.Length == 0)
            throw new GlmException(
                $"{LineText.Shown(truth.Source)}: none of its rows says anything of two neighbouring genes: {truth.UnmatchedRows} of "
                    + $"{truth.Rows} rows name nothing that is loaded. Use operons of these genomes."
            );
        var operonic = known.Count(i => labels[i] == true);
        if (operonic == 0 || operonic == known.Length)
            throw new GlmException(
                $"{LineText.Shown(truth.Source)}: all {known.Length} labelled pairs of neighbours are "
                    + $"{(operonic == 0 ? "of different operons" : "of one operon")}; telling them apart needs both "
                    + $"kinds. Use a table that "
                    + $"also names {(operonic == 0 ? "genes of one operon" : "genes outside operons")}."
            );
    }

    private static Folds FoldsOf(
        IReadOnlyList<GenePair> pairs,
        int[] known,
        bool[] operonic,
        int[] units,
        int[]? clusters,
        OperonOptions options
    )
    {
        var classes = Array.ConvertAll(operonic, label => label ? 1 : 0);
        if (options.Folds == FoldGrouping.Random)
            return Folds.Random(classes, options.FoldCount, options.Seed, units);
        var positions = new int[pairs.Count];
        for (var i = 1; i < pairs.Count; i++)
            positions[i] = ReferenceEquals(pairs[i].Scaffold, pairs[i - 1].Scaffold) ? positions[i - 1] + 1 : 0;
        var groups = options.Folds switch
        {
            FoldGrouping.Operon => units,
            FoldGrouping.Cluster => clusters!,
            FoldGrouping.Window => Numbers(known, i => (pairs[i].Scaffold.Id, positions[i] / WindowGenes)),
            FoldGrouping.Scaffold => Numbers(known, i => pairs[i].Scaffold.Id),
            _ => Numbers(known, i => pairs[i].Scaffold.GenomeId),
        };
        return Folds.ByGroup(options.Folds, groups, classes, options.FoldCount, options.Seed, units);
    }

    /// <summary>
    /// [known], the group of each labelled pair: pairs of one operon, and pairs whose genes are of the same two clusters, in either order,
    /// are in one. A gene without a protein is a cluster of its own.
    /// </summary>
    private static int[] ClustersOf(IReadOnlyList<GenePair> pairs, int[] known, int[] units, int[] clusterOf)
    {
        var groups = new UnionFind(known.Length);
        var firstOfUnit = new Dictionary<int, int>();
        var firstOfPair = new Dictionary<(int, int), int>();
        for (var i = 0; i < known.Length; i++)
        {
            var pair = pairs[known[i]];
            if (!firstOfUnit.TryAdd(units[i], i))
                groups.Join(firstOfUnit[units[i]], i);
            if (!pair.HasProteins)
                continue;
            var (a, b) = (clusterOf[pair.FirstNumber], clusterOf[pair.SecondNumber]);
            var key = (Math.Min(a, b), Math.Max(a, b));
            if (!firstOfPair.TryAdd(key, i))
                groups.Join(firstOfPair[key], i);
        }
        return [.. Enumerable.Range(0, known.Length).Select(groups.RootOf)];
    }

    /// <summary>
    /// The operon of each pair: pairs that follow each other and are operonic have one number, together with the pair behind them, which
    /// shares a gene with them.
    /// </summary>
    internal static int[] Units(IReadOnlyList<GenePair> pairs, OperonTruth truth)
    {
        var units = new int[pairs.Count];
        for (var i = 1; i < pairs.Count; i++)
        {
            var joins =
                ReferenceEquals(pairs[i - 1].Second, pairs[i].First) && truth.Label(pairs[i - 1].First, pairs[i - 1].Second) == true;
            units[i] = units[i - 1] + (joins ? 0 : 1);
        }
        return units;
    }

    /// <summary>What is drawn anew for intervals: scaffolds, genomes or clusters where folds are of these and there are enough, else
    /// operons.</summary>
    private static (FoldGrouping Unit, int[] Groups) IntervalUnits(
        IReadOnlyList<GenePair> pairs,
        int[] known,
        int[] units,
        int[]? clusters,
        FoldGrouping folds
    )
    {
        var groups = folds switch
        {
            FoldGrouping.Scaffold => Numbers(known, i => pairs[i].Scaffold.Id),
            FoldGrouping.Genome => Numbers(known, i => pairs[i].Scaffold.GenomeId),
            FoldGrouping.Cluster => clusters!,
            _ => units,
        };
        return groups != units && groups.Distinct().Count() >= FewestGroups ? (folds, groups) : (FoldGrouping.Operon, units);
    }

    private static int[] Numbers<T>(int[] known, Func<int, T> key)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        return Array.ConvertAll(known, i => numbers.TryGetValue(key(i), out var number) ? number : numbers[key(i)] = numbers.Count);
    }

    private static List<PredictedOperon> OperonsOf(IReadOnlyList<GenePair> pairs, double[] probabilities, double threshold)
    {
        var operons = new List<PredictedOperon>();
        var (genes, inside) = (new List<Gene>(), new List<double>());
        for (var i = 0; i < pairs.Count; i++)
        {
            if (i == 0 || !ReferenceEquals(pairs[i - 1].Scaffold, pairs[i].Scaffold))
                Begin(pairs[i].First);
            if (pairs[i].IsSameStrand && probabilities[i] >= threshold)
            {
                genes.Add(pairs[i].Second);
                inside.Add(probabilities[i]);
            }
            else
                End(i, pairs[i].Second);
            if (i + 1 == pairs.Count || !ReferenceEquals(pairs[i].Scaffold, pairs[i + 1].Scaffold))
                End(i, next: null);
        }
        return operons;

        void Begin(Gene gene)
        {
            genes = [gene];
            inside = [];
        }

        void End(int pair, Gene? next)
        {
            if (genes.Count > 0)
                operons.Add(new PredictedOperon(pairs[pair].Scaffold, genes, genes[0].Strand, inside));
            (genes, inside) = (next is null ? [] : [next], []);
        }
    }
}
