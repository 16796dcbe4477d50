using Glm.Runtime;
using TorchSharp;

namespace Glm.Tests.Runtime;

public class NativeTorchTests
{
    [Fact]
    public void Should_make_TorchSharp_work()
    {
        NativeTorch.Ensure();
        using var ones = torch.ones(3, 4);
        using var product = torch.matmul(ones, ones.t());
        Assert.Equal(4f, product[0, 0].item<float>());
        Assert.StartsWith(NativeTorch.Status.WantedVersion, torch.__version__, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_what_was_loaded()
    {
        NativeTorch.Ensure();
        var status = NativeTorch.Status;
        if (!OperatingSystem.IsLinux())
        {
            Assert.Equal(NativeTorchState.LeftToTorchSharp, status.State);
            return;
        }
        Assert.Equal(NativeTorchState.Loaded, status.State);
        Assert.Null(status.Failure);
        Assert.True(File.Exists(status.LibTorch));
        Assert.True(File.Exists(status.Binding));
        Assert.Contains(
            Path.GetFileName(status.RelaxedCopy ?? status.Binding!),
            File.ReadAllText("/proc/self/maps"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Should_be_callable_from_many_threads()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < 10_000; i++)
                            NativeTorch.Ensure();
                    })
                )
        );
    }
}
