using System.Reflection;
using System.Text.RegularExpressions;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Interactive.Tests;

public sealed class ConventionTests
{
    private static Assembly Library => typeof(GlmSession).Assembly;

    [Fact]
    public void Should_keep_its_public_surface() => PublicApi.ShouldBeFrozen(Library, "Glm.Interactive.Tests");

    [Fact]
    public void Should_know_no_particular_host() =>
        HouseRules.ShouldNotReference(Library, "Glm.Kernel", "Microsoft.CodeAnalysis", "System.CommandLine", "NetMQ");

    [Fact]
    public void Should_know_DotNet_Interactive_in_one_room_only()
    {
        // Hosts that do not have its libraries, such as this project's own kernel, run everything else.
        var host = new[]
        {
            typeof(Microsoft.DotNet.Interactive.Kernel).Assembly,
            typeof(Microsoft.DotNet.Interactive.CSharp.CSharpKernel).Assembly,
        };
        Assert.Empty(
            Library
                .GetTypes()
                .Where(type => type.Namespace?.StartsWith("Glm.Interactive.Polyglot", StringComparison.Ordinal) == false)
                .Where(type => CompiledCode.TypesUsedBy(type).Any(used => host.Contains(used.Assembly)))
                .Select(type => type.FullName)
        );
    }

    /// <summary>What the C# of an example names must be there in a cell.</summary>
    [Fact]
    public void Should_open_every_analysis_in_notebooks() =>
        Assert.Empty(
            typeof(GlmException)
                .Assembly.GetExportedTypes()
                .Select(type => type.Namespace!)
                .Where(name => name.StartsWith("Glm.Analysis.", StringComparison.Ordinal))
                .Distinct()
                .Except(NotebookNamespaces.All)
        );

    [Fact]
    public void Should_point_one_way() =>
        HouseRules.ShouldPointOneWay(
            Library,
            name => name.Split('.')[2],
            new Dictionary<string, string[]>
            {
                ["CommandLanguage"] = [],
                ["Provenance"] = [],
                ["Hosting"] = ["CommandLanguage", "Provenance"],
                ["Display"] = ["CommandLanguage", "Provenance", "Hosting"],
                ["Results"] = ["CommandLanguage", "Provenance", "Hosting", "Display"],
                ["Export"] = ["CommandLanguage", "Hosting", "Results"],
                ["Bundles"] = ["CommandLanguage", "Provenance", "Hosting", "Results", "Export"],
                ["Commands"] = ["CommandLanguage", "Provenance", "Hosting", "Display", "Results", "Export", "Bundles"],
                ["Polyglot"] = ["CommandLanguage", "Hosting", "Display", "Results", "Commands"],
            }
        );

    [Fact]
    public void Should_point_one_way_in_the_rooms_of_displays()
    {
        const string displays = "Glm.Interactive.Display";
        string[] elsewhere = ["Elsewhere"];
        HouseRules.ShouldPointOneWay(
            Library,
            name =>
                name == displays ? "Display"
                : name.StartsWith(displays, StringComparison.Ordinal) ? name.Split('.')[3]
                : "Elsewhere",
            new Dictionary<string, string[]>
            {
                ["Markup"] = elsewhere,
                ["Drawing"] = ["Markup", .. elsewhere],
                ["Charts"] = ["Markup", "Drawing", .. elsewhere],
                ["Progress"] = ["Markup", "Drawing", "Charts", .. elsewhere],
                ["Objects"] = ["Markup", .. elsewhere],
                ["Views"] = ["Markup", "Drawing", "Charts", "Objects", .. elsewhere],
                ["Display"] = ["Markup", "Charts", "Views", .. elsewhere],
                ["Elsewhere"] = ["Markup", "Charts", "Progress", "Objects", "Views", "Display"],
            }
        );
    }

    [Fact]
    public void Should_draw_only_through_the_svg_writer() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Repository.PathOf("src", "Glm.Interactive"), "*.cs", SearchOption.AllDirectories),
            file =>
                Path.GetFileName(file) is not ("Svg.cs" or "SvgWriter.cs")
                && Regex.IsMatch(File.ReadAllText(file), "<(svg|g|path|rect|line|circle|text|title)[ >]")
        );

    [Fact]
    public void Should_write_numbers_in_one_culture() =>
        HouseRules.ShouldWriteNumbersInOneCulture(Library, "ContextualizeCommand.RunAsync", "EmbedCommand.RunAsync");

    [Fact]
    public void Should_name_files_for_what_they_hold() => HouseRules.ShouldNameFilesForWhatTheyHold("Glm.Interactive");

    [Fact]
    public void Should_keep_lines_short() => HouseRules.ShouldKeepLinesShort("src/Glm.Interactive", "tests/Glm.Interactive.Tests");

    /// <summary>A setting that no option fills would reach the user of a command as the name of a property.</summary>
    [Fact]
    public void Should_have_an_option_for_every_setting_that_the_engine_names()
    {
        var options = StandardCommands
            .Catalogue.Commands.SelectMany(command => command.Options)
            .Select(option => option.Property)
            .ToHashSet();
        var calls = typeof(Setting)
            .Assembly.GetTypes()
            .SelectMany(CompiledCode.Methods)
            .SelectMany(method =>
                CompiledCode.StringsForCalls(method, typeof(Setting).GetMethod(nameof(Setting.Of))!).Select(strings => (method, strings))
            )
            .ToList();
        Assert.NotEmpty(calls);
        Assert.DoesNotContain(calls, call => !call.strings.Any(options.Contains));
    }
}
