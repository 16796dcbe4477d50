using System.Diagnostics;
using System.Globalization;
using Glm.Analysis.Baselines;
using Glm.Analysis.Neighbourhood;
using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Formats;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Benchmarks;

/// <summary>
/// What homology alone says of a genome: the vote and the other baselines on its masked genes, and conserved neighbours on its operons.
/// </summary>
internal static class NeighbourhoodTables
{
    /// <param name="references">Genomes to learn from: a file, a folder or a pattern.</param>
    /// <param name="genome">The genome to predict.</param>
    /// <param name="operons">Known operons of the genome, in any form that <see cref="OperonAnnotationReader"/> reads; - for none.</param>
    /// <param name="settings">
    /// Words name=value: without, reference genomes to leave out; hits, two tables of
    /// hits found before, among the references and of the genome in them; features of the ridge and sharpness of the vote, which may be
    /// lists; train, steps of a gLM beside them, and how it is trained: see <see cref="GenomesTraining"/>.
    /// </param>
    public static void Run(string references, string genome, string operons, string[] settings)
    {
        var clock = Stopwatch.StartNew();
        var words = settings.Select(setting => setting.Split('=', 2)).ToDictionary(word => word[0], word => word[^1]);
        string Setting(string name, string otherwise) => words.GetValueOrDefault(name, otherwise);
        var without = Setting("without", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var hits = Setting("hits", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (hits.Length is not (0 or 2))
            throw new ArgumentException("hits= takes two tables.", nameof(settings));

        var known = Without(ScaffoldFiles.Load(references), without);
        var query = ScaffoldFiles.Load(genome);
        var (proteins, asked) = (GeneOrder.DistinctProteins(known), GeneOrder.DistinctProteins(query));
        Lap($"{known.Genomes.Count} genomes, {proteins.Count} proteins, loaded; {asked.Count} proteins in question");
        var among = HomologyGraph.Within("hits", Lengths(proteins), Hits(hits, 0, proteins, proteins));
        var graph = HomologyGraph.Between("hits", Lengths(asked), Lengths(proteins), Hits(hits, 1, asked, proteins));
        Lap($"{among.EdgeCount} edges among them; {graph.CountLinked()} of {asked.Count} proteins in question have a homolog");
        var comparison = GenomeComparison.Between(GeneOrder.Of(query), GeneOrder.Of(known), graph, among);

        var truth = operons == "-" ? null : OperonTruth.Of(query, OperonAnnotationReader.Read(operons));
        IReadOnlyList<GenePair> pairs = [];
        PairConservation? conservation = null;
        if (truth is not null)
        {
            var conserved = NeighbourConservation.Find(comparison);
            Lap($"{conserved.CountConserved()} of {conserved.Count} pairs conserved");
            var everywhere = NeighbourConservation.Find(GenomeComparison.Within(GeneOrder.Of(known), among));
            Lap($"{everywhere.CountConserved()} of {everywhere.Count} pairs of the references conserved among themselves");
            pairs = GenePairs.Of(query, truth);
            conservation = PairConservation.Of(pairs, conserved);
        }

        var (training, heldOut, vectors) = Data(known, query, proteins, asked, among, graph);
        Lap("family codes");
        (string Name, IBaseline Predictor)[] predictors =
        [
            .. BaselineComparer.WindowBaselines().SkipLast(1).Select(baseline => (baseline.Name, baseline)),
            .. Setting("sharpness", "4")
                .Split(',')
                .Select(text => new NeighbourhoodVoteOptions { Sharpness = double.Parse(text, CultureInfo.InvariantCulture) })
                .Select(vote =>
                    ($"neighbourhood vote, sharpness {vote.Sharpness}", (IBaseline)new NeighbourhoodVoteBaseline(comparison, vote))
                ),
            .. Setting("features", "2000")
                .Split(',')
                .Select(text => new RandomFeatureRidgeOptions { Features = int.Parse(text, CultureInfo.InvariantCulture) })
                .Select(ridge => ($"ridge on {ridge.Features} random features", (IBaseline)new RandomFeatureRidgeBaseline(ridge))),
        ];
        using var model = int.Parse(Setting("train", "0"), CultureInfo.InvariantCulture) is > 0 and var steps
            ? new GenomesTraining(words).Train(training, steps)
            : null;
        if (model is not null)
        {
            predictors = [.. predictors, ($"gLM, {words["train"]} steps", new GlmPredictor(model))];
            Lap("gLM");
        }
        if (truth is not null)
        {
            var reading = model is null ? null : PairReader.Read(model, query, vectors, heldOut.Transform, pairs, truth);
            Print(OperonAnalysis.Run(query, pairs, truth, conservation, reading));
            Lap("operons");
        }
        var result = BaselineComparer.Compare(
            [.. predictors.Select(named => named.Predictor)],
            WindowSelection.All(training),
            WindowSelection.All(heldOut)
        );
        Console.WriteLine(
            $"\n| {result.MaskedGenes} masked genes, {result.Groups} | accuracy | pseudo | MRR | R10 |\n|---|---|---|---|---|"
        );
        foreach (var (named, score) in predictors.Zip(result.Scores))
            Console.WriteLine(
                $"| {named.Name} | {Percent(score.Accuracy)} | {Percent(score.PseudoAccuracy)} | {Percent(score.ReciprocalRank)} | "
                    + $"{Percent(score.RecallAt10)} |"
            );
        Lap("baselines");

        void Lap(string what)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds, 8:0.0} s  {what}"));
            clock.Restart();
        }
    }

    private static ScaffoldSet Without(ScaffoldSet set, string[] names)
    {
        bool Stays(string genome) => !names.Any(name => genome.Contains(name, StringComparison.OrdinalIgnoreCase));
        return new ScaffoldSet(
            set.Source,
            [.. set.Genomes.Where(genome => Stays(genome.Id))],
            set.Proteins,
            [.. set.Windows.Where(window => Stays(window.Scaffold.GenomeId))],
            set.Dropped
        );
    }

    private static int[] Lengths(IReadOnlyList<Protein> proteins) => [.. proteins.Select(protein => protein.Sequence.Length)];

    private static IEnumerable<HomologyHit[]> Hits(
        string[] tables,
        int table,
        IReadOnlyList<Protein> queries,
        IReadOnlyList<Protein> targets
    )
    {
        if (tables.Length > 0)
            return HitTable.Read(tables[table], queries, targets);
        var diamond = DiamondSearch.Find() ?? throw new InvalidOperationException($"No DIAMOND on PATH: {DiamondSearch.Installation}");
        return [.. HomologySearch.Run(new ProteinList(queries), new ProteinList(targets), diamond)];
    }

    private static void Print(OperonResult result)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\n| {result.LabelledPairs} pairs, base {result.BaseRate:0.000}, on one strand "
                    + $"{result.SameStrandBaseRate:0.000} | AP | on one strand | gain | random folds |\n|---|---|---|---|---|"
            )
        );
        foreach (var score in result.Scores)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {score.Name} | {score.AveragePrecision} | {score.SameStrand} | {score.Gain} | {score.RandomFolds:0.000} |"
                )
            );
        Console.WriteLine(result.Conclusion);
        foreach (var head in result.Heads.OrderByDescending(head => Math.Abs(head.Correlations[PairReading.Neighbours])).Take(3))
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"layer {head.Layer} head {head.Head}: r {head.Correlations[PairReading.Neighbours]:0.000} over neighbours, "
                        + $"{head.Correlations[PairReading.WithinWindows]:0.000} in windows"
                )
            );
        if (result.Calibration is { } calibration)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Predictor}: Brier {calibration.BrierScore:0.000}, calibration error "
                        + $"{calibration.ExpectedCalibrationError:0.000}"
                )
            );
    }

    /// <summary>Windows with family codes of the references as features and labels.</summary>
    private static (GeneDataset Training, GeneDataset HeldOut, ProteinVectors OfHeldOut) Data(
        ScaffoldSet known,
        ScaffoldSet query,
        IReadOnlyList<Protein> proteins,
        IReadOnlyList<Protein> asked,
        HomologyGraph among,
        HomologyGraph graph
    )
    {
        var options = new FamilyOptions { Rounds = 3 }; // as in the prototype whose table this repeats
        UInt128[] hashes = [.. proteins.Select(protein => SequenceHash.Of(protein.Sequence))];
        var codes = FamilyCodes.Compute(among, hashes, options, progress: null, CancellationToken.None);
        var ofQuery = new float[asked.Count * options.Width];
        for (var i = 0; i < asked.Count; i++)
        {
            var code = ofQuery.AsSpan(i * options.Width, options.Width);
            if (FamilyCodes.Mean(graph.TargetsOf(i), graph.BitScoresOf(i), graph.CoveragesOf(i), 0, codes, options, code))
                FamilyCodes.Normalize(code);
            else
                FamilyCodes.Random(SequenceHash.Of(asked[i].Sequence), code);
        }
        var vectors = Vectors(known, proteins, codes);
        var transform = FeatureTransform.Fit(vectors, options.Width);
        var queryVectors = Vectors(query, asked, ofQuery);
        return (GeneDataset.Create(known, vectors, transform), GeneDataset.Create(query, queryVectors, transform), queryVectors);
    }

    private static ProteinVectors Vectors(ScaffoldSet set, IReadOnlyList<Protein> distinct, float[] codes)
    {
        var width = codes.Length / distinct.Count;
        var row = distinct.Select((protein, i) => (protein.Sequence, i)).ToDictionary(pair => pair.Sequence, pair => pair.i);
        string[] ids = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.ProteinId).Distinct()];
        var values = new Half[ids.Length * width];
        for (var i = 0; i < ids.Length; i++)
        for (var k = 0; k < width; k++)
            values[(i * width) + k] = (Half)codes[(row[set.Proteins[ids[i]].Sequence] * width) + k];
        return new ProteinVectors("families", ids, width, values);
    }

    private static string Percent(Estimate estimate) =>
        FormattableString.Invariant($"{100 * estimate.Value:0.0} [{100 * estimate.Low:0.0}, {100 * estimate.High:0.0}]");
}
