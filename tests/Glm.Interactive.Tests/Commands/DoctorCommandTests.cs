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
        Assert.Contains("<table>", host.Shown.Single().Parts["text/html"]);
    }

    [Fact]
    public void Should_show_a_failure_with_its_remedy_encoded()
    {
        var torch = new NativeTorchStatus(NativeTorchState.Failed, "0.107.0", "2.10.0");
        var shown = DoctorCommand.Show(
            new DoctorReport([new DoctorFinding("libtorch", "not in <b>x</b>", "Add \"it\".", IsFailure: true)], torch)
        );
        Assert.Equal("Something is wrong.\n! libtorch      not in <b>x</b>\n                -> Add \"it\".", shown.Plain);
        Assert.Contains("not in &lt;b&gt;x&lt;/b&gt;<br><i>Add &quot;it&quot;.</i>", shown.Parts["text/html"]);
    }
}
