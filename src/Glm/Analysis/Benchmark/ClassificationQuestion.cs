using Glm.Analysis.Probes;

namespace Glm.Analysis.Benchmark;

/// <summary>A label by a logistic regression (DGEB's classification).</summary>
internal sealed class ClassificationQuestion(LabelledGenes known) : LabelQuestion(known)
{
    private readonly ProbeOptions _options = new()
    {
        MinCount = known.Options.MinCount,
        FoldCount = known.Options.FoldCount,
        Resamples = known.Options.Resamples,
        Seed = known.Options.Seed,
    };

    public override string Id => "label_classification";

    public override string Name => $"classification of {Label}";

    public override string Description => "A label of each gene by a logistic regression that learned from other folds.";

    public override BenchmarkKind Kind => BenchmarkKind.Classification;

    public override string Metric => "f1";

    public override IReadOnlyList<string> Notes =>
        [
            $"{Known.Folds.Count} folds keep whole {Known.UnitName}s together; DGEB has one split, and does not standardise vectors.",
            .. Known.Notes(),
        ];

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation) =>
        Of(
            ProbePredictions.OfProbe(
                Known.Task,
                Known.Folds,
                Known.Units,
                space.Take(Known.Task.Items),
                space.Width,
                _options,
                () => { },
                cancellation
            ),
            cancellation
        );

    public override IEnumerable<(string Name, Measured Measured)> WithoutVectors(CancellationToken cancellation) =>
        [("largest label", Of(ProbePredictions.OfMajority(Known.Task, Known.Folds), cancellation))];

    private Measured Of(ProbePredictions predictions, CancellationToken cancellation)
    {
        var samples = predictions.Sample(Known.Task, Known.Units, _options, cancellation);
        return new Measured(
            samples[ProbePredictions.MacroF1],
            new Dictionary<string, double>
            {
                ["accuracy"] = samples[ProbePredictions.Accuracy].Value,
                ["f1"] = samples[ProbePredictions.MacroF1].Value,
                ["ap"] = samples[ProbePredictions.MacroPrecision].Value,
            }
        );
    }
}
