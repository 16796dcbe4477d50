using System.Text.RegularExpressions;
using Glm.Corpora;
using Glm.Formats;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Commands;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class CorpusViewTests
{
    [Fact]
    public async Task Should_look_as_reviewed()
    {
        using var bench = new CommandBench();
        SimulationFiles.Write(CommandBench.Scaffolds, bench.Folder["made"]);
        await bench.Run("#!glm load made --corpus soil");
        using var corpus = bench.Variable<Corpus>("corpus");
        var addition = new CorpusAddition(2, 1, 48, 1395, 1394, new Dictionary<string, int> { ["<short>"] = 28, ["no gene"] = 1 });
        Snapshot.ShouldMatch("Views/CorpusView", () => CorpusView.Create(corpus, addition, verified: true), OfAnySize);
    }

    /// <summary>A corpus remembers when its files were last written, so its size differs by a few bytes.</summary>
    private static string OfAnySize(string text) => Regex.Replace(text, @"\d+\.\d kB", "70.0 kB");
}
