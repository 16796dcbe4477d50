using Glm.Runtime;
using TorchSharp;

namespace Glm.Tests.Runtime;

public class DevicesTests
{
    [Fact]
    public void Should_know_the_CPU() => Assert.Equal(DeviceType.CPU, Devices.Parse("cpu").type);

    [Fact]
    public void Should_choose_the_GPU_if_there_is_one() =>
        Assert.Equal(Devices.CudaCount > 0 ? DeviceType.CUDA : DeviceType.CPU, Devices.Parse("auto").type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("")]
    public void Should_refuse_another_name(string name) =>
        Assert.Equal(
            $"'{name}' is not a device. Use auto, cpu, cuda or cuda:N.",
            Assert.Throws<GlmException>(() => Devices.Parse(name)).Message
        );

    [Fact]
    public void Should_say_why_a_device_is_not_there() =>
        Assert.StartsWith(
            "Device cuda:999 is not available: ",
            Assert.Throws<GlmException>(() => Devices.Parse("cuda:999")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_give_a_reason_exactly_when_there_is_no_CUDA_device() =>
        Assert.Equal(Devices.CudaCount == 0, Devices.WhyNoCuda is not null);
}
