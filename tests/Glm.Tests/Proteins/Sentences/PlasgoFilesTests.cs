using Glm.Analysis.Functions;
using Glm.Modeling.Functions;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling.Functions;

namespace Glm.Tests.Proteins.Sentences;

public sealed class PlasgoFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_what_its_preprocessing_writes()
    {
        var read = PlasgoFiles.Read(GoldenFunctions.PathOf("plasmids"));
        Assert.Equal((2, 7, 6), (read.Count, read.ItemCount, read.Width));
        Assert.Equal([0, 5, 8], read.Starts);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 1], read.Proteins);
        Assert.Equal(read.Proteins, read.Items);
        Assert.Equal("p6", read.Names[6]);
        var vector = new float[6];
        read.CopyVector(1, vector);
        Assert.Equal(GoldenFunctions.Root.Numbers("x")[6..12].Select(value => (float)value), vector);
    }

    [Fact]
    public void Should_predict_them_with_a_published_kind_of_model()
    {
        using var model = FunctionModel.Load(GoldenFunctions.PathOf("bp"));
        var predictions = FunctionPredictions.Run(model, PlasgoFiles.Read(GoldenFunctions.PathOf("plasmids")), minProbability: 0);
        Assert.Equal(("bp", 7, 3), (predictions.Label, predictions.Genes, predictions.Labels));
        Assert.NotEmpty(predictions.Called);
        Assert.DoesNotContain(predictions.Called, one => one.Label[0] == '*');
        Assert.Contains(predictions.Remarks, remark => remark.StartsWith("1 of 3 labels are marked", StringComparison.Ordinal));
        var first = predictions.Called[0];
        Assert.Equal(first.Probability, Math.Round(first.Probability, 2), 12);
        var named = predictions.Called.First(one => one.Gene is "p1" or "p2" or "p3");
        Assert.Equal(
            named.Gene == "p1" ? ["p0"]
                : named.Gene == "p2" ? ["p0", "p1"]
                : ["p1", "p2"],
            named.Before
        );
    }

    [Theory]
    [InlineData("plasmids.csv", "proteins\np0;p9\n", "plasmids.csv:2: protein 'p9' is not among the 7 of prot_idx.dict")]
    [InlineData("plasmids.csv", "ids\np0\n", "no column is called 'proteins'")]
    [InlineData("plasmids.csv", "proteins\nNone;None\n", "no line names a protein")]
    [InlineData("prot_idx.dict", "x", "prot_idx.dict")]
    [InlineData("raw_embeddings.pkl", "x", "raw_embeddings.pkl")]
    public void Should_say_what_is_wrong(string file, string content, string message)
    {
        foreach (var one in Directory.GetFiles(GoldenFunctions.PathOf("plasmids")))
            File.Copy(one, _folder[Path.GetFileName(one)]);
        File.WriteAllText(_folder[file], content);
        var mistake = Assert.Throws<GlmException>(() => PlasgoFiles.Read(_folder.Path));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.InRange(mistake.Message.Length, 1, 699);
    }

    [Fact]
    public void Should_name_the_categories_of_labels()
    {
        Assert.Equal(3, PlasgoFiles.ReadLabels(GoldenFunctions.PathOf("labels.dict"), "BP").Count);
        Assert.Contains(
            "it has labels of mf, bp, cc and none of 'models'",
            Assert.Throws<GlmException>(() => PlasgoFiles.ReadLabels(GoldenFunctions.PathOf("labels.dict"), "models")).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(new[] { 0, 3 }, "names protein 3, and there are 2")]
    [InlineData(new int[0], "sentence 1 has no protein")]
    public void Should_refuse_sentences_of_nothing(int[] sentence, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<GlmException>(() => new ProteinSentences("test", ["a", "b"], 1, [0, 1], [sentence])).Message,
            StringComparison.Ordinal
        );
}
