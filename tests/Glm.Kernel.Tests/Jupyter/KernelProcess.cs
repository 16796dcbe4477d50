using System.Diagnostics;
using System.Text.Json.Nodes;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jupyter;

/// <summary>The kernel as a process of its own, as a front end starts it.</summary>
public sealed class KernelProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_load_nothing_of_the_other_host_but_its_formatting()
    {
        var port = WireClient.FreePorts();
        var connection = new JsonObject { ["key"] = WireClient.Key };
        foreach (var (channel, i) in new[] { "shell", "control", "stdin", "iopub", "hb" }.Select((channel, i) => (channel, i)))
            connection[$"{channel}_port"] = port + i;
        using var kernel = Process.Start(InterruptibleProgram.StartInfo("kernel", _folder.Write("c.json", connection.ToJsonString())))!;
        using (var client = new WireClient(port))
        {
            client.Connect();
            string[] cells =
            [
                "1 + 1",
                "display(new[] { new { Name = \"a\" } });",
                "#!glm info",
                "string.Join(' ', AppDomain.CurrentDomain.GetAssemblies().Select(library => library.GetName().Name))",
            ];
            var shown = "";
            foreach (var cell in cells)
            {
                var id = client.Send("execute_request", new JsonObject { ["code"] = cell });
                Assert.Equal("ok", (string)client.Reply(id)["content"]!["status"]!);
                shown = (string)client.Published(id)[^1]["content"]!["data"]!["text/plain"]!;
            }
            Assert.Equal(
                ["Microsoft.DotNet.Interactive.Formatting"],
                shown.Split(' ').Where(name => name.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal))
            );
            client.Send("shutdown_request", new JsonObject { ["restart"] = false }, control: true);
            await kernel.WaitForExitAsync().WaitAsync(Patience.Limit);
        }
        Assert.Equal(0, kernel.ExitCode);
    }
}
