using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Glm.Testing;

namespace Glm.Kernel.Tests.Polyglot;

/// <summary>
/// The last version of .NET Interactive itself, driven as an editor drives it: one command per line, answered by events. The tests of a
/// class share one notebook, with both packages loaded.
/// </summary>
public sealed class PolyglotHost : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Program = Repository.PathOf(
        "out",
        "dotnet-interactive",
        OperatingSystem.IsWindows() ? "dotnet-interactive.exe" : "dotnet-interactive"
    );

    private readonly Channel<JsonObject> _events = Channel.CreateUnbounded<JsonObject>();
    private Process? _process;
    private PolyglotPackages? _packages;
    private int _commands;

    /// <summary>The cell that references the package.</summary>
    internal string Reference => $"#r \"nuget: Glm.Interactive, {_packages!.Version}\"";

    /// <summary>The events of loading the package.</summary>
    internal IReadOnlyList<JsonObject> Loading { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            return;
        _packages = await PolyglotPackages.Pack();
        var start = new ProcessStartInfo(
            Program,
            ["stdio", "--default-kernel", "csharp", "--working-dir", Repository.PathOf("notebooks", "polyglot")]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _ = Task.Run(Read);
        await Good(await Run($"#i \"nuget:{_packages.Folder}\""));
        Loading = await Run(Reference);
    }

    /// <summary>Skips the test where the host is not installed.</summary>
    internal void Need() =>
        Assert.SkipUnless(_process is not null, "needs .NET Interactive (test.sh installs it into out/dotnet-interactive)");

    /// <summary>Runs a cell; returns its events.</summary>
    internal Task<IReadOnlyList<JsonObject>> Run(string code, string language = "csharp", Func<JsonObject, bool>? cancelAt = null) =>
        Send("SubmitCode", new JsonObject { ["code"] = code, ["targetKernelName"] = language }, cancelAt);

    internal async Task<IReadOnlyList<JsonObject>> Send(string type, JsonObject command, Func<JsonObject, bool>? cancelAt = null)
    {
        var token = $"{Interlocked.Increment(ref _commands)}";
        await Write(type, command, token);
        var events = new List<JsonObject>();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var happened = await _events.Reader.ReadAsync(patience.Token);
            events.Add(happened);
            if (cancelAt is not null && cancelAt(happened))
            {
                cancelAt = null;
                await Write("Cancel", new JsonObject { ["targetKernelName"] = ".NET" }, token + "c");
            }
            if (Type(happened) is "CommandSucceeded" or "CommandFailed" && (string?)happened["command"]?["token"] == token)
                return events;
        }
    }

    internal static string Type(JsonObject happened) => (string)happened["eventType"]!;

    /// <summary>The plain text of everything shown or returned, without updates.</summary>
    internal static IReadOnlyList<string> Shown(IEnumerable<JsonObject> events) =>
        [
            .. events
                .Where(happened => Type(happened) is "DisplayedValueProduced" or "ReturnValueProduced")
                .Select(happened => Part(happened, "text/plain") ?? Part(happened, "text/html") ?? ""),
        ];

    /// <summary>What an event shows, in one MIME type; null if it has none of that type.</summary>
    internal static string? Part(JsonObject happened, string mimeType) =>
        (string?)
            happened["event"]!["formattedValues"]!.AsArray().FirstOrDefault(value => (string?)value!["mimeType"] == mimeType)?["value"];

    /// <summary>Why the command failed.</summary>
    internal static string Failure(IEnumerable<JsonObject> events)
    {
        var last = events.Last(happened => Type(happened) is "CommandSucceeded" or "CommandFailed");
        Assert.Equal("CommandFailed", Type(last));
        return (string)last["event"]!["message"]!;
    }

    internal static Task<IReadOnlyList<JsonObject>> Good(IReadOnlyList<JsonObject> events)
    {
        Assert.True(
            Type(events[^1]) == "CommandSucceeded",
            string.Join('\n', events.TakeLast(4).Select(happened => happened.ToJsonString()))
        );
        return Task.FromResult(events);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _packages?.Dispose();
    }

    private async Task Write(string type, JsonObject command, string token)
    {
        await _process!.StandardInput.WriteLineAsync(
            new JsonObject
            {
                ["token"] = token,
                ["commandType"] = type,
                ["command"] = command,
            }.ToJsonString()
        );
        await _process.StandardInput.FlushAsync();
    }

    private async Task Read()
    {
        try
        {
            while (await _process!.StandardOutput.ReadLineAsync() is { } line)
                if (line.StartsWith('{') && JsonNode.Parse(line) is JsonObject happened && happened.ContainsKey("eventType"))
                    await _events.Writer.WriteAsync(happened);
            _events.Writer.Complete(new InvalidOperationException("The host ended."));
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException)
        {
            _events.Writer.Complete(e);
        }
    }
}
