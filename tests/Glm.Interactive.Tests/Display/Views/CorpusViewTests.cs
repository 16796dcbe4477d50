using System.Text.RegularExpressions;
using Glm.Corpora;
using Glm.Formats;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Commands;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;

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

    [Fact]
    public async Task Should_say_what_language_model_its_vectors_are_of()
    {
        using var bench = new CommandBench();
        SimulationFiles.Write(CommandBench.Scaffolds, bench.Folder["made"]);
        await bench.Run("#!glm load made --corpus soil");
        ProteinVectors vectors;
        using (var corpus = bench.Variable<Corpus>("corpus"))
        {
            var ids = corpus.Proteins(0, int.MaxValue).Select(protein => protein.Id).ToArray();
            vectors = new ProteinVectors("esm2", ids, 1, new Half[ids.Length])
            {
                Origin = new VectorOrigin("<b>esm2", "aa", 6, Pooling.Cls, "float32", 1),
            };
        }
        CorpusFiles.Embed(bench.Folder["soil"], vectors, TestContext.Current.CancellationToken);
        using var embedded = Corpus.Open(bench.Folder["soil"]);
        var bundle = CorpusView.Create(embedded);
        Assert.Contains("\n  The vectors are of <b>esm2, layer 6, pooling Cls.", bundle.Plain);
        Assert.Contains("The vectors are of &lt;b&gt;esm2, layer 6, pooling Cls.", bundle.Parts[MimeBundle.Html]);
        Assert.EndsWith("all with vectors of <b>esm2, layer 6, pooling Cls in soil", ValueDescription.Line(embedded));
    }

    /// <summary>A corpus remembers when its files were last written, so its size differs by a few bytes.</summary>
    private static string OfAnySize(string text) => Regex.Replace(text, @"\d+\.\d kB", "70.0 kB");
}
