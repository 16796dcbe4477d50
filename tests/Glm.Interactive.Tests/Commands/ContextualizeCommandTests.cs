using Glm.Analysis.Embeddings;
using Glm.Genomes;

namespace Glm.Interactive.Tests.Commands;

public sealed class ContextualizeCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_keep_a_vector_for_every_gene_of_every_window()
    {
        var shown = await _bench.WithModel().Show("#!glm contextualize");
        var context = _bench.Variable<ContextEmbeddings>("context");
        Assert.Equal(CommandBench.Scaffolds.Windows.Sum(window => window.Length), context.GeneCount);
        Assert.Equal((3, 96, 1280), (context.Layer, context.ContextualWidth, context.ContextFreeWidth));
        Assert.Contains("3, 96 numbers per gene", shown.Plain);
        Assert.Contains("3, 96 numbers per gene", shown.Parts["text/html"]);
    }

    [Fact]
    public async Task Should_read_the_layer_and_the_objects_that_options_name()
    {
        _bench.WithModel();
        _bench.Host.Variables["mine"] = new ScaffoldSet(
            "mine",
            CommandBench.Scaffolds.Genomes,
            CommandBench.Scaffolds.Proteins,
            CommandBench.Scaffolds.Windows.Take(1).ToList(),
            []
        );
        using var other = CommandBench.NewModel(seed: 9);
        _bench.Host.Variables["other"] = other;
        await _bench.Run("#!glm contextualize --scaffolds mine --layer 0 --as low");
        await _bench.Run("#!glm contextualize --layer -1 --as high");
        await _bench.Run("#!glm contextualize --layer 3 --as third");
        await _bench.Run("#!glm contextualize --model other --as changed");
        Assert.Equal((0, 1), (_bench.Variable<ContextEmbeddings>("low").Layer, _bench.Variable<ContextEmbeddings>("low").Windows.Count));
        Assert.Equal(_bench.Variable<ContextEmbeddings>("high").Contextual, _bench.Variable<ContextEmbeddings>("third").Contextual);
        Assert.NotEqual(_bench.Variable<ContextEmbeddings>("high").Contextual, _bench.Variable<ContextEmbeddings>("low").Contextual);
        Assert.NotEqual(_bench.Variable<ContextEmbeddings>("high").Contextual, _bench.Variable<ContextEmbeddings>("changed").Contextual);
    }

    [Fact]
    public async Task Should_say_what_is_wrong()
    {
        Assert.Equal(
            "#!glm contextualize: it needs a gLM model (GlmModel), and no command has made any yet. Run #!glm model first, "
                + "or name a C# variable by --model NAME.",
            await _bench.Refused("#!glm contextualize")
        );
        Assert.Equal(
            "Layer 9 does not exist: this model has 0 (the embedding block) to 3, or -1 (the last) to -4.",
            await _bench.WithModel().Refused("#!glm contextualize --layer 9")
        );
    }
}
