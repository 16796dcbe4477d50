using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Polyglot;
using Glm.Runtime;
using Glm.Testing;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using LinePosition = Microsoft.DotNet.Interactive.LinePosition;

namespace Glm.Interactive.Tests.Polyglot;

/// <summary>What loading the commands leaves in a host.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void Should_register_every_command_with_every_option()
    {
        using var notebook = HostedNotebook.Load();
        var magic = Magic(notebook.Root);
        var catalogue = StandardCommands.Catalogue;
        Assert.Equal(
            catalogue.Commands.Select(command => (command.Name, (string?)command.Summary)),
            magic.Subcommands.Select(directive => (directive.Name, directive.Description))
        );
        foreach (var (command, directive) in catalogue.Commands.Zip(magic.Subcommands))
            Assert.Equal(
                command.Options.Select(option =>
                    (option.Name, CommandHelp.Text(option), option.Kind == OptionKind.Flag, option.IsImplicit)
                ),
                directive.Parameters.Select(parameter =>
                    (parameter.Name, parameter.Description!, parameter.Flag, parameter.AllowImplicitName)
                )
            );
        // Our own parser reports what is missing, in its own words.
        Assert.DoesNotContain(magic.Subcommands.SelectMany(directive => directive.Parameters), parameter => parameter.Required);
    }

    [Fact]
    public void Should_keep_what_it_registers()
    {
        using var notebook = HostedNotebook.Load();
        var text = new StringBuilder();
        foreach (var directive in Magic(notebook.Root).Subcommands)
        {
            text.Append($"#!glm {directive.Name}\n");
            foreach (var parameter in directive.Parameters)
                text.Append($"    {parameter.Name}")
                    .Append(parameter.Flag ? " (flag)" : "")
                    .Append(parameter.AllowImplicitName ? " (name may be left out)\n" : "\n");
        }
        var file = Repository.PathOf("tests", "Glm.Interactive.Tests", "Polyglot", "Registered.txt");
        if (Environment.GetEnvironmentVariable("GLM_UPDATE_API") == "1")
            File.WriteAllText(file, text.ToString());
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text.ToString());
    }

    [Fact]
    public async Task Should_leave_nothing_but_the_session_among_the_users_variables()
    {
        using var notebook = HostedNotebook.Load();
        await notebook.Good("ScaffoldSet nothing = null; Strand strand = Strand.Forward; GlmConfig config = GlmConfig.Tiny;");
        Assert.Equal(["session", "nothing", "strand", "config"], notebook.CSharp.ScriptState.Variables.Select(variable => variable.Name));
        Assert.Same(notebook.Session, notebook.Variable<GlmSession>("session"));
    }

    [Fact]
    public async Task Should_open_every_namespace_before_the_first_cell()
    {
        using var notebook = HostedNotebook.Load();
        Assert.Contains(
            (await notebook.Send(new RequestCompletions("ScaffoldS", new LinePosition(0, 9)))).OfType<CompletionsProduced>(),
            produced => produced.Completions.Any(item => item.DisplayText == "ScaffoldSet")
        );
        var open = string.Join('\n', NotebookNamespaces.All.Select(name => $"using {name};"));
        Assert.Empty((await notebook.Good(open)).OfType<DiagnosticsProduced>().SelectMany(produced => produced.Diagnostics));
    }

    [Fact]
    public async Task Should_load_from_a_cell_by_the_line_that_the_package_brings()
    {
        using var notebook = HostedNotebook.Bare();
        notebook.CSharp.AddAssemblyReferences([typeof(GlmSession).Assembly.Location]);
        var line = Assert.Single(File.ReadLines(Repository.PathOf("src", "Glm.Interactive", "extension.dib")).Skip(1), text =>
            text.Length > 0
        );
        var loading = await notebook.Good(line);
        Assert.Matches(
            @"^Glm\.Interactive 0\.1\.0: libtorch [\s\S]*\nNext: #!glm load or #!glm simulate\.",
            Assert.Single(HostedNotebook.Shown(loading))
        );
        Assert.Empty(loading.OfType<DiagnosticsProduced>().SelectMany(produced => produced.Diagnostics));
        await notebook.Good("#!glm simulate --genomes 1\nvar mine = session.Current<ScaffoldSet>();");
        Assert.Same(notebook.Session, notebook.Variable<GlmSession>("session"));
    }

    [Fact]
    public async Task Should_register_once_however_often_it_is_loaded()
    {
        using var notebook = HostedNotebook.Load();
        Assert.Same(notebook.Session, GlmKernelExtension.Load(notebook.CSharp));
        Magic(notebook.Root);
        Assert.Single(HostedNotebook.Shown(await notebook.Good("#!glm info")));
        await notebook.Good("int ran = 1;");
        Assert.Equal(["session", "ran"], notebook.CSharp.ScriptState.Variables.Select(variable => variable.Name));
    }

    [Fact]
    public async Task Should_keep_notebooks_of_one_process_apart()
    {
        using var one = HostedNotebook.Load();
        using var other = HostedNotebook.Load();
        await one.Good("#!glm simulate --genomes 1");
        Assert.NotSame(one.Session, other.Session);
        Assert.Single(one.Session.Objects);
        Assert.Empty(other.Session.Objects);
        Assert.Contains("no command has made any yet", await other.Failure("#!glm embed"));
    }

    [Fact]
    public async Task Should_load_into_a_csharp_kernel_on_its_own()
    {
        using var csharp = new CSharpKernel();
        var session = GlmKernelExtension.Load(csharp);
        var events = await Task.Run(
            async () =>
                (await csharp.SendAsync(new SubmitCode("#!glm simulate --genomes 2 --as mine\nint genomes = mine.Genomes.Count;"))).Events,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(events.OfType<CommandFailed>().Select(failed => failed.Message));
        Assert.True(csharp.TryGetValue("genomes", out int genomes));
        Assert.Equal(2, genomes);
        Assert.True(csharp.TryGetValue("session", out GlmSession found));
        Assert.Same(session, found);
    }

    [Fact]
    public void Should_say_that_there_is_no_csharp_kernel()
    {
        using var root = new CompositeKernel { new KeyValueStoreKernel("store") };
        Assert.Equal(
            $"Glm.Interactive needs a C# kernel, and '{root.Name}' has none.",
            Assert.Throws<GlmException>(() => GlmKernelExtension.Load(root)).Message
        );
        Assert.Throws<InvalidOperationException>(() => GlmKernelExtension.SessionOf(root));
    }

    [Fact]
    public async Task Should_fail_a_cell_that_cannot_load_in_one_line()
    {
        using var root = new CompositeKernel { new KeyValueStoreKernel("store") };
        using var other = HostedNotebook.Bare();
        other.CSharp.AddAssemblyReferences([typeof(GlmSession).Assembly.Location]);
        await other.CSharp.SetValueAsync("empty", root, typeof(Kernel));
        Assert.StartsWith(
            "Glm.Interactive needs a C# kernel",
            await other.Failure("Glm.Interactive.Polyglot.GlmKernelExtension.Load(empty);")
        );
    }

    [Fact]
    public void Should_say_in_one_line_that_a_host_is_not_the_one_expected() =>
        Assert.Matches(
            @"^Glm\.Interactive cannot be added to this host, \.NET Interactive 10\..*: use one from December 2025 or later "
                + @"\(the last is 1\.0\.712001\).*What is wrong: no such type$",
            GlmKernelExtension.Unsuitable(typeof(string).Assembly, "no such type\nmore")
        );

    private static KernelActionDirective Magic(Kernel root) =>
        Assert.IsType<KernelActionDirective>(
            Assert.Single(root.KernelInfo.SupportedDirectives, directive => directive.Name == CommandCatalogue.Magic)
        );
}
