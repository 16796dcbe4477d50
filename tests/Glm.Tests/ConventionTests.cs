using System.Reflection;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests;

public sealed class ConventionTests
{
    private static Assembly Library => typeof(GlmException).Assembly;

    [Fact]
    public void Should_keep_its_public_surface() => PublicApi.ShouldBeFrozen(Library, "Glm.Tests");

    [Fact]
    public void Should_know_no_notebook_and_no_chart() =>
        HouseRules.ShouldNotReference(
            Library,
            "Glm.Interactive",
            "Glm.Kernel",
            "Plotly",
            "Microsoft.DotNet.Interactive",
            "Microsoft.CodeAnalysis",
            "System.CommandLine"
        );

    /// <summary>The floors of the house, from the ground: each knows only what stands left of it.</summary>
    private static readonly string[] Floors =
    [
        "Runtime",
        "Statistics",
        "Genomes",
        "Arrays",
        "Formats",
        "Proteins",
        "Features",
        "Corpora",
        "Modeling",
        "Training",
        "Analysis",
        "Sessions",
    ];

    [Fact]
    public void Should_stand_on_its_floors() =>
        HouseRules.ShouldPointOneWay(
            Library,
            name => name.Split('.')[1],
            Floors.Select((floor, height) => (floor, below: Floors[..height])).ToDictionary(pair => pair.floor, pair => pair.below)
        );

    [Fact]
    public void Should_write_numbers_in_one_culture() => HouseRules.ShouldWriteNumbersInOneCulture(Library);

    /// <summary>The engine names properties, which a host may spell as options; these are of a gene caller, DIAMOND and MMseqs2.</summary>
    [Fact]
    public void Should_speak_of_no_command_line() =>
        HouseRules.ShouldSpeakOfNoCommandLine(
            Library,
            "--version",
            "--sensitive",
            "--in",
            "--dbtype",
            "--max-seqs",
            "--alignment-mode",
            "--threads",
            "--format-output"
        );

    /// <summary>The model and its training are read on one page each: small types stay with the one they serve.</summary>
    [Fact]
    public void Should_name_files_for_what_they_hold() => HouseRules.ShouldNameFilesForWhatTheyHold("Glm", "Modeling", "Training");

    /// <summary>In TorchSharp 0.107 a failure inside matmul, such as memory that runs out, ends the process; mm and bmm throw.</summary>
    [Fact]
    public void Should_multiply_where_a_failure_can_be_told() =>
        Assert.Empty(
            from type in Library.GetTypes()
            from method in CompiledCode.Methods(type)
            from called in CompiledCode.References(method)
            where called.Name == "matmul"
            select $"{type.FullName}.{method.Name}"
        );

    [Fact]
    public void Should_keep_lines_short() => HouseRules.ShouldKeepLinesShort("src/Glm", "tests/Glm.Tests", "tests/Shared", "benchmarks");
}
