using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training.Processes;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// A model that learns by a recipe, batch by batch: all of it, or some ranges of its parameters, and the rest then makes no gradients.
/// Owns the optimiser's state; borrows the model, and gives it back with all parameters trainable.
/// </summary>
internal sealed class Learner : IDisposable
{
    private readonly GlmModel _model;
    private readonly TrainingRecipe _recipe;
    private readonly FlatAdamW _optimizer;
    private readonly ComputePrecision _precision;
    private readonly ReducedParameters? _reduced;
    private readonly IProcessGroup? _group;
    private readonly double _tripletWeight;

    /// <param name="model">To be trained.</param>
    /// <param name="recipe">How.</param>
    /// <param name="trained">Ranges of its parameters; null for all.</param>
    /// <param name="weightDecay">See <see cref="FlatAdamW"/>.</param>
    /// <param name="precision">In which the model computes.</param>
    /// <param name="group">Processes that learn together, each a part of every batch; null for one.</param>
    /// <param name="tripletWeight">What the triplet loss over functions counts.</param>
    /// <exception cref="GlmException">The ranges do not fit the model.</exception>
    public Learner(
        GlmModel model,
        TrainingRecipe recipe,
        IReadOnlyList<ParameterRange>? trained = null,
        double weightDecay = 0,
        ComputePrecision precision = ComputePrecision.Float32,
        IProcessGroup? group = null,
        double tripletWeight = 0
    )
    {
        (_model, _recipe, _precision, _group, _tripletWeight) = (model, recipe, precision, group, tripletWeight);
        _optimizer = new FlatAdamW(model.Parameters, recipe.Epsilon, recipe.EpsilonPlacement, trained, weightDecay);
        SetTrainable(IsTrained);
        if (precision.ToScalarType() is not ScalarType.Float32 and var type)
            _reduced = new ReducedParameters(model.Parameters, type, IsTrained);
    }

    /// <summary>Of what is trained; its state is part of the training's.</summary>
    public FlatAdamW Optimizer => _optimizer;

    /// <summary>
    /// Learns from a batch by a recipe without a contrast; the figures are those before the update. Where the loss or the gradient is not
    /// finite nothing is updated.
    /// </summary>
    /// <returns>The figures, and the Euclidean norm of the gradient before it is clipped.</returns>
    public (MaskedGeneFigures Figures, double GradientNorm) Step(GeneBatch batch, double learningRate)
    {
        Begin();
        return Update(Learn(batch, share: 1), learningRate);
    }

    /// <summary>
    /// As above, in pieces of which one at a time is in memory, and each process of the group computes its own: the gradient is that of
    /// the whole batch, but for rounding and, on other devices than a CPU, for what dropout draws.
    /// </summary>
    /// <param name="rows">B windows of L genes; features of this process's part are enough.</param>
    /// <param name="masked">[B, L]: which genes are hidden; no padding.</param>
    /// <param name="pieces">1 to B; of each process.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="seed">Of the dropout.</param>
    /// <param name="triplets">Genes of one function and of others; null for none.</param>
    public (MaskedGeneFigures Figures, double GradientNorm) Step(
        WindowRows rows,
        bool[] masked,
        int pieces,
        double learningRate,
        long seed,
        GeneTriplets? triplets = null
    )
    {
        Begin();
        using var scope = NewDisposeScope();
        using var candidates = ContrastCandidates.Of(rows, _recipe, _model.Device);
        using var term = TripletTerm.Of(triplets, _tripletWeight, _model.Device);
        var averaged = _recipe.Averaging == LossAveraging.AllPositions ? masked.Length : masked.Count(hidden => hidden);
        var figures = default(MaskedGeneFigures);
        var own = _group.PartOf(rows.Windows);
        var all = pieces * (_group?.Size ?? 1);
        var (triplet, pulls) = term is null || all == 1 ? (0, null) : term.Pull(Vectors(term));
        foreach (var (first, end) in Pieces())
        {
            using var batch = Read(first, end, out var hidden);
            var count = _recipe.Averaging == LossAveraging.AllPositions ? hidden.Length : hidden.Count(gene => gene);
            var share = averaged == 0 ? 1.0 / all : (double)count / averaged;
            var part = term?.PartOf(first * rows.Length, end * rows.Length, pulls);
            figures = figures.With(Learn(batch, share, candidates, first, part), share);
        }
        if (_group is not null)
        {
            _group.Sum(_model.Parameters.Gradients);
            figures = Sum(figures, _group);
        }
        return Update(pulls is null ? figures : figures with { Triplet = triplet }, learningRate);

        IEnumerable<(int First, int End)> Pieces()
        {
            var windows = (long)own.End - own.First;
            for (var i = 0; i < pieces; i++)
            {
                var (first, end) = (own.First + (int)(windows * i / pieces), own.First + (int)(windows * (i + 1) / pieces));
                if (first != end)
                    yield return (first, end);
            }
        }

        GeneBatch Read(int first, int end, out bool[] hidden)
        {
            // On a CPU what is dropped depends on the gene's number, elsewhere on what was drawn before.
            manual_seed(_model.Device.type == TorchSharp.DeviceType.CPU ? seed : seed ^ first);
            hidden = masked[(first * rows.Length)..(end * rows.Length)];
            return GeneBatch.Masked(rows.Slice(first, end - first), hidden, _recipe.LabelLimit, _model.Device, first);
        }

        // [N, H], of all pieces and processes, as they are when they learn.
        Tensor Vectors(TripletTerm of)
        {
            var vectors = zeros(of.Genes, _model.Config.HiddenSize, device: _model.Device);
            using var still = no_grad();
            using var allowed = _precision.Apply();
            using var computing = _reduced?.Use();
            foreach (var (first, end) in Pieces())
            {
                using var piece = NewDisposeScope();
                using var batch = Read(first, end, out _);
                var (from, to) = of.RangeOf(first * rows.Length, end * rows.Length);
                var part = of.PartOf(first * rows.Length, end * rows.Length);
                vectors.narrow(0, from, to - from).copy_(_model.ForwardMasked(batch, part.Rows, training: true).Others);
            }
            _group?.Sum(vectors.view(-1));
            return vectors;
        }
    }

    public void Dispose()
    {
        SetTrainable(_ => true);
        _reduced?.Dispose();
        _optimizer.Dispose();
    }

    private (MaskedGeneFigures Figures, double GradientNorm) Update(MaskedGeneFigures figures, double learningRate)
    {
        var norm = Norm() * _recipe.GradientScale;
        if (double.IsFinite(figures.Loss) && double.IsFinite(figures.Triplet) && double.IsFinite(norm))
        {
            var clipping = norm > _recipe.MaxGradientNorm ? _recipe.MaxGradientNorm.Value / norm : 1;
            _optimizer.Step(learningRate, _recipe.GradientScale * clipping);
        }
        return (figures, norm);
    }

    private static MaskedGeneFigures Sum(MaskedGeneFigures own, IProcessGroup group)
    {
        Span<double> sums = [own.Loss, own.Prediction, own.Likelihood, own.Averaged, own.Masked, own.PseudoRight, own.AbsoluteRight];
        group.Sum(sums);
        // The triplet loss is of all pieces in every process.
        return new MaskedGeneFigures(sums[0], sums[1], sums[2], (long)sums[3], (long)sums[4], (long)sums[5], (long)sums[6]);
    }

    private void Begin()
    {
        using var scope = NewDisposeScope();
        _model.Parameters.Gradients.zero_();
        _reduced?.Refresh();
    }

    /// <summary>Adds a batch's gradient.</summary>
    private MaskedGeneFigures Learn(
        GeneBatch batch,
        double share,
        ContrastCandidates? candidates = null,
        int firstWindow = 0,
        TripletPart? triplets = null
    )
    {
        using var allowed = _precision.Apply();
        using var computing = _reduced?.Use();
        return MaskedGeneTask.Run(_model, batch, _recipe, share, candidates, firstWindow, triplets);
    }

    private bool IsTrained(ParameterLeaf leaf) => _optimizer.Trained.Any(leaf.Range.Overlaps);

    private void SetTrainable(Func<ParameterLeaf, bool> isTrained)
    {
        foreach (var leaf in _model.Parameters.Layout.Leaves)
            _model.Parameters[leaf].requires_grad = isTrained(leaf);
    }

    /// <summary>Euclidean norm of the gradient of what is trained.</summary>
    private double Norm()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var norms = _optimizer.Trained.Select(range => _model.Parameters.Gradients.narrow(0, range.Start, range.Count).norm()).ToArray();
        return norms is [var only] ? only.item<float>() : stack(norms).norm().item<float>();
    }
}
