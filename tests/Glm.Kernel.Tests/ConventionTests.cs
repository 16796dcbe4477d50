using System.Reflection;
using Glm.Kernel.Running;
using Glm.Testing;

namespace Glm.Kernel.Tests;

public sealed class ConventionTests
{
    private static Assembly Library => typeof(CellRunner).Assembly;

    [Fact]
    public void Should_keep_its_public_surface() => PublicApi.ShouldBeFrozen(Library, "Glm.Kernel.Tests");

    [Fact]
    public void Should_point_one_way() =>
        HouseRules.ShouldPointOneWay(
            Library,
            name => string.Join('.', name.Split('.')[2..]),
            new Dictionary<string, string[]>
            {
                ["Outputs"] = [],
                ["CSharp"] = ["Outputs"],
                ["Documents"] = [],
                ["Running"] = ["Outputs", "CSharp", "Documents"],
                ["Notebooks"] = ["Outputs", "CSharp", "Documents", "Running"],
                ["Verification"] = ["Outputs", "Documents", "Running", "Notebooks"],
                ["Jupyter.Messages"] = ["Outputs"],
                ["Jupyter"] = ["Outputs", "Jupyter.Messages"],
                ["Jupyter.Cells"] = ["Outputs", "CSharp", "Running", "Jupyter"],
                ["Jobs"] = [],
                ["Cli"] = ["Outputs", "CSharp", "Documents", "Running", "Notebooks", "Jupyter", "Jupyter.Cells", "Jobs", "Verification"],
            }
        );

    [Fact]
    public void Should_write_numbers_in_one_culture() => HouseRules.ShouldWriteNumbersInOneCulture(Library);

    [Fact]
    public void Should_name_files_for_what_they_hold() => HouseRules.ShouldNameFilesForWhatTheyHold("Glm.Kernel");

    [Fact]
    public void Should_keep_lines_short() => HouseRules.ShouldKeepLinesShort("src/Glm.Kernel", "tests/Glm.Kernel.Tests");
}
