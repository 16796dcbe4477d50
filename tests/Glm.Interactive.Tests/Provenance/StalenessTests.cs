using Glm.Genomes.Simulation;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Commands;

namespace Glm.Interactive.Tests.Provenance;

public sealed class StalenessTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private string[] Stale => [.. Staleness.Of(_bench.Session, _bench.Host).Select(value => $"{value.Variable}: {value.Reason}")];

    private async Task Prepare()
    {
        await _bench.Run("#!glm simulate --genomes 3 --out data");
        await _bench.Run("#!glm load data");
        await _bench.Run("#!glm embed --with composition");
        await _bench.Run("#!glm model --preset tiny");
        await _bench.Run("#!glm contextualize");
        Assert.Empty(Stale);
    }

    [Fact]
    public async Task Should_mark_what_follows_from_a_result_that_was_made_anew()
    {
        await Prepare();
        await _bench.Run("#!glm simulate --genomes 4 --out data");
        Assert.StartsWith("Now stale; run their cells again:\n  proteins: scaffolds was made anew since", _bench.Host.Shown[^1].Plain);
        await _bench.Run("#!glm load data");
        Assert.Equal(
            [
                "proteins: scaffolds was made anew since",
                "model: it follows from proteins, which is stale",
                "context: it follows from model, which is stale",
            ],
            Stale
        );
        await _bench.Run("#!glm embed --with composition");
        await _bench.Run("#!glm model --preset tiny");
        Assert.Equal(["context: scaffolds was made anew since"], Stale);
        await _bench.Run("#!glm contextualize");
        Assert.Empty(Stale);
    }

    [Fact]
    public async Task Should_not_mark_anything_where_the_same_came_out()
    {
        await Prepare();
        var shown = _bench.Host.Shown.Count;
        await _bench.Run("#!glm load data");
        Assert.Empty(Stale);
        Assert.Equal(shown + 1, _bench.Host.Shown.Count);
    }

    [Fact]
    public async Task Should_mark_what_a_trained_model_made_before()
    {
        await Prepare();
        await _bench.Run("#!glm train --steps 1");
        Assert.Equal(["context: model was trained since"], Stale);
    }

    [Fact]
    public async Task Should_see_files_that_changed_on_the_disk()
    {
        await Prepare();
        File.AppendAllText(_bench.Folder["data/proteins.faa"], "\n");
        Assert.Equal("scaffolds: data/proteins.faa changed since", Stale[0]);
        Assert.Contains("stale: data/proteins.faa changed since", (await _bench.Show("#!glm info")).Plain);
        File.Delete(_bench.Folder["data/taxonomy.tsv"]);
        File.WriteAllBytes(_bench.Folder["data/proteins.faa"], File.ReadAllBytes(_bench.Folder["data/proteins.faa"])[..^1]);
        Assert.Equal("scaffolds: data/taxonomy.tsv is gone", Stale[0]);
    }

    [Fact]
    public async Task Should_see_what_C_sharp_replaced()
    {
        _bench.Host.Variables["mine"] = CommandBench.Scaffolds;
        await _bench.Run("#!glm embed --with composition --scaffolds mine");
        Assert.Empty(Stale);
        _bench.Host.Variables["mine"] = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 2 });
        Assert.Equal(["proteins: C# replaced mine since"], Stale);
    }
}
