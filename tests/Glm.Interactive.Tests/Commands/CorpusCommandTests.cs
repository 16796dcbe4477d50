using Glm.Corpora;
using Glm.Formats;
using Glm.Proteins.Composition;
using Glm.Training;

namespace Glm.Interactive.Tests.Commands;

public sealed class CorpusCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public CorpusCommandTests() => SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);

    public void Dispose()
    {
        foreach (var corpus in _bench.Host.Variables.Values.OfType<Corpus>())
            corpus.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Should_make_embed_and_learn_from_a_corpus()
    {
        var made = await _bench.Show("#!glm load made --corpus my-corpus");
        Assert.Contains($"my-corpus: {CommandBench.Scaffolds.Windows.Count} windows", made.Plain);
        Assert.Contains("have no vector yet. Next: #!glm embed --corpus my-corpus", made.Plain);
        Assert.Equal(CommandBench.Scaffolds.Windows.Count, _bench.Variable<Corpus>("corpus").WindowCount);
        Assert.Contains(
            "Every protein has a vector, by composition. Next: #!glm train --corpus my-corpus",
            (await _bench.Show("#!glm embed --corpus my-corpus --with composition")).Plain
        );
        await _bench.Run("#!glm model --preset tiny");
        Assert.Equal(new CompositionEmbedder().Width, _bench.Variable<Glm.Modeling.GlmModel>("model").Config.ProteinWidth);
        await _bench.Run("#!glm train --corpus my-corpus --steps 2 --batch 2");
        Assert.Equal(2, _bench.Variable<TrainingHistory>("history").Steps.Count);

        var again = await _bench.Show("#!glm load made --corpus my-corpus --verify --as second");
        Assert.Contains("Already in the corpus: 1 file.", again.Plain);
        Assert.Contains("verified: every byte is as it was written", again.Plain);
        Assert.Equal(CommandBench.Scaffolds.Windows.Count, _bench.Variable<Corpus>("second").WindowCount);
    }

    [Fact]
    public async Task Should_embed_a_corpus_by_its_families_and_go_on_as_it_began()
    {
        await _bench.Run("#!glm load made --corpus mine");
        var shown = (await _bench.Show("#!glm embed --corpus mine --search built-in")).Plain;
        var corpus = _bench.Variable<Corpus>("corpus");
        Assert.Equal((99, 0), (corpus.Vectors!.Width, corpus.MissingVectors));
        Assert.Contains($"Every protein has a vector, by {corpus.Vectors.Families!.Name}.", shown);
        Assert.Contains("hits by built-in", shown);
        Assert.Contains("Without a homolog, and so embedded by composition: ", shown);
        await _bench.Run("#!glm load made --corpus other");
        await _bench.Run("#!glm embed --corpus other --with composition");
        Assert.Contains("Every protein has a vector, by composition", (await _bench.Show("#!glm embed --corpus other")).Plain);
        foreach (var option in new[] { "--search built-in", "--from made", "--save-space s.npz" })
            Assert.Equal(
                $"#!glm embed: {option.Split(' ')[0]} is for families, not for 'composition'. Leave it out.",
                await _bench.Refused($"#!glm embed --corpus other {option}")
            );
    }

    [Theory]
    [InlineData("load", "--path is missing. Write #!glm load FILE, or open a corpus with --corpus FOLDER.")]
    [InlineData("load made --verify", "--verify checks a corpus, and none is named.")]
    [InlineData("load --corpus nowhere", "nowhere: this is not a corpus")]
    [InlineData("load made --corpus made", "made: the folder holds other files but not a corpus.")]
    [InlineData("embed --corpus nowhere", "nowhere: this is not a corpus")]
    [InlineData("train --corpus nowhere --steps 1", "nowhere: this is not a corpus")]
    [InlineData("train --corpus nowhere --proteins x", "--corpus and --proteins cannot be combined")]
    public async Task Should_refuse_what_is_no_corpus(string line, string message)
    {
        _bench.WithModel();
        Assert.Contains(message, await _bench.Refused("#!glm " + line));
    }

    [Fact]
    public async Task Should_ask_for_vectors_before_training()
    {
        _bench.WithModel();
        await _bench.Run("#!glm load made --corpus my-corpus");
        Assert.Contains(
            "proteins have no vector. Run #!glm embed --corpus my-corpus first.",
            await _bench.Refused("#!glm train --corpus my-corpus --steps 1")
        );
    }
}
