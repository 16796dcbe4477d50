using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// Some tensors in one float32 buffer and their gradients in a second, as <see cref="FlatParameters"/> are for a whole model: what
/// fine-tuning adds to one. Owns both buffers; not thread-safe.
/// </summary>
internal sealed class FlatTensors : IDisposable
{
    private readonly long[][] _shapes;
    private readonly Parameter[] _leaves;
    private Tensor? _gradients;

    /// <param name="shapes">Of the tensors, in the order of the buffer. All begin as zeros.</param>
    /// <param name="device">Where the buffers live.</param>
    public FlatTensors(IEnumerable<long[]> shapes, Device device)
    {
        using var scope = NewDisposeScope();
        _shapes = [.. shapes];
        Values = zeros(_shapes.Sum(Count), dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();
        _leaves = Array.ConvertAll(Views(Values), view => new Parameter(view));
        foreach (var leaf in _leaves)
            leaf.DetachFromDisposeScope();
    }

    /// <summary>[sum of the tensors' counts] float32.</summary>
    public Tensor Values { get; }

    /// <summary>As <see cref="Values"/>; created, and attached to every tensor, when first asked for.</summary>
    public Tensor Gradients => _gradients ??= AttachGradients();

    /// <summary>How many tensors there are.</summary>
    public int Length => _leaves.Length;

    /// <summary>A tensor, by its number.</summary>
    public Parameter this[int number] => _leaves[number];

    /// <summary>Where the matrices lie.</summary>
    public IEnumerable<ParameterRange> Matrices
    {
        get
        {
            var start = 0L;
            foreach (var shape in _shapes)
            {
                if (shape.Length == 2)
                    yield return new ParameterRange(start, Count(shape));
                start += Count(shape);
            }
        }
    }

    public void Dispose()
    {
        foreach (var leaf in _leaves)
            leaf.Dispose();
        _gradients?.Dispose();
        Values.Dispose();
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private Tensor AttachGradients()
    {
        using var scope = NewDisposeScope();
        var gradients = zeros_like(Values).DetachFromDisposeScope();
        var views = Views(gradients);
        for (var i = 0; i < _leaves.Length; i++)
            _leaves[i].grad = views[i];
        return gradients;
    }

    private Tensor[] Views(Tensor buffer)
    {
        var start = 0L;
        return Array.ConvertAll(_shapes, shape =>
        {
            var view = buffer.narrow(0, start, Count(shape)).view(shape);
            start += Count(shape);
            return view;
        });
    }
}
