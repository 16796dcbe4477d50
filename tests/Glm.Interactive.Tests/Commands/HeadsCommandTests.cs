using Glm.Analysis.Attention;
using Glm.Corpora;
using Glm.Formats;

namespace Glm.Interactive.Tests.Commands;

public sealed class HeadsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_say_what_every_head_follows()
    {
        var shown = await _bench.WithModel().Show("#!glm heads");
        var heads = _bench.Variable<HeadProfiles>("heads");
        Assert.Equal(["same strand", "closeness", "likeness", "operon"], heads.Properties);
        Assert.Contains("follows", shown.Plain, StringComparison.Ordinal);
        await _bench.Run("#!glm export heads --out heads.tsv");
        Assert.Equal(heads.Heads.Count + 1, File.ReadAllLines(_bench.Folder["heads.tsv"]).Length);
    }

    [Fact]
    public async Task Should_read_a_corpus_as_scaffolds_in_memory()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);
        _bench.WithModel();
        await _bench.Run("#!glm load made --corpus my-corpus");
        using var corpus = _bench.Variable<Corpus>("corpus");
        await _bench.Run("#!glm embed --corpus my-corpus --with composition");
        await _bench.Run("#!glm heads --corpus my-corpus --as disk");
        await _bench.Run("#!glm load made --as memory");
        await _bench.Run("#!glm embed --with composition");
        await _bench.Run("#!glm heads --scaffolds memory");
        var (disk, memory) = (_bench.Variable<HeadProfiles>("disk"), _bench.Variable<HeadProfiles>("heads"));
        Assert.Equal(["same strand", "closeness", "likeness"], disk.Properties);
        Assert.Equal(memory.PairsPerProperty.Take(3), disk.PairsPerProperty);
        foreach (var (one, other) in disk.Heads.Zip(memory.Heads))
            for (var i = 0; i < disk.Properties.Count; i++)
                Assert.Equal(other.Correlations[i], one.Correlations[i], 1e-3); // a corpus normalises by its distinct proteins
        Assert.Contains(
            "--corpus and --truth cannot be combined",
            await _bench.Refused("#!glm heads --corpus my-corpus --truth none.tsv"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Should_say_what_is_wrong() =>
        Assert.Contains(
            "none.tsv: no such file",
            await _bench.WithModel().Refused("#!glm heads --truth none.tsv"),
            StringComparison.Ordinal
        );
}
