using Glm.Runtime;

namespace Glm.Tests.Runtime;

public class GlmDoctorTests
{
    [Fact]
    public void Should_find_this_machine_able_to_compute()
    {
        var report = GlmDoctor.Examine();
        Assert.True(report.IsHealthy, report.ToString());
        Assert.Equal(NativeTorch.Status, report.Torch);
        Assert.Contains(report.Findings, finding => finding.Topic == "computing");
    }

    [Fact]
    public void Should_part_a_failure_from_its_remedy()
    {
        var torch = new NativeTorchStatus(NativeTorchState.Failed, "0.107.0", "2.10.0")
        {
            Failure = "libtorch 2.10.0 was not found. Add the package TorchSharp-cpu 0.107.0.",
            Folders = ["/a"],
        };
        var findings = GlmDoctor.LibTorch(torch).ToArray();
        Assert.Equal(
            new DoctorFinding("libtorch", "libtorch 2.10.0 was not found", "Add the package TorchSharp-cpu 0.107.0.", IsFailure: true),
            findings[0]
        );
        Assert.Contains(new DoctorFinding("searched", "/a"), findings);
    }
}
