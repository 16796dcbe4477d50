using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Hosting;

public class GlmSessionTests
{
    private static readonly Option<string?> In = CommandOption.File("--in", "");
    private static readonly Option<string?> Out = CommandOption.File("--out", "");

    private readonly FakeHost _host = new();
    private readonly GlmSession _session = new(SampleCommands.Catalogue);

    [Fact]
    public async Task Should_make_the_result_a_variable_of_its_type()
    {
        await _session.RunLineAsync("#!glm load x.fa --as mine", _host);
        Assert.Same(SampleCommands.Scaffolds, _host.Variables["mine"]);
        Assert.Equal(typeof(ScaffoldSet), _host.Types["mine"]);
        Assert.Equal("mine", _session.CurrentVariable<ScaffoldSet>());
        Assert.Same(SampleCommands.Scaffolds, _session.Current<ScaffoldSet>());
        Assert.Null(_session.Current<ProteinVectors>());
    }

    [Fact]
    public async Task Should_pass_the_newest_object_of_a_type()
    {
        await _session.RunLineAsync("#!glm load x.fa", _host);
        await _session.RunLineAsync("#!glm embed", _host);
        await _session.RunLineAsync("#!glm train", _host);
        Assert.Equal(["scaffolds", "proteins"], _session.Objects.Select(kept => kept.Variable));
    }

    [Fact]
    public async Task Should_pass_an_object_by_name_and_make_it_the_newest()
    {
        await _session.RunLineAsync("#!glm load x.fa", _host);
        _host.Variables["mine"] = SampleCommands.Scaffolds;
        await _session.RunLineAsync("#!glm embed --scaffolds mine", _host);
        Assert.Equal("mine", _session.CurrentVariable<ScaffoldSet>());
    }

    [Fact]
    public async Task Should_see_that_a_variable_was_reassigned()
    {
        var other = new ScaffoldSet("other", [], new Dictionary<string, Protein>(), [], []);
        ScaffoldSet? used = null;
        var session = Session(context =>
        {
            used = context.Newest<ScaffoldSet>();
            return Task.CompletedTask;
        });
        session.Remember("scaffolds", SampleCommands.Scaffolds);
        _host.Variables["scaffolds"] = other;
        await session.RunLineAsync("#!glm work", _host);
        Assert.Same(other, used);

        _host.Variables["scaffolds"] = "no longer scaffolds";
        await session.RunLineAsync("#!glm work", _host);
        Assert.Same(SampleCommands.Scaffolds, used);
    }

    [Theory]
    [InlineData(
        "#!glm embed",
        "#!glm embed: it needs scaffolds (ScaffoldSet), and no command has made any yet. Run #!glm load first, or name a C# "
            + "variable by --scaffolds NAME, such as mine."
    )]
    [InlineData(
        "#!glm train",
        "#!glm train: it needs protein vectors (ProteinVectors), and no command has made any yet. Run #!glm embed first."
    )]
    [InlineData(
        "#!glm embed --scaffolds minr",
        "#!glm embed: --scaffolds names 'minr', but there is no C# variable of that name. Did you mean 'mine'?"
    )]
    [InlineData(
        "#!glm embed --scaffolds xyzzy",
        "#!glm embed: --scaffolds names 'xyzzy', but there is no C# variable of that name. Name one with scaffolds "
            + "(ScaffoldSet), such as mine."
    )]
    [InlineData(
        "#!glm embed --scaffolds number",
        "#!glm embed: --scaffolds names 'number', which holds a number (Int32); it must hold scaffolds (ScaffoldSet), such as mine."
    )]
    [InlineData(
        "#!glm embed --scaffolds nothing",
        "#!glm embed: --scaffolds names 'nothing', which holds nothing (null); it must hold scaffolds (ScaffoldSet), such as mine."
    )]
    [InlineData(
        "#!glm embed --scaffolds list",
        "#!glm embed: --scaffolds names 'list', which holds a List<Dictionary<String, Int32[]>>; it must hold scaffolds "
            + "(ScaffoldSet), such as mine."
    )]
    public async Task Should_say_what_is_wrong_with_an_object(string line, string message)
    {
        _host.Variables["mine"] = SampleCommands.Scaffolds;
        _host.Variables["number"] = 5;
        _host.Variables["nothing"] = null;
        _host.Variables["list"] = new List<Dictionary<string, int[]>>();
        Assert.Equal(message, (await Assert.ThrowsAsync<GlmException>(() => _session.RunLineAsync(line, _host))).Message);
        Assert.Empty(_session.Objects);
    }

    [Fact]
    public async Task Should_pass_a_mistake_of_the_user_on_as_it_is()
    {
        var mistake = new GlmException("one line");
        Assert.Same(mistake, await Assert.ThrowsAsync<GlmException>(() => Session(_ => throw mistake).RunLineAsync("#!glm work", _host)));
    }

    [Fact]
    public async Task Should_name_the_command_of_a_file_system_error() =>
        Assert.Equal(
            "#!glm work: Could not find file '/x'.",
            (
                await Assert.ThrowsAsync<GlmException>(() =>
                    Session(_ => throw new FileNotFoundException("Could not find file\n'/x'.")).RunLineAsync("#!glm work", _host)
                )
            ).Message
        );

    [Fact]
    public async Task Should_call_any_other_failure_an_internal_error_and_keep_its_cause()
    {
        var defect = new InvalidOperationException("first\nsecond");
        var error = await Assert.ThrowsAsync<InternalErrorException>(() => Session(_ => throw defect).RunLineAsync("#!glm work", _host));
        Assert.Equal("internal error in #!glm work: InvalidOperationException: first second", error.Message);
        Assert.Same(defect, error.InnerException);
    }

    [Fact]
    public async Task Should_let_an_interruption_through()
    {
        var session = Session(async context =>
        {
            await _host.Source.CancelAsync();
            context.Cancellation.ThrowIfCancellationRequested();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.RunLineAsync("#!glm work", _host));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.RunLineAsync("#!glm work", _host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_tell_progress_how_the_command_ended(bool fails)
    {
        var progress = new Recorder();
        var session = new GlmSession(
            Catalogue(context =>
            {
                context.Progress("count").Report(new ProgressReport("count", 1, 2, "genes"));
                return fails ? throw new GlmException("one line") : Task.CompletedTask;
            }),
            (_, activity) =>
            {
                progress.Activity = activity;
                return progress;
            }
        );
        var run = session.RunLineAsync("#!glm work", _host);
        if (fails)
            await Assert.ThrowsAsync<GlmException>(() => run);
        else
            await run;
        Assert.Equal("count", progress.Activity);
        Assert.Equal(1, progress.Reports);
        Assert.Equal([fails ? "one line" : null], progress.Ends.Select(end => end?.Message));
    }

    [Fact]
    public async Task Should_resolve_paths_from_the_notebooks_folder()
    {
        string? path = null,
            none = "";
        var session = Session(context =>
        {
            (path, none) = (context.Get(In), context.Get(Out));
            return Task.CompletedTask;
        });
        await session.RunLineAsync("#!glm work --in sub/x", new FakeHost { WorkingDirectory = Path.GetFullPath("/base") });
        Assert.Equal(Path.GetFullPath("/base/sub/x"), path);
        Assert.Null(none);
    }

    [Fact]
    public async Task Should_show_help_and_run_nothing()
    {
        await _session.RunLineAsync("#!glm load --help", _host);
        Assert.Empty(_host.Variables);
        Assert.StartsWith(
            "#!glm load: Tests load.\n\n#!glm load <path> [--min-genes N] [--max-genes N] [--as NAME]\n",
            _host.Shown.Single().Plain
        );
        var html = _host.Shown.Single().Parts["text/html"];
        Assert.Contains("An example with &lt;tags&gt; &amp; &quot;quotes&quot;.", html);
        Assert.DoesNotContain("<tags>", html);
        await _session.RunLineAsync("#!glm", _host);
        Assert.Contains("  train         Tests train.\n", _host.Shown[1].Plain);
    }

    private static GlmSession Session(Func<CommandContext, Task> work) => new(Catalogue(work));

    private static CommandCatalogue Catalogue(Func<CommandContext, Task> work) =>
        new([new SampleCommand("work", In, Out) { Work = work }]);

    private sealed class Recorder : ICompletableProgress
    {
        public string? Activity { get; set; }

        public int Reports { get; private set; }

        public List<Exception?> Ends { get; } = [];

        public void Report(ProgressReport value) => Reports++;

        public void Complete(Exception? failure) => Ends.Add(failure);
    }
}
