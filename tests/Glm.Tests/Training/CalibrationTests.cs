using Glm.Runtime;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

public sealed class CalibrationTests
{
    [Fact]
    public void Should_weigh_the_distance_of_confidence_and_accuracy_by_genes()
    {
        var tally = new CalibrationTally();
        foreach (var (confidence, isRight) in new[] { (0.25, true), (0.27, false), (0.95, true), (1.0, true), (0.9, false), (0.99, true) })
            tally.Add(confidence, isRight);
        tally.Add(double.NaN, true);
        var calibration = tally.ToCalibration();
        Assert.Equal(Calibration.BinCount, calibration.Bins.Count);
        Assert.Equal((2, 0.26, 0.5), (calibration.Bins[2].Genes, calibration.Bins[2].Confidence, calibration.Bins[2].Accuracy));
        Assert.Equal((4, 0.75), (calibration.Bins[9].Genes, calibration.Bins[9].Accuracy));
        Assert.Equal(((2 * 0.24) + (4 * (0.96 - 0.75))) / 6, calibration.ExpectedError, 12);
        Assert.Equal(calibration, tally.ToCalibration());
        Assert.Equal(double.NaN, new CalibrationTally().ToCalibration().ExpectedError);
    }

    [Fact]
    public void Should_measure_the_machine_once()
    {
        var first = MachineSpeed.OfProducts(torch.CPU);
        Assert.InRange(first, 1e7, 1e16);
        Assert.Equal(first, MachineSpeed.OfProducts(torch.CPU));
    }
}
