using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Commands;

public class DoctorCommandTests
{
    [Fact]
    public async Task Should_find_this_machine_healthy()
    {
        var host = new FakeHost();
        await new GlmSession().RunLineAsync("#!glm doctor", host);
        var text = host.Shown.Single().Plain;
        Assert.StartsWith("All is well.", text);
        foreach (var topic in new[] { "libtorch", "TorchSharp", "computing", "CUDA", "processor", "memory", ".NET", "system" })
            Assert.Contains($"\n  {topic} ", text);
        Assert.Contains(NativeTorch.Status.WantedVersion, text);
        Assert.Contains("<table class=\"glm-table\">", host.Shown.Single().Parts["text/html"]);
    }
}
