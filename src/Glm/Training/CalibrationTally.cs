using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>Counts how often the likeliest of a model's predictions is the closest, by its likelihood.</summary>
internal sealed class CalibrationTally
{
    private readonly double[] _confidence = new double[Calibration.BinCount];
    private readonly int[] _genes = new int[Calibration.BinCount];
    private readonly int[] _right = new int[Calibration.BinCount];

    /// <summary>Adds the masked genes of a batch: [M] each, float32 and bool.</summary>
    public void Add(Tensor confidence, Tensor isRight)
    {
        var (confidences, right) = (confidence.to(ScalarType.Float32).cpu().data<float>(), isRight.cpu().data<bool>());
        for (var i = 0; i < confidence.shape[0]; i++)
            Add(confidences[i], right[i]);
    }

    /// <param name="confidence">Likelihood of the likeliest prediction, 0 to 1.</param>
    /// <param name="isRight">Whether it is the closest to the label.</param>
    public void Add(double confidence, bool isRight)
    {
        if (!double.IsFinite(confidence))
            return;
        var bin = Math.Clamp((int)(confidence * Calibration.BinCount), 0, Calibration.BinCount - 1);
        _confidence[bin] += confidence;
        _genes[bin]++;
        _right[bin] += isRight ? 1 : 0;
    }

    public Calibration ToCalibration() =>
        new([
            .. _genes.Select(
                (genes, bin) =>
                    genes == 0
                        ? new ReliabilityBin(0, double.NaN, double.NaN)
                        : new ReliabilityBin(genes, _confidence[bin] / genes, (double)_right[bin] / genes)
            ),
        ]);
}
