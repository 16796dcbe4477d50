using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Polyglot;
using Glm.Testing;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;

namespace Glm.Interactive.Tests.Polyglot;

/// <summary>What loading the package leaves in a host.</summary>
[Collection(DoubleNotebook.Alone)]
public sealed class RegistrationTests
{
    [Fact]
    public async Task Should_register_every_command_with_every_option()
    {
        var notebook = await DoubleNotebook.Load();
        Assert.Empty(notebook.Loading.OfType<CommandFailed>().Select(failed => failed.Message));
        var magic = Magic(notebook);
        var catalogue = CommandCatalogue.Standard;
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
                    (parameter.Name, parameter.Description, parameter.Flag, parameter.AllowImplicitName)
                )
            );
        // Ours is the parser that says what is missing, in words of its own.
        Assert.DoesNotContain(magic.Subcommands.SelectMany(directive => directive.Parameters), parameter => parameter.Required);
    }

    [Fact]
    public async Task Should_keep_what_it_registers()
    {
        var text = new StringBuilder();
        foreach (var directive in Magic(await DoubleNotebook.Load()).Subcommands)
        {
            text.Append($"#!glm {directive.Name}\n");
            foreach (var parameter in directive.Parameters)
                text.Append(
                    $"    "
                        + $"{parameter.Name}{(parameter.Flag ? " (flag)" : "")}{(parameter.AllowImplicitName ? " (name may be left out)" : "")}\n"
                );
        }
        var file = Repository.PathOf("tests", "Glm.Interactive.Tests", "Polyglot", "Registered.txt");
        if (Environment.GetEnvironmentVariable("GLM_UPDATE_API") == "1")
            File.WriteAllText(file, text.ToString());
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text.ToString());
    }

    [Fact]
    public async Task Should_leave_nothing_but_the_session_among_the_users_variables()
    {
        var notebook = await DoubleNotebook.Load();
        Assert.Equal(["session"], notebook.CSharp.ScriptState!.Variables.Select(variable => variable.Name));
        Assert.Same(PolyglotBridge.Current.Session, notebook.CSharp.ScriptState.GetVariable("session").Value);
        await notebook.Good("ScaffoldSet nothing = null; Strand strand = Strand.Forward; GlmConfig config = GlmConfig.Tiny;");
        Assert.NotEmpty((await notebook.Run("new GlmNotebook(null, null, null)")).OfType<CommandFailed>());
    }

    [Fact]
    public async Task Should_register_once_however_often_it_is_loaded()
    {
        var notebook = await DoubleNotebook.Load();
        Assert.Empty((await notebook.Run(DoubleNotebook.Extension)).OfType<CommandFailed>());
        Magic(notebook);
        Assert.Single(DoubleNotebook.Shown(await notebook.Good("#!glm info")));
    }

    [Fact]
    public async Task Should_say_what_was_found_and_what_comes_next()
    {
        var notebook = await DoubleNotebook.Load();
        Assert.Matches(
            @"^Glm\.Interactive 0\.1\.0: libtorch [\s\S]*\nNext: #!glm load or #!glm simulate\.",
            Assert.Single(DoubleNotebook.Shown(notebook.Loading))
        );
    }

    [Fact]
    public async Task Should_say_in_one_line_that_a_host_is_not_the_one_expected()
    {
        // A host whose compiler refuses the script: there is no C# kernel of the expected kind to find.
        var notebook = await DoubleNotebook.Load();
        var broken = DoubleNotebook
            .Extension.Replace("PolyglotBridge.Script,", "\"NoSuchType x = null;\",", StringComparison.Ordinal)
            .Replace("Glm.Interactive.Polyglot.\"NoSuchType", "\"NoSuchType", StringComparison.Ordinal);
        var failed = (await notebook.Run(broken)).OfType<CommandFailed>().Last();
        Assert.StartsWith("Glm.Interactive cannot be added to this host, .NET Interactive ", failed.Message);
        Assert.Contains("December 2025 or later (the last is 1.0.712001)", failed.Message);
        Assert.Contains("NoSuchType", failed.Message);
        Assert.DoesNotContain('\n', failed.Message);
    }

    [Fact]
    public void Should_name_no_command_in_the_script()
    {
        var words = PolyglotBridge
            .Script.Split([' ', '\n', '"', '\'', '(', ')', '.', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(CommandCatalogue.Standard.Commands, command =>
            words.Contains(command.Name) || words.Contains($"{char.ToUpperInvariant(command.Name[0])}{command.Name[1..]}Command")
        );
        Assert.DoesNotContain("--", PolyglotBridge.Script, StringComparison.Ordinal);
        Assert.InRange(PolyglotBridge.Script.Split('\n').Length, 1, 150);
    }

    private static KernelActionDirective Magic(DoubleNotebook notebook) =>
        Assert.IsType<KernelActionDirective>(Assert.Single(notebook.Root.KernelInfo.SupportedDirectives));
}
