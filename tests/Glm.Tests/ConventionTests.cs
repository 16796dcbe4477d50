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
        HouseRules.ShouldNotReference(Library, "Glm.Interactive", "Glm.Kernel", "Plotly", "Microsoft.DotNet.Interactive", "Microsoft.CodeAnalysis", "System.CommandLine");

    [Fact]
    public void Should_point_one_way() => HouseRules.ShouldPointOneWay(
        Library,
        name => name switch
        {
            "Glm.Analysis.Statistics" => "Statistics",
            "Glm.Genomes.Simulation" => "Simulation",
            _ => name.Split('.')[1],
        },
        new Dictionary<string, string[]>
        {
            ["Runtime"] = [],
            ["Statistics"] = ["Runtime"],
            ["Genomes"] = ["Runtime"],
            // The one arrow that runs back: protein vectors carry the normaliser of their embedder.
            ["Proteins"] = ["Runtime", "Genomes", "Features"],
            ["Formats"] = ["Runtime", "Genomes", "Proteins"],
            ["Simulation"] = ["Runtime", "Genomes", "Formats"],
            ["Features"] = ["Runtime", "Statistics", "Genomes", "Proteins", "Formats"],
            ["Corpora"] = ["Runtime", "Genomes", "Proteins", "Formats", "Features"],
            ["Modeling"] = ["Runtime", "Proteins", "Formats", "Features"],
            ["Training"] = ["Runtime", "Genomes", "Proteins", "Formats", "Features", "Modeling"],
            ["Analysis"] = ["Runtime", "Statistics", "Genomes", "Proteins", "Formats", "Features", "Modeling", "Training"],
        });

    [Fact]
    public void Should_write_numbers_in_one_culture() => HouseRules.ShouldWriteNumbersInOneCulture(Library);

    /// <summary>The model and its training are read on one page each: small types stay with the one they serve.</summary>
    [Fact]
    public void Should_name_files_for_what_they_hold() => HouseRules.ShouldNameFilesForWhatTheyHold("Glm", "Modeling", "Training");
}
