using Glm.Interactive.Display.Views;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class DoctorViewTests
{
    private static readonly NativeTorchStatus Torch = new(NativeTorchState.Failed, "0.107.0", "2.10.0");

    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/DoctorView", () =>
            DoctorView.Create(
                new DoctorReport(
                    [
                        new DoctorFinding("libtorch", "not in <b>x</b>", "Add \"it\".", IsFailure: true),
                        new DoctorFinding("CUDA", "no device", "A CPU computes, too."),
                        new DoctorFinding("processor", "2 cores"),
                    ],
                    Torch
                )
            )
        );
}
