using System.Runtime.InteropServices;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Training.FineTuning;

/// <summary>
/// A linear map of items' vectors, which are standardised as those of its training items were before the model changed. Owns its tensors.
/// </summary>
/// <remarks>n items, W numbers per item, C classes, labels, or 1.</remarks>
internal sealed class TuningHead : IDisposable
{
    private readonly Tensor _mean; // [W]
    private readonly Tensor _deviation; // [W]

    /// <param name="kind">What it predicts.</param>
    /// <param name="outputs">C.</param>
    /// <param name="moments">Of the training items' vectors.</param>
    /// <param name="target">Mean and deviation of a predicted number; 0 and 1 for classes.</param>
    /// <param name="device">Where it computes.</param>
    public TuningHead(TargetKind kind, int outputs, ColumnMoments moments, (double Mean, double Deviation) target, Device device)
    {
        (Kind, Outputs, Moments, Target) = (kind, outputs, moments, target);
        using var scope = NewDisposeScope();
        _mean = Load(moments.Mean);
        _deviation = Load(moments.StandardDeviation);
        Weights = new FlatTensors(
            [
                [outputs, moments.Mean.Length],
                [outputs],
            ],
            device
        );

        Tensor Load(double[] values) =>
            tensor(Array.ConvertAll(values, value => (float)value)).clone().to(device).DetachFromDisposeScope();
    }

    public TargetKind Kind { get; }

    public int Outputs { get; }

    public ColumnMoments Moments { get; }

    public (double Mean, double Deviation) Target { get; }

    /// <summary>Weight [C, W] and bias [C].</summary>
    public FlatTensors Weights { get; }

    public int Width => Moments.Mean.Length;

    /// <summary>[n, W] -> [n, C], before softmax or sigmoid. Belongs to the caller's dispose scope.</summary>
    public Tensor Forward(Tensor vectors) => F.linear(vectors.Minus(_mean).div(_deviation), Weights[0], Weights[1]);

    /// <summary>
    /// The mean loss of some items: cross-entropy, binary cross-entropy over labels, or squared error. Belongs to the caller's scope.
    /// </summary>
    /// <param name="outputs">[n, C] from <see cref="Forward"/>.</param>
    /// <param name="targets">[n, C].</param>
    /// <param name="weights">[n, 1] or [n, C]: how much each counts.</param>
    public Tensor Loss(Tensor outputs, Tensor targets, Tensor weights)
    {
        var each = Kind switch
        {
            TargetKind.SingleLabel => F.log_softmax(outputs, 1).mul(targets).sum(1, keepdim: true).neg(),
            TargetKind.MultiLabel => F.binary_cross_entropy_with_logits(outputs, targets, reduction: nn.Reduction.None),
            _ => outputs.Minus(targets).Squared(),
        };
        return each.mul(weights).sum().div(weights.sum());
    }

    /// <summary>
    /// The penalty of the frozen probe on the mean loss, ‖weight‖² / 2n of a logistic regression with C = 1 and ‖weight‖² / n of a ridge
    /// regression, so that a head is held back as much as what it is compared with. Belongs to the caller's scope.
    /// </summary>
    /// <param name="items">n.</param>
    public Tensor Penalty(int items) => Weights[0].Squared().sum().Times((Kind == TargetKind.Regression ? 1 : 0.5) / items);

    /// <summary>The numbers as the loss sees them: those of a regression standardised.</summary>
    public float Scaled(float value) => (float)((value - Target.Mean) / Target.Deviation);

    /// <summary>Probabilities, or the number: [n, C].</summary>
    /// <param name="vectors">[n, W].</param>
    public double[] Predict(float[] vectors)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var x = tensor(vectors, vectors.Length / Width, Width).clone().to(Weights.Values.device);
        var outputs = Forward(x).to(ScalarType.Float64);
        var predicted = Kind switch
        {
            TargetKind.SingleLabel => outputs.softmax(1),
            TargetKind.MultiLabel => outputs.sigmoid(),
            _ => outputs.Times(Target.Deviation).Plus(Target.Mean),
        };
        return MemoryMarshal.Cast<byte, double>(predicted.cpu().contiguous().bytes).ToArray();
    }

    public void Dispose()
    {
        _mean.Dispose();
        _deviation.Dispose();
        Weights.Dispose();
    }
}
