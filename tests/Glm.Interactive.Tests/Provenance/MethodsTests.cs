using Glm.Interactive.Provenance;
using Glm.Interactive.Tests.Commands;

namespace Glm.Interactive.Tests.Provenance;

public sealed class MethodsTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_say_what_was_done_with_seeds_versions_and_works_to_cite()
    {
        await _bench.Run("#!glm simulate --genomes 3 --out data");
        await _bench.Run("#!glm load data");
        await _bench.Run("#!glm embed --with composition");
        await _bench.Run("#!glm model --preset tiny");
        await _bench.Run("#!glm train --steps 2 --seed 9");
        await _bench.Run("#!glm contextualize");
        await _bench.Run("#!glm map --method umap");
        await _bench.Run("#!glm info");
        var methods = Methods.Of(_bench.Session.Records)!;
        Assert.StartsWith("Genomes were simulated (seed 1): 3 genomes, ", methods.Text);
        Assert.Contains("Annotated genomes were read from 4 files such as operons.tsv (SHA-256 ", methods.Text);
        Assert.Contains("A genomic language model [@hwang2024glm] was set up: 3 layers of 96", methods.Text);
        Assert.Contains("It was trained with `#!glm train --steps 2 --seed 9` (seed 9) [@loshchilov2019adamw]: 2 steps", methods.Text);
        Assert.Contains("[@mcinnes2018umap]", methods.Text);
        Assert.Contains("All of this was done with Glm.Interactive 0.1.0 (.NET ", methods.Text);
        Assert.Contains(", libtorch ", methods.Text);
        Assert.DoesNotContain("info", methods.Text);
        foreach (var key in new[] { "hwang2024glm", "loshchilov2019adamw", "mcinnes2018umap" })
            Assert.Contains($"{{{key},", methods.BibTeX);
        Assert.DoesNotContain("esm", methods.BibTeX);
    }

    [Theory]
    [InlineData(
        "#!glm embed",
        "9 proteins, 99 numbers each, by families-1 of homologs that DIAMOND 2.1 --sensitive found",
        "buchfink2021diamond"
    )]
    [InlineData("#!glm variance --search mmseqs", "9 families", "steinegger2017mmseqs2")]
    [InlineData("#!glm pst genomes.h5", "9 genomes", "martin2024pst")]
    public void Should_cite_what_was_used(string line, string summary, string key)
    {
        var methods = Methods.Of([
            new CommandRecord
            {
                Id = "1",
                Line = line,
                Makes = [new MadeValue("made", "Made", summary, new ResultContent("", []))],
                Runtime = new RuntimeFacts("0.1.0", "0.107.0", "2.10", "cpu", 1, "10.0", "Linux", "a processor"),
                Started = default,
                Seconds = 1,
            },
        ])!;
        Assert.Contains($"[@{key}]", methods.Text);
        Assert.Contains($"{{{key},", methods.BibTeX);
        Assert.Contains("on cpu with 1 thread)", methods.Text);
    }

    [Fact]
    public void Should_say_nothing_where_nothing_was_done() => Assert.Null(Methods.Of([]));
}
