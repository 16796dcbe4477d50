namespace Glm.Training;

/// <summary>Counts how often predictions of some likelihood are right.</summary>
internal sealed class CalibrationTally
{
    private readonly double[] _confidence = new double[Calibration.BinCount];
    private readonly int[] _genes = new int[Calibration.BinCount];
    private readonly int[] _right = new int[Calibration.BinCount];

    /// <param name="confidence">Likelihood of the likeliest prediction, 0 to 1.</param>
    /// <param name="isRight">Whether it identifies the gene.</param>
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
