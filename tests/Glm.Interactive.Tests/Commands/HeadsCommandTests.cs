using Glm.Analysis.Attention;

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
    public async Task Should_say_what_is_wrong() =>
        Assert.Contains(
            "none.tsv: no such file",
            await _bench.WithModel().Refused("#!glm heads --truth none.tsv"),
            StringComparison.Ordinal
        );
}
