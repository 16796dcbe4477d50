using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Interactive.Tests.Commands;

public class InfoCommandTests
{
    private readonly FakeHost _host = new();
    private readonly GlmSession _session = new();

    [Fact]
    public async Task Should_say_that_there_is_nothing_yet()
    {
        await _session.RunLineAsync("#!glm info", _host);
        Assert.Equal("Nothing yet. #!glm lists the commands.", _host.Shown.Single().Plain);
    }

    [Fact]
    public async Task Should_list_the_objects_of_the_session_encoded()
    {
        _session.Remember("scaffolds", SampleCommands.Scaffolds);
        _session.Remember("proteins", SampleCommands.Vectors);
        await _session.RunLineAsync("#!glm info", _host);
        Assert.Equal(
            """
            variable   type            holds
            scaffolds  ScaffoldSet     1 genome, 1 scaffold, 1 gene, 0 windows from <b>sample</b>
            proteins   ProteinVectors  1 protein, 2 numbers each, by sample
            """.ReplaceLineEndings("\n"),
            _host.Shown.Single().Plain
        );
        var html = _host.Shown.Single().Parts["text/html"];
        Assert.Contains("&lt;b&gt;sample&lt;/b&gt;", html);
        Assert.DoesNotContain("<b>sample", html);
    }

    [Fact]
    public async Task Should_describe_any_variable_by_name()
    {
        _host.Variables["numbers"] = new List<int> { 1 };
        await _session.RunLineAsync("#!glm info numbers", _host);
        Assert.Contains("List<Int32>", _host.Shown.Single().Plain);
        Assert.Contains("List&lt;Int32&gt;", _host.Shown.Single().Parts["text/html"]);
    }

    [Fact]
    public async Task Should_refuse_a_variable_that_is_not_there() =>
        Assert.Equal(
            "#!glm info: there is no C# variable 'x'. #!glm info alone lists the session's objects.",
            (await Assert.ThrowsAsync<GlmException>(() => _session.RunLineAsync("#!glm info x", _host))).Message
        );

    [Fact]
    public void Should_describe_each_kind_of_result()
    {
        var set = SampleCommands.Scaffolds;
        var window = new GeneWindow(set.Scaffolds[0], 0, 1);
        var projection = new PlanarProjection("gLM", [0], [0], (1, 0));
        Assert.Equal(
            "1 step, 5 training windows, loss 2.5 to 2.5, interrupted",
            ValueDescription.Line(new TrainingHistory([new TrainingStep(1, 2.5, 0, 0, 0, 0)], [], 0.1, 5, 1, 10, true, 1, null))
        );
        Assert.Equal(
            "0 steps, 5 training windows, no loss yet",
            ValueDescription.Line(new TrainingHistory([], [], 0.1, 5, 1, 10, false, 1, null))
        );
        Assert.Equal(
            "2 genes, 1 window, layer 3, 2 numbers each",
            ValueDescription.Line(new ContextEmbeddings("set", [window], [set.Genomes[0]], 3, 2, new float[4], 1, new float[2]))
        );
        Assert.Equal("2 layers, 3 heads each, 1 gene of s:1-1", ValueDescription.Line(new AttentionResult(window, 2, 3, new float[6])));
        Assert.Equal(
            "1 gene by pca, coloured by class",
            ValueDescription.Line(new EmbeddingMap(EmbeddingLevel.Gene, "pca", ["a"], [""], "class", [""], projection, projection))
        );
        Assert.Equal(
            "2 taxa, 7 windows, 5 folds, gLM 75.0% right",
            ValueDescription.Line(
                new TaxonomyResult(
                    TaxonomicRank.Class,
                    ["a", "b"],
                    [3, 4],
                    5,
                    0.5,
                    new Dictionary<string, int>(),
                    [new RepresentationScore("gLM", [0.5, 1], [1, 1], new int[2, 2])]
                )
            )
        );
        Assert.Equal("twelve", ValueDescription.Line(new Twelve()));
        Assert.Equal("Uri", ValueDescription.Line(new Uri("https://example.org")));
    }

    private sealed class Twelve : IDescribable
    {
        public string Description => "twelve";
    }
}
