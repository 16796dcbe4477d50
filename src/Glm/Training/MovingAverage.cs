using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// An exponential moving average of a model's weights over the steps of its training, which is often better than the weights of any one
/// step. Owns its copy, on the model's device.
/// </summary>
internal sealed class MovingAverage : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly double _decay;

    /// <param name="parameters">Whose average.</param>
    /// <param name="decay">What an older average keeps per step, once there are many: in the first steps it is less, (1 + t) / (10 + t)
    /// at step t, so that the untrained weights are soon forgotten.</param>
    public MovingAverage(FlatParameters parameters, double decay)
    {
        (_parameters, _decay) = (parameters, decay);
        using var still = no_grad();
        Values = parameters.Values.clone().DetachFromDisposeScope();
    }

    /// <summary>[as many as the model has] float32.</summary>
    public Tensor Values { get; }

    /// <summary>Begins with the weights as they are.</summary>
    public void Restart()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        Values.copy_(_parameters.Values);
    }

    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="step">From 1.</param>
    public void Update(int step)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var keep = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        TensorArithmetic.With(keep, Values.mul_);
        TensorArithmetic.With(1 - keep, share => Values.add_(_parameters.Values, share));
    }

    /// <summary>Exchanges the average with the weights, to the bit: a second time brings both back.</summary>
    public void Swap()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var weights = _parameters.Values.clone();
        _parameters.Values.copy_(Values);
        Values.copy_(weights);
    }

    public void Dispose() => Values.Dispose();
}
