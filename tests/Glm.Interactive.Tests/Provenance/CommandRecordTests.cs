using System.Text.Json;
using Glm.Genomes;
using Glm.Interactive.Provenance;
using Glm.Interactive.Tests.Commands;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Provenance;

public sealed class CommandRecordTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private IReadOnlyList<CommandRecord> Records => _bench.Session.Records;

    private async Task Prepare()
    {
        await _bench.Run("#!glm simulate --genomes 3 --out data");
        await _bench.Run("#!glm load data");
        await _bench.Run("#!glm embed --with composition");
        await _bench.Run("#!glm model --preset tiny");
        await _bench.Run("#!glm train --steps 2 --lr 1e-3 --save saved");
    }

    /// <summary>A result follows from labels in a variable as it does from scaffolds.</summary>
    [Theory]
    [InlineData("probe kinds --min-count 2 --fold-count 2 --folds window", "--labels")]
    [InlineData("benchmark --labels kinds --min-count 2 --resamples 40", "--labels")]
    [InlineData("benchmark --labels none --also other --resamples 40", "--also")]
    [InlineData("map --level gene --color kinds", "--color")]
    [InlineData("function kinds --train --hidden 8 --heads 2 --layers 1 --epochs 1 --min-count 2", "--labels")]
    [InlineData("variance kinds --min-occurrences 3", "--families")]
    public async Task Should_record_what_variables_an_option_names(string line, string option)
    {
        await Prepare();
        await _bench.Run("#!glm contextualize");
        var genes = _bench.Variable<ScaffoldSet>("scaffolds").GeneCount;
        _bench.Host.SetVariable(
            "kinds",
            new GeneLabels("kind", [.. Enumerable.Range(0, genes).Select(gene => new[] { $"k{gene % 7}" })]),
            typeof(GeneLabels)
        );
        _bench.Host.SetVariable("other", _bench.Variable<ProteinVectors>("proteins"), typeof(ProteinVectors));
        await _bench.Run($"#!glm {line}");
        Assert.Contains(Records[^1].Uses, use => use.Option == option && use.Variable is "kinds" or "other");
    }

    [Fact]
    public async Task Should_record_lines_files_values_and_seeds()
    {
        await Prepare();
        Assert.Equal(
            [
                "#!glm simulate --genomes 3 --out data",
                "#!glm load data",
                "#!glm embed --with composition",
                "#!glm model --preset tiny",
                "#!glm train --steps 2 --lr 1e-3 --save saved",
            ],
            Records.Select(record => record.Line)
        );
        var (simulate, load, embed, model, train) = (Records[0], Records[1], Records[2], Records[3], Records[4]);
        Assert.Equal(
            ["data/operons.tsv", "data/proteins.faa", "data/scaffolds.tsv", "data/taxonomy.tsv"],
            simulate.Outputs.Select(file => file.Path)
        );
        Assert.Equal(simulate.Outputs, load.Inputs);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_bench.Folder["data/proteins.faa"]))),
            load.Inputs[1].Sha256
        );
        Assert.Equal("1", simulate.Seeds["--seed"]);
        Assert.Equal(new UsedValue("scaffolds", "--scaffolds", load.Id), Assert.Single(embed.Uses));
        Assert.Equal([model.Id, load.Id, embed.Id], train.Uses.Select(use => use.MadeBy));
        Assert.Equal(["history", "model"], train.Makes.Select(made => made.Variable));
        Assert.NotEqual(model.Makes[0].Content.Hash, train.Makes[1].Content.Hash);
        Assert.Equal("cpu", train.Runtime.Device);
        Assert.True(train.Runtime.Threads > 0);
        Assert.Equal([load, embed, model, train], RecordLineage.Of([load, embed, model, train], train));
        Assert.Equal([simulate, load], RecordLineage.Of(Records, load));
    }

    [Fact]
    public async Task Should_travel_with_the_display_and_come_back_whole()
    {
        await _bench.Run("#!glm simulate --genomes 3");
        var shown = _bench.Host.Shown[^1];
        using var json = JsonDocument.Parse(shown.Metadata!);
        var read = RecordJson.Read(json.RootElement.GetProperty(RecordJson.MetadataKey), "a notebook");
        Assert.Equal(RecordJson.HashOf(shown.Parts), read.Shown);
        Assert.Equal(RecordJson.Metadata(Records[0]), RecordJson.Metadata(read));
        Assert.Equal(
            Verdict.Identical,
            ContentComparison.Compare("scaffolds", Records[0].Makes[0].Content, read.Makes[0].Content, 0).Verdict
        );
    }

    [Theory]
    [InlineData("""{"version":1}""", "damaged")]
    [InlineData("""{"version":7,"line":"x"}""", "is of version 7, and this program reads up to 1")]
    [InlineData("""[1]""", "damaged")]
    [InlineData("""{"version":1,"id":"a","line":null,"runtime":null,"started":"x","seconds":1}""", "damaged")]
    public void Should_refuse_records_that_are_damaged_or_newer(string text, string reason)
    {
        using var json = JsonDocument.Parse(text);
        var message = Assert.Throws<GlmException>(() => RecordJson.Read(json.RootElement, "a.ipynb, cell [3]")).Message;
        Assert.StartsWith("a.ipynb, cell [3]: ", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public async Task Should_lie_beside_what_commands_write()
    {
        await Prepare();
        await _bench.Run("#!glm export proteins --out vectors.npy");
        var about = FileRecord.Read(_bench.Folder["vectors.npy"]);
        Assert.Equal(["vectors.npy"], about.Files.Select(file => file.Path));
        Assert.Equal(".", about.Folder);
        Assert.Equal(["simulate", "load", "embed", "export"], about.Commands.Select(command => command.Line.Split(' ')[1]));
        Assert.Equal(
            ["simulate", "load", "embed", "model", "train"],
            FileRecord.Read(_bench.Folder["saved"]).Commands.Select(command => command.Line.Split(' ')[1])
        );
        Assert.StartsWith(
            "other.npy: no record of how it was made lies beside it (other.npy.provenance.json).",
            Assert.Throws<GlmException>(() => FileRecord.Read("other.npy")).Message
        );
        _bench.Folder.Write("vectors.npy.provenance.json", "{");
        Assert.Contains("it is not JSON", Assert.Throws<GlmException>(() => FileRecord.Read(_bench.Folder["vectors.npy"])).Message);
    }

    [Fact]
    public async Task Should_say_which_values_C_sharp_made()
    {
        _bench.Host.Variables["mine"] = CommandBench.Scaffolds;
        await _bench.Run("#!glm embed --with composition --scaffolds mine");
        var use = Assert.Single(Records[0].Uses);
        Assert.Null(use.MadeBy);
        Assert.Equal(32, use.Hash!.Length);
    }

    [Fact]
    public async Task Should_show_the_lineage_of_a_result()
    {
        await Prepare();
        var shown = await _bench.Show("#!glm info history");
        Assert.Contains("5  #!glm train --steps 2 --lr 1e-3 --save saved\n     from 2, 3, 4", shown.Plain);
        Assert.Contains("makes history: 2 steps", shown.Plain);
        Assert.DoesNotContain(_bench.Folder.Path, shown.Plain);
    }
}
