using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Hosting;
using Glm.Training;

namespace Glm.Interactive.Tests.Results;

public class ValueDescriptionTests
{
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

    [Theory]
    [InlineData(typeof(ScaffoldSet), "scaffolds (ScaffoldSet)")]
    [InlineData(typeof(AttentionResult), "attention (AttentionResult)")]
    [InlineData(typeof(int), "a number (Int32)")]
    [InlineData(typeof(string), "a string (String)")]
    [InlineData(typeof(bool), "a boolean (Boolean)")]
    [InlineData(typeof(Dictionary<string, int[]>), "a Dictionary<String, Int32[]>")]
    [InlineData(typeof(Gene), "a Gene")]
    [InlineData(typeof(EmbeddingLevel), "an EmbeddingLevel")]
    public void Should_put_a_type_into_words(Type type, string words) => Assert.Equal(words, ValueDescription.Words(type));

    [Fact]
    public void Should_have_a_line_only_for_what_has_more_than_a_type()
    {
        Assert.Equal(ValueDescription.Line(SampleCommands.Scaffolds), ValueDescription.LineOrNull(SampleCommands.Scaffolds));
        Assert.Null(ValueDescription.LineOrNull(5));
        Assert.Null(ValueDescription.LineOrNull(SampleCommands.Scaffolds.Scaffolds[0]));
    }

    [Fact]
    public void Should_list_each_type_of_result_once()
    {
        Assert.Distinct(ResultTypes.All.Select(known => known.Type));
        Assert.All(ResultTypes.All.Where(known => known.HasTable || known.HasArrays), known =>
            Assert.True(known.Words is not null || known.Type == typeof(Microsoft.Data.Analysis.DataFrame))
        );
    }

    private sealed class Twelve : IDescribable
    {
        public string Description => "twelve";
    }
}
