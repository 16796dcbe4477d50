using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// A copy of a model's parameters in numbers of fewer digits, with which the model multiplies while the float32 ones learn: small updates
/// would round to nothing in it. LayerNorms, and what is added to hidden states, stay as they are, and so do hidden states: sums of many
/// parts need their digits. Owns its buffers; borrows the parameters.
/// </summary>
internal sealed class ReducedParameters : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly Tensor _values;
    private readonly Tensor _gradients;
    private readonly Parameter?[] _leaves;

    /// <param name="parameters">Whose copy.</param>
    /// <param name="type">Of its numbers.</param>
    /// <param name="isTrained">Which leaves make gradients.</param>
    public ReducedParameters(FlatParameters parameters, ScalarType type, Func<ParameterLeaf, bool> isTrained)
    {
        _parameters = parameters;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (count, device) = (parameters.Layout.Count, parameters.Values.device);
        _values = empty(count, dtype: type, device: device).DetachFromDisposeScope();
        _gradients = zeros(count, dtype: type, device: device).DetachFromDisposeScope();
        _leaves = new Parameter?[parameters.Layout.Leaves.Count];
        foreach (var leaf in parameters.Layout.Factors)
        {
            var copy = new Parameter(FlatParameters.View(_values, leaf), isTrained(leaf)) { grad = FlatParameters.View(_gradients, leaf) };
            copy.DetachFromDisposeScope();
            _leaves[leaf.Index] = copy;
        }
    }

    /// <summary>The copy of a leaf; null for one that stays as it is.</summary>
    public Parameter? this[ParameterLeaf leaf] => _leaves[leaf.Index];

    /// <summary>Takes the parameters as they are now.</summary>
    public void Refresh()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        _values.copy_(_parameters.Values);
    }

    /// <summary>
    /// The model computes with this copy until what is returned is disposed; the gradients are then added to those of the parameters.
    /// </summary>
    public IDisposable Use()
    {
        _parameters.Reduced = this;
        return new Using(this);
    }

    public void Dispose()
    {
        foreach (var leaf in _leaves)
            leaf?.Dispose();
        _values.Dispose();
        _gradients.Dispose();
    }

    private void Return()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        _parameters.Reduced = null;
        _parameters.Gradients.add_(_gradients);
        _gradients.zero_();
    }

    private sealed class Using(ReducedParameters reduced) : IDisposable
    {
        public void Dispose() => reduced.Return();
    }
}
