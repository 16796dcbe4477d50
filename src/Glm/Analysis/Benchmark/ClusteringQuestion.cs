using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>Whether clusters of vectors are labels (DGEB's clustering).</summary>
internal sealed class ClusteringQuestion : LabelQuestion
{
    /// <summary>DGEB's.</summary>
    private const int BatchSize = 500;

    private readonly int[] _chosen; // among the items
    private readonly int[] _genes;
    private readonly int[] _classes;
    private readonly int[] _units;

    public ClusteringQuestion(LabelledGenes known)
        : base(known)
    {
        _chosen = Sampling.Even(known.Task.Items.Length, known.Options.MaxQueries);
        _genes = Array.ConvertAll(_chosen, i => known.Task.Items[i]);
        _classes = Array.ConvertAll(_chosen, i => known.Task.ClassOf[i]);
        _units = Array.ConvertAll(_chosen, i => known.Units[i]);
    }

    public override string Id => "label_clustering";

    public override string Name => $"clustering by {Label}";

    public override string Description => "Whether clusters of vectors, as many as there are labels, are the labels.";

    public override BenchmarkKind Kind => BenchmarkKind.Clustering;

    public override string Metric => "v_measure";

    public override string Items => $"{Count(_genes.Length, "gene")} of {Count(Known.Task.Classes.Length, "label")}";

    public override IReadOnlyList<string> Notes =>
        [
            "V-measure grows with the number of clusters: compare with random vectors. Intervals are of the genes, for one clustering, "
                + "and centred on its value.",
            .. Known.Task.IsMultiLabel ? ["Of several labels of a gene the rarest counts."] : Array.Empty<string>(),
            .. Sampling.Note(_chosen.Length, Known.Task.Items.Length, "genes"),
        ];

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation)
    {
        var clusters = MiniBatchKMeans.Fit(
            space.Take(_genes),
            space.Width,
            Known.Task.Classes.Length,
            BatchSize,
            Known.Options.Seed,
            cancellation
        );
        var sample = GroupBootstrap.Sample(
            _units,
            weights => [ClusterAgreement.VMeasureOf(_classes, clusters, weights)],
            Known.Options.Resamples,
            Known.Options.Seed,
            cancellation
        )[0];
        // A resample has fewer different genes, and V-measure grows with that: what counts is how resamples vary.
        var middle = sample.Resampled.Where(double.IsFinite).DefaultIfEmpty(sample.Value).Average();
        sample = sample with { Resampled = Array.ConvertAll(sample.Resampled, value => value + sample.Value - middle) };
        return new Measured(sample, new Dictionary<string, double> { ["v_measure"] = sample.Value });
    }
}
