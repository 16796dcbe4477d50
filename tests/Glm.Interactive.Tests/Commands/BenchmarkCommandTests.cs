using Glm.Analysis.Benchmark;
using Glm.Proteins;

namespace Glm.Interactive.Tests.Commands;

public sealed class BenchmarkCommandTests : IDisposable
{
    private const string Quick = "--resamples 40 --max-queries 200";

    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_run_what_the_genomes_allow_and_save_it()
    {
        var shown = await _bench.WithModel().Show($"#!glm benchmark {Quick} --save results");
        var result = _bench.Variable<BenchmarkResult>("benchmark");
        Assert.Contains("operonic_pair", result.Tasks.Select(task => task.Id));
        Assert.Contains("classification of product", result.Tasks.Select(task => task.Name));
        Assert.Contains(result.Spaces, space => space.Kind == BenchmarkSpaceKind.Model);
        Assert.Contains(result.Conclusion, shown.Plain, StringComparison.Ordinal);
        Assert.Contains("Not done: evolutionary_distance, because no distances are given.", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"], StringComparison.Ordinal);
        Assert.True(File.Exists(_bench.Folder["results/gLM/operonic_pair.json"]));
    }

    [Fact]
    public async Task Should_compare_vectors_without_a_model()
    {
        _bench.WithModel().Host.SetVariable("mine", _bench.Variable<ProteinVectors>("proteins"), typeof(ProteinVectors));
        await _bench.Run($"#!glm benchmark --labels none --without-model --also mine {Quick} --rank phylum --as some");
        var result = _bench.Variable<BenchmarkResult>("some");
        Assert.Contains("mine", result.Spaces.Select(space => space.Name));
        Assert.DoesNotContain(result.Spaces, space => space.Kind == BenchmarkSpaceKind.Model);
        Assert.Equal("no labels are given", result.Skipped["label_classification"]);
    }

    [Theory]
    [InlineData("--labels colour", "#!glm benchmark: --labels is 'colour', which is neither a variable with labels")]
    [InlineData("--also model", "#!glm benchmark: --also names 'model', which is no variable with vectors of proteins")]
    [InlineData("--dataset ecoli_operonic_pair", "#!glm benchmark: --dataset ecoli_operonic_pair names a file, and none is written.")]
    [InlineData("--min-count 1", "#!glm benchmark: --min-count must be a whole number")]
    [InlineData("--pairs nowhere.tsv", "nowhere.tsv: no such file")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Contains(message, await _bench.WithModel().Refused("#!glm benchmark " + arguments), StringComparison.Ordinal);
}
