using Glm.Analysis.Prediction;
using Glm.Proteins;

namespace Glm.Interactive.Tests.Commands;

[Collection(RandomState.Name)]
public sealed class PredictCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_predict_the_genes_of_a_scaffold()
    {
        var scaffold = CommandBench.Scaffolds.Windows[3].Scaffold;
        var shown = await _bench.WithModel().Show($"#!glm predict {scaffold.Id} --top 3 --masked-per-pass 5");
        var found = _bench.Variable<GenePredictions>("prediction");
        Assert.All(found.Genes, gene => Assert.Equal(scaffold.Id, gene.ScaffoldId));
        Assert.Equal(scaffold.Genes.Count, found.Genes.Count + found.LeftOut);
        Assert.All(found.Genes, gene => Assert.Equal(3, gene.Nearest.Count));
        Assert.Contains("5 of a window hidden at once", shown.Plain);
        Assert.Contains(found.Conclusion, shown.Plain);
        Assert.DoesNotContain("Nothing has trained this model", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_predict_the_genes_of_a_list_and_say_that_a_model_is_fresh()
    {
        var genes = CommandBench.Scaffolds.Windows[0].Genes.Take(2).ToArray();
        await _bench.WithProteins().Run("#!glm model --preset tiny");
        var shown = await _bench.Show($"#!glm predict --genes {genes[0].Id},{genes[1].Id} --distance euclidean");
        Assert.Equal(genes.Select(gene => gene.Id), _bench.Variable<GenePredictions>("prediction").Genes.Select(gene => gene.Gene.Id));
        Assert.Contains("Nothing has trained this model: its predictions are those of random weights", shown.Plain);
    }

    [Theory]
    [InlineData("#!glm predict G1_s9", "has no scaffold 'G1_s9'")]
    [InlineData("#!glm predict --genes nope", "has no gene 'nope' in its windows", "--genes")]
    [InlineData("#!glm predict G1_s1 --genes a", "--scaffold and --genes cannot be combined")]
    [InlineData("#!glm predict --top 0", "--top")]
    public async Task Should_say_what_is_wrong(string line, params string[] messages)
    {
        var refused = await _bench.WithModel().Refused(line);
        Assert.All(messages, message => Assert.Contains(message, refused));
    }

    [Fact]
    public async Task Should_refuse_vectors_of_another_width()
    {
        _bench.WithScaffolds().With("model", CommandBench.NewModel());
        var ids = CommandBench.Scaffolds.Proteins.Keys.ToArray();
        _bench.With("proteins", new ProteinVectors("short", ids, 3, new Half[3 * ids.Length]));
        Assert.Contains("have 3 numbers; this model reads", await _bench.Refused("#!glm predict"));
    }
}
