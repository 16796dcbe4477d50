using System.Text.Json;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Polyglot;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Polyglot;

public sealed class PolyglotBridgeTests
{
    private static PolyglotBridge Bridge { get; } = new(new GlmSession());

    private static Dictionary<string, JsonElement> Parsed(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    [Theory]
    [InlineData("""{"minGenes":"5","keepShort":true,"path":"my genomes"}""", "my genomes", 5, true)]
    [InlineData("""{"keepShort":false,"minGenes":7,"targetKernelName":"csharp"}""", null, 7, false)]
    [InlineData("""{"path":"@home"}""", "@home", null, false)]
    [InlineData("{}", null, null, false)]
    public async Task Should_run_a_command_from_the_values_that_the_host_has_parsed(string values, string? path, int? genes, bool flag)
    {
        var (pathOption, genesOption) = (CommandOption.Text("--path", "Where."), CommandOption.Integer("--min-genes", "How many."));
        var flagOption = CommandOption.Flag("--keep-short", "Whether.");
        (string?, int?, bool)? got = null;
        var command = new SampleCommand("load", pathOption, genesOption, flagOption)
        {
            Work = context =>
            {
                got = (context.Get(pathOption), context.Get(genesOption), context.Get(flagOption));
                return Task.CompletedTask;
            },
        };
        var bridge = new PolyglotBridge(new GlmSession(new CommandCatalogue([command])));
        Assert.Null(await bridge.RunAsync("#!glm load", Parsed(values), new FakeHost()));
        Assert.Equal((path, genes, flag), got);
    }

    [Fact]
    public async Task Should_check_parsed_values_as_it_checks_a_line()
    {
        var failure = await Bridge.RunAsync("#!glm load", Parsed("""{"path":"x","minGenes":"few"}"""), new FakeHost());
        Assert.StartsWith("#!glm load: --min-genes must be a whole number", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_what_the_host_has_bound()
    {
        var values = Parsed("""{"minGenes":5,"path":"a","lr":0.5,"keepShort":true,"as":{"x":1}}""");
        Assert.Equal(5L, Bound("--min-genes"));
        Assert.Equal("a", Bound("--path"));
        Assert.Equal(0.5, Bound("--lr"));
        Assert.Equal(true, Bound("--keep-short"));
        Assert.Null(Bound("--as"));
        Assert.Null(Bound("--unknown"));

        object? Bound(string option) => PolyglotBridge.TryGetBound(option, values, out var value) ? value : null;
    }

    [Theory]
    [InlineData("int x = 1;\n#!glm load --nope", true)]
    [InlineData("#!glm info\r\n#!glm\n  #!glm simulate --genomes 2", false)]
    [InlineData("// #!glm nope\n#!glmnope\nvar text = \"#!glm nope\";", false)]
    public void Should_find_mistakes_in_the_command_lines_of_a_cell_once(string code, bool isWrong)
    {
        var bridge = new PolyglotBridge(new GlmSession());
        var cell = new object();
        Assert.Equal(isWrong, bridge.EnterCell(cell, code) is not null);
        Assert.Null(bridge.EnterCell(cell, code));
        Assert.Equal(isWrong, bridge.EnterCell(new object(), code) is not null);
    }

    [Theory]
    [InlineData("var x = 1;", 0, 5)]
    [InlineData("#!glm load", 3, 0)]
    [InlineData("", 0, 0)]
    [InlineData("#!glmx", 0, 6)]
    public void Should_have_nothing_to_say_outside_of_command_lines(string code, int line, int character)
    {
        Assert.Null(Bridge.Complete(code, line, character, new FakeHost()));
        Assert.Null(Bridge.Hover(code, line, character, new FakeHost()));
    }

    [Fact]
    public async Task Should_turn_every_end_of_a_command_into_a_line_or_nothing()
    {
        var bridge = new PolyglotBridge(
            new GlmSession(
                new CommandCatalogue([
                    new Ending("well", _ => { }),
                    new Ending("wrong", _ => throw new GlmException("your mistake")),
                    new Ending("broken", _ => throw new InvalidOperationException("our\nmistake")),
                    new Ending("stopped", context =>
                    {
                        ((FakeHost)context.Host).Source.Cancel();
                        context.Cancellation.ThrowIfCancellationRequested();
                    }),
                ])
            )
        );
        Assert.Equal(["well", "wrong", "broken", "stopped"], bridge.Commands.Select(command => command.Name));
        Assert.Null(await bridge.RunAsync("#!glm well", new FakeHost()));
        Assert.Equal("your mistake", await bridge.RunAsync("#!glm wrong", new FakeHost()));
        Assert.Equal(
            "internal error in #!glm broken: InvalidOperationException: our mistake",
            await bridge.RunAsync("#!glm broken", new FakeHost())
        );
        Assert.Equal("Interrupted.", await bridge.RunAsync("#!glm stopped", new FakeHost()));
        Assert.StartsWith("#!glm: there is no command 'nope'.", await bridge.RunAsync("#!glm nope", new FakeHost()));
    }

    [Fact]
    public void Should_welcome_with_what_is_there()
    {
        var found = new NativeTorchStatus(NativeTorchState.Loaded, "0.107.0", "2.10.0")
        {
            FoundVersion = "2.10.0+cu128",
            LibTorch = "/x/libtorch.so",
        };
        Assert.Equal("libtorch 2.10.0+cu128, 1 CUDA device.", PolyglotWelcome.Found(found, 1, null));
        Assert.Matches(
            @"^libtorch 2\.10\.0\+cu128, on the CPU \(\d+ cores\)\. No GPU: no driver\.$",
            PolyglotWelcome.Found(found, 0, "no driver.")
        );
        var missing = PolyglotWelcome.Missing(
            new NativeTorchStatus(NativeTorchState.Failed, "0.107.0", "2.10.0") { Folders = ["/x"], Failure = "not found" }
        );
        Assert.Contains("#r \"nuget: TorchSharp-cpu, 0.107.0\"", missing);
        Assert.Contains("GLM_LIBTORCH naming a folder that holds libtorch 2.10.0", missing);
        var wrong = PolyglotWelcome.Missing(found with { State = NativeTorchState.Failed, Failure = "/x holds libtorch 2.9." });
        Assert.Equal("/x holds libtorch 2.9. #!glm doctor says more.", wrong);
    }

    private sealed class Ending(string name, Action<CommandContext> run) : GlmCommand
    {
        public override string Name => name;

        public override string Summary => "Ends.";

        public override bool NeedsTorch => false;

        public override IReadOnlyList<CommandExample> Examples => [new($"#!glm {name}", "Ends.", "")];

        public override Task RunAsync(CommandContext context)
        {
            run(context);
            return Task.CompletedTask;
        }
    }
}
