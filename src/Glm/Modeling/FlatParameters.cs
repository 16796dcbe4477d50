using System.Runtime.InteropServices;
using Glm.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// All numbers of a model in one float32 buffer, and their gradients in a second one. Every leaf is a view into the buffer, so an
/// optimiser, clipping, a checkpoint or an all-reduce is a few operations on one tensor. Owns both buffers; not thread-safe.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    private readonly Parameter[] _leaves;
    private Tensor? _gradients;

    /// <param name="layout">Where each tensor lies.</param>
    /// <param name="device">Where the buffers live.</param>
    /// <exception cref="GlmException">There is not enough memory.</exception>
    public FlatParameters(ParameterLayout layout, Device device)
    {
        Layout = layout;
        using var scope = NewDisposeScope();
        Values = Allocate(layout.Count, device).DetachFromDisposeScope();
        _leaves = new Parameter[layout.Leaves.Count];
        foreach (var leaf in layout.Leaves)
        {
            var parameter = new Parameter(View(Values, leaf));
            parameter.DetachFromDisposeScope();
            _leaves[leaf.Index] = parameter;
        }
    }

    public ParameterLayout Layout { get; }

    /// <summary>[Layout.Count] float32. Writing to it changes the model.</summary>
    public Tensor Values { get; }

    /// <summary>[Layout.Count] float32; created, and attached to every leaf, when first asked for.</summary>
    public Tensor Gradients => _gradients ??= AttachGradients();

    /// <summary>The leaves in buffer order, for an optimiser of the user's own.</summary>
    public IReadOnlyList<Parameter> Leaves => _leaves;

    /// <summary>The tensor that a handle of the layout stands for: that of the <see cref="Reduced"/> copy while there is one.</summary>
    public Parameter this[ParameterLeaf leaf] => Reduced?[leaf] ?? _leaves[leaf.Index];

    /// <summary>What the model computes with instead; null for the parameters themselves.</summary>
    internal ReducedParameters? Reduced { get; set; }

    /// <summary>A checkpoint's tensor as a view into the buffer, without gradient; the caller disposes it.</summary>
    public Tensor View(ParameterSlot slot)
    {
        using var flat = Values.narrow(0, slot.Offset, slot.Count);
        return flat.view(slot.Shape);
    }

    /// <summary>Whether no number is NaN or infinite.</summary>
    public bool AreFinite()
    {
        using var still = no_grad();
        using var sum = Values.sum();
        return float.IsFinite(sum.item<float>());
    }

    public void Dispose()
    {
        foreach (var leaf in _leaves)
            leaf.Dispose();
        _gradients?.Dispose();
        Values.Dispose();
    }

    private static Tensor Allocate(long count, Device device)
    {
        try
        {
            return empty(count, dtype: ScalarType.Float32, device: device);
        }
        catch (ExternalException exception)
        {
            throw new GlmException(
                $"A model of {count:N0} parameters takes {count / 250_000.0:N0} MB of memory, which {device} does not have. "
                    + $"Use a smaller model.",
                exception
            );
        }
    }

    private Tensor AttachGradients()
    {
        using var scope = NewDisposeScope();
        var gradients = zeros(Layout.Count, dtype: ScalarType.Float32, device: Values.device).DetachFromDisposeScope();
        foreach (var leaf in Layout.Leaves)
            _leaves[leaf.Index].grad = View(gradients, leaf);
        return gradients;
    }

    /// <summary>A leaf's part of a buffer. Belongs to the caller's dispose scope.</summary>
    internal static Tensor View(Tensor buffer, ParameterLeaf leaf) =>
        buffer.narrow(0, leaf.Range.Start, leaf.Range.Count).view(leaf.Shape);
}
