using Glm.Analysis.Influence;
using Glm.Analysis.Operons;

namespace Glm.Interactive.Tests.Commands;

public sealed class InfluenceCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_read_a_window_a_scaffold_a_stretch_or_the_first()
    {
        var (first, window) = (CommandBench.Scaffolds.Windows[0], CommandBench.Scaffolds.Windows[7]);
        var shown = await _bench.WithModel().Show("#!glm influence");
        Assert.Equal([first.Id], Read("influence"));
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
        Assert.Contains("Strongest pairs, mean of both directions:", shown.Plain);
        Assert.Equal(first.Length + 2, _bench.Variable<InfluenceResult>("influence").Passes);
        await _bench.Run($"#!glm influence {window.Id}");
        Assert.Equal([window.Id], Read("influence"));
        await _bench.Run($"#!glm influence {window.Scaffold.Id} --as mine");
        Assert.Equal([$"{window.Scaffold.Id}:1-{window.Scaffold.Genes.Count}"], Read("mine"));
        await _bench.Run($"#!glm influence {window.Scaffold.Id} --genes 2..9");
        Assert.Equal([$"{window.Scaffold.Id}:2-9"], Read("influence"));
        await _bench.Run("#!glm influence --genes 1..1");
        Assert.Empty(_bench.Variable<InfluenceResult>("influence").Scores);

        string[] Read(string name) => [.. _bench.Variable<InfluenceResult>(name).Bands.Select(band => band.Stretch.Id)];
    }

    [Fact]
    public async Task Should_correct_as_it_is_told_and_say_so()
    {
        var shown = await _bench
            .WithModel()
            .Show(
                "#!glm influence --readout hidden --measure movement --window-genes 6 --reach 5 --symmetric --centered --average-product "
                    + "--resamples 40"
            );
        var influence = _bench.Variable<InfluenceResult>("influence");
        Assert.Equal(
            new InfluenceOptions
            {
                Readout = InfluenceReadout.Hidden,
                Measure = InfluenceMeasure.Movement,
                WindowGenes = 6,
                Reach = 5,
                Symmetric = true,
                Centered = true,
                AverageProduct = true,
                Resamples = 40,
            },
            influence.Options
        );
        Assert.Contains("in each window centred, the mean of both directions, average product taken out.", shown.Plain);
        Assert.Equal(influence.Bands[0].Of(1, 2), influence.Bands[0].Of(2, 1), 1e-5f);
    }

    [Fact]
    public async Task Should_read_everything_and_be_evidence_of_operons()
    {
        var shown = await _bench.WithModel().Show("#!glm influence --all --resamples 40");
        var influence = _bench.Variable<InfluenceResult>("influence");
        Assert.Equal(CommandBench.Scaffolds.GeneCount, influence.GeneCount);
        Assert.Equal(
            [
                InfluenceScore.GeneDistance,
                InfluenceScore.StrandAndBases,
                InfluenceScore.Likeness,
                InfluenceScore.LikenessAndBases,
                InfluenceScore.Attention,
                InfluenceScore.Influence,
            ],
            influence.Scores.Select(score => score.Name)
        );
        Assert.Contains("pairs within windows", shown.Plain);
        await _bench.Run("#!glm operons --influence --from none --resamples 40");
        var operons = _bench.Variable<OperonResult>("operons").Find(OperonAnalysis.Influence)!;
        Assert.Equal(
            influence.Scores[^1].Figures[InfluenceResult.Neighbours].AveragePrecision.Value,
            operons.AveragePrecision.Value,
            1e-4
        );
    }

    [Theory]
    [InlineData("nowhere", "has no scaffold 'nowhere', and no window of that name; it begins with 'G01_s1'")]
    [InlineData("G01_s1 --genes 1..9999", "--genes 1..9999: scaffold 'G01_s1' has")]
    [InlineData("G01_s1 --genes 9..3", "'9..3' is not a range of genes")]
    [InlineData("G01_s1 --all", "--all and --scaffold cannot be combined")]
    [InlineData("--reach 0", "--reach")]
    [InlineData("--centered --average-product", "--centered and --average-product exclude each other where --measure likelihood")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Contains(message, await _bench.WithModel().Refused("#!glm influence " + arguments), StringComparison.Ordinal);

    [Fact]
    public async Task Should_want_a_model_first() =>
        Assert.StartsWith("#!glm influence: it needs a gLM model (GlmModel)", await _bench.Refused("#!glm influence"));

    [Fact]
    public async Task Should_not_ask_for_influence_without_a_model() =>
        Assert.Contains(
            "--influence and --without-model cannot be combined",
            (await _bench.WithScaffolds().Refused("#!glm operons --influence --without-model")).Replace(
                "--without-model and --influence",
                "--influence and --without-model",
                StringComparison.Ordinal
            ),
            StringComparison.Ordinal
        );
}
