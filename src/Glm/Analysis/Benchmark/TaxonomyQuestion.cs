using Glm.Analysis.Probes;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>The taxon of a window from the mean of its genes, with whole genomes held out.</summary>
internal sealed class TaxonomyQuestion : Question
{
    private readonly ProbeTask _task;
    private readonly Folds _folds;
    private readonly int[] _units;
    private readonly int[][] _genes; // [windows]: those of its genes that have vectors
    private readonly ProbeOptions _options;
    private readonly TaxonomicRank _rank;

    /// <exception cref="GlmException">No rank has two taxa with two genomes each.</exception>
    public TaxonomyQuestion(ScaffoldSet set, ProbeGroups groups, Func<int, bool> isAsked, BenchmarkOptions options)
    {
        var lineages = set.Genomes.ToDictionary(genome => genome.Id, genome => genome.Lineage, StringComparer.Ordinal);
        var genomes = Array.ConvertAll([.. groups.FirstGenes], first => groups.Of(FoldGrouping.Genome)[first]);
        _genes = [.. set.Windows.Select((window, w) => Enumerable.Range(groups.FirstGenes[w], window.Length).Where(isAsked).ToArray())];
        _rank = options.Rank
            ?? Enum.GetValues<TaxonomicRank>().Cast<TaxonomicRank?>().FirstOrDefault(rank => IsPossible(rank!.Value))
            ?? throw new GlmException("it needs a rank at which two taxa have two genomes each");
        if (!IsPossible(_rank))
            throw new GlmException($"it needs two taxa with two genomes each at the rank of {Word(_rank)}");
        _task = ProbeTask.Of(
            Word(_rank),
            "window",
            [.. set.Windows.Select(window => Labels(window, _rank))],
            w => _genes[w].Length > 0,
            genomes,
            FoldGrouping.Genome,
            minCount: 2
        );
        _units = Array.ConvertAll(_task.Items, w => genomes[w]);
        var fewest = Enumerable
            .Range(0, _task.Classes.Length)
            .Min(k => Enumerable.Range(0, _units.Length).Where(i => _task.ClassOf[i] == k).Select(i => _units[i]).Distinct().Count());
        _folds = _task.Deal(genomes, FoldGrouping.Genome, _units, Math.Clamp(fewest, 2, options.FoldCount), options.Seed);
        _options = new ProbeOptions { Resamples = options.Resamples, Seed = options.Seed };

        bool IsPossible(TaxonomicRank rank) =>
            set.Genomes.Where(genome => genome.Lineage is { } lineage && lineage[rank].Length > 0)
                .GroupBy(genome => genome.Lineage![rank])
                .Count(taxon => taxon.Count() > 1) > 1;

        IReadOnlyList<string> Labels(GeneWindow window, TaxonomicRank rank) =>
            lineages.GetValueOrDefault(window.Scaffold.GenomeId) is { } lineage && lineage[rank].Length > 0 ? [lineage[rank]] : [];
    }

    public override string Id => "window_taxonomy";

    public override string Name => $"{Word(_rank)} of windows";

    public override string Description => "The taxon of a window from the mean of its genes' vectors, with whole genomes held out.";

    public override BenchmarkKind Kind => BenchmarkKind.Classification;

    public override string Metric => "ap";

    public override string Items => $"{Count(_task.Items.Length, "window")} of {_task.Classes.Length} taxa";

    public override string Unit => Count(_units.Distinct().Count(), "genome");

    public override IReadOnlyList<string> Notes =>
        [.. _task.Dropped.Count == 0 ? Array.Empty<string>() : [$"{_task.Dropped.Count} taxa of one genome are left out."]];

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation)
    {
        var width = space.Width;
        var means = new float[_task.Items.Length * width];
        for (var i = 0; i < _task.Items.Length; i++)
        {
            var genes = _genes[_task.Items[i]];
            foreach (var gene in genes)
            {
                var row = space.Of(gene);
                for (var k = 0; k < width; k++)
                    means[(i * width) + k] += row[k] / genes.Length;
            }
        }
        return Of(ProbePredictions.OfProbe(_task, _folds, _units, means, width, _options, () => { }, cancellation), cancellation);
    }

    public override IEnumerable<(string Name, Measured Measured)> WithoutVectors(CancellationToken cancellation) =>
        [("largest taxon", Of(ProbePredictions.OfMajority(_task, _folds), cancellation))];

    private Measured Of(ProbePredictions predictions, CancellationToken cancellation)
    {
        var samples = predictions.Sample(_task, _units, _options, cancellation);
        return new Measured(
            samples[ProbePredictions.MacroPrecision],
            new Dictionary<string, double>
            {
                ["accuracy"] = samples[ProbePredictions.Accuracy].Value,
                ["f1"] = samples[ProbePredictions.MacroF1].Value,
                ["ap"] = samples[ProbePredictions.MacroPrecision].Value,
            }
        );
    }

    private static string Word(TaxonomicRank rank) => rank.ToString().ToLowerInvariant();
}
