using System.Numerics;
using System.Runtime.InteropServices;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>How AdamW treats its epsilon.</summary>
public enum AdamEpsilon
{
    /// <summary>As in the paper of Adam and in PyTorch: sqrt(v / (1 - β2ᵗ)) + ε.</summary>
    AfterBiasCorrection,

    /// <summary>As in the reference's optimiser: (sqrt(v) + ε) / sqrt(1 - β2ᵗ), which makes ε weigh more in the first steps.</summary>
    BeforeBiasCorrection,
}

/// <summary>
/// AdamW over a model's flat buffers, or over some ranges of them, outside of which no bit changes and no moments are
/// kept. On a CPU one pass of vectorised code reads and writes every number once; elsewhere a handful of tensor operations do the same.
/// Owns its moments; not thread-safe.
/// </summary>
public sealed class FlatAdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    /// <summary>
    /// Numbers per work item of the CPU pass: small enough to spread over the cores, large enough that starting one costs nothing.
    /// </summary>
    private const int Chunk = 1 << 16;

    private readonly Tensor _values;
    private readonly Func<Tensor> _gradients; // made when first asked for
    private readonly ParameterRange[] _ranges;
    private readonly ParameterRange[] _decayed;
    private readonly double _weightDecay;
    private readonly Tensor _mean;
    private readonly Tensor _variance;
    private readonly double _epsilon;
    private readonly AdamEpsilon _placement;
    private int _step;

    /// <param name="parameters">What to train.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    /// <param name="placement">Where it is added.</param>
    /// <param name="trained">The ranges to train, in any order; null for all.</param>
    /// <param name="weightDecay">
    /// By how much of itself, times the learning rate, each weight of a matrix shrinks per step, apart from the gradient (Loshchilov and
    /// Hutter's decoupled decay). As is customary the matrices decay, tables of distances included, as BERT's and GPT's tables of
    /// positions do, and vectors do not: biases, LayerNorms, and the one row that is added to every gene.
    /// </param>
    /// <exception cref="GlmException">There is no range, or one is empty, lies outside the buffer or overlaps another.</exception>
    public FlatAdamW(
        FlatParameters parameters,
        double epsilon,
        AdamEpsilon placement,
        IReadOnlyList<ParameterRange>? trained = null,
        double weightDecay = 0
    )
        : this(
            parameters.Values,
            () => parameters.Gradients,
            Check(trained ?? [parameters.Layout.Whole], parameters.Layout),
            Matrices(parameters.Layout),
            epsilon,
            placement,
            weightDecay
        ) { }

    /// <summary>Over all of some other flat buffers, of which <paramref name="matrices"/> decay.</summary>
    internal FlatAdamW(FlatTensors tensors, IEnumerable<ParameterRange> matrices, double epsilon, double weightDecay)
        : this(
            tensors.Values,
            () => tensors.Gradients,
            [new ParameterRange(0, tensors.Values.shape[0])],
            matrices,
            epsilon,
            AdamEpsilon.AfterBiasCorrection,
            weightDecay
        ) { }

    private FlatAdamW(
        Tensor values,
        Func<Tensor> gradients,
        ParameterRange[] ranges,
        IEnumerable<ParameterRange> matrices,
        double epsilon,
        AdamEpsilon placement,
        double weightDecay
    )
    {
        (_values, _gradients, _ranges) = (values, gradients, ranges);
        (_epsilon, _placement, _weightDecay) = (epsilon, placement, weightDecay);
        _decayed = weightDecay == 0 ? [] : [.. matrices.SelectMany(matrix => _ranges.Select(matrix.Within)).OfType<ParameterRange>()];
        var count = _ranges.Sum(range => range.Count);
        _mean = zeros(count, dtype: ScalarType.Float32, device: values.device).DetachFromDisposeScope();
        _variance = zeros(count, dtype: ScalarType.Float32, device: values.device).DetachFromDisposeScope();
    }

    /// <summary>What is trained, in buffer order.</summary>
    public IReadOnlyList<ParameterRange> Trained => _ranges;

    /// <summary>Updates done.</summary>
    internal int Steps
    {
        get => _step;
        set => _step = value;
    }

    /// <summary>First moments of what is trained, [sum of the ranges' counts], in buffer order.</summary>
    internal Tensor Mean => _mean;

    /// <summary>Second moments, likewise.</summary>
    internal Tensor Variance => _variance;

    /// <summary>Whether the tensor operations of other devices are used on a CPU too, to compare the two.</summary>
    internal bool UsesTensorOperations { get; init; }

    /// <summary>One update with the gradients that the buffer holds, each multiplied by <paramref name="gradientScale"/> first.</summary>
    public void Step(double learningRate, double gradientScale = 1)
    {
        _step++;
        Decay(learningRate);
        var correction2 = Math.Sqrt(1 - Math.Pow(Beta2, _step));
        var rate = learningRate / (1 - Math.Pow(Beta1, _step));
        // p -= rate · m / (sqrt(v) / correction2 + ε)  =  rate · correction2 · m / (sqrt(v) + ε · correction2)
        var update = new Update(
            (float)(rate * correction2),
            (float)(_placement == AdamEpsilon.BeforeBiasCorrection ? _epsilon : _epsilon * correction2),
            (float)gradientScale
        );
        if (!UsesTensorOperations && _values.device_type == TorchSharp.DeviceType.CPU)
            StepOnCpu(update);
        else
            StepOnDevice(update);
    }

    /// <summary>Forgets all updates.</summary>
    internal void Clear()
    {
        using var scope = NewDisposeScope();
        _mean.zero_();
        _variance.zero_();
        _step = 0;
    }

    public void Dispose()
    {
        _mean.Dispose();
        _variance.Dispose();
    }

    private static IEnumerable<ParameterRange> Matrices(ParameterLayout layout) =>
        layout.Leaves.Where(leaf => leaf.Shape is [> 1, _]).Select(leaf => leaf.Range);

    private void Decay(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        foreach (var range in _decayed)
            TensorArithmetic.With(1 - (learningRate * _weightDecay), _values.narrow(0, range.Start, range.Count).mul_);
    }

    private static ParameterRange[] Check(IReadOnlyList<ParameterRange> trained, ParameterLayout layout)
    {
        var ranges = trained.OrderBy(range => range.Start).ToArray();
        if (ranges.Length == 0)
            throw new GlmException("There is nothing to train: no range of parameters was given. Give one, or none to train all.");
        for (var i = 0; i < ranges.Length; i++)
            if (ranges[i].Count < 1 || ranges[i].Start < 0 || ranges[i].End > layout.Count)
                throw new GlmException(
                    $"The parameters {ranges[i].Start} to {ranges[i].End - 1} cannot be trained: this model has those from 0 to "
                        + $"{layout.Count - 1}. Take ranges from the layout of the model."
                );
            else if (i > 0 && ranges[i].Overlaps(ranges[i - 1]))
                throw new GlmException($"Two of the ranges to train contain parameter {ranges[i].Start}; ranges must not overlap.");
        return ranges;
    }

    private void StepOnDevice(Update update)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var first = 0L; // of the range's moments
        foreach (var range in _ranges)
        {
            Tensor Of(Tensor buffer) => buffer.narrow(0, range.Start, range.Count);
            var (mean, variance) = (_mean.narrow(0, first, range.Count), _variance.narrow(0, first, range.Count));
            var gradients = update.GradientScale == 1 ? Of(_gradients()) : Of(_gradients()).Times(update.GradientScale);
            TensorArithmetic.With(Beta1, mean.mul_);
            TensorArithmetic.With(1 - Beta1, share => mean.add_(gradients, share));
            TensorArithmetic.With(Beta2, variance.mul_);
            TensorArithmetic.With(1 - Beta2, share => variance.addcmul_(gradients, gradients, share));
            var spread = variance.sqrt().Plus(update.Epsilon);
            TensorArithmetic.With(-update.Rate, rate => Of(_values).addcdiv_(mean, spread, rate));
            first += range.Count;
        }
    }

    private unsafe void StepOnCpu(Update update)
    {
        float* values = Address(_values),
            gradients = Address(_gradients()),
            mean = Address(_mean),
            variance = Address(_variance);
        foreach (var range in _ranges)
        {
            float* v = values + range.Start,
                g = gradients + range.Start,
                m = mean,
                s = variance;
            Parallel.For(0, (range.Count + Chunk - 1) / Chunk, chunk =>
            {
                var start = chunk * Chunk;
                var length = (int)Math.Min(Chunk, range.Count - start);
                update.Apply(
                    new Span<float>(v + start, length),
                    new Span<float>(g + start, length),
                    new Span<float>(m + start, length),
                    new Span<float>(s + start, length)
                );
            });
            mean += range.Count;
            variance += range.Count;
        }
    }

    /// <summary>The first number's address; the buffer outlives the pass, and libtorch does not move it.</summary>
    private static unsafe float* Address(Tensor flat)
    {
        using var first = flat.narrow(0, 0, 1);
        fixed (byte* address = first.bytes)
            return (float*)address;
    }

    /// <summary>The numbers of one step, and the arithmetic for a piece of the buffers.</summary>
    private readonly record struct Update(float Rate, float Epsilon, float GradientScale)
    {
        // 1 - β in double first: in single precision 1 - 0.999f is off by 5e-5.
        private const float Keep1 = (float)Beta1,
            Add1 = (float)(1 - Beta1),
            Keep2 = (float)Beta2,
            Add2 = (float)(1 - Beta2);

        public void Apply(Span<float> values, Span<float> gradients, Span<float> mean, Span<float> variance)
        {
            var vectors = values.Length - (values.Length % Vector<float>.Count);
            var p = MemoryMarshal.Cast<float, Vector<float>>(values[..vectors]);
            var g = MemoryMarshal.Cast<float, Vector<float>>(gradients[..vectors]);
            var m = MemoryMarshal.Cast<float, Vector<float>>(mean[..vectors]);
            var v = MemoryMarshal.Cast<float, Vector<float>>(variance[..vectors]);
            var epsilon = new Vector<float>(Epsilon);
            for (var i = 0; i < p.Length; i++)
            {
                var gradient = g[i] * GradientScale;
                m[i] = (m[i] * Keep1) + (gradient * Add1);
                v[i] = (v[i] * Keep2) + (gradient * gradient * Add2);
                p[i] -= Rate * m[i] / (Vector.SquareRoot(v[i]) + epsilon);
            }
            for (var i = vectors; i < values.Length; i++)
            {
                var gradient = gradients[i] * GradientScale;
                mean[i] = (mean[i] * Keep1) + (gradient * Add1);
                variance[i] = (variance[i] * Keep2) + (gradient * gradient * Add2);
                values[i] -= Rate * mean[i] / (MathF.Sqrt(variance[i]) + Epsilon);
            }
        }
    }
}
