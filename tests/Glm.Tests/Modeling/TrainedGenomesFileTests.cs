using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Training;
using Glm.Training;

namespace Glm.Tests.Modeling;

[Collection(RandomState.Name)]
public sealed class TrainedGenomesFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_tell_a_loaded_model_what_it_was_trained_on()
    {
        var data = TrainingData.Create();
        using (var model = GlmModel.Create(TrainingData.Config))
        {
            Assert.Empty(model.TrainedOn);
            model.TrainedOn = new TrainedGenomes([new("an earlier <b>genome</b>", Sketch())]);
            Trainer.Train(
                model,
                data,
                new TrainingOptions
                {
                    Steps = 1,
                    EvaluationFraction = 0,
                    SaveTo = Model,
                },
                cancellation: TestContext.Current.CancellationToken
            );
        }
        using var loaded = GlmModel.Load(Model);
        Assert.Equal([new("an earlier <b>genome</b>", Sketch()), new("genome", null)], loaded.TrainedOn);

        // A model of which nothing is known leaves none of the earlier one's.
        using (var plain = GlmModel.Create(TrainingData.Config))
            plain.Save(Model);
        Assert.False(File.Exists(_folder["model/genomes.json"]));
        using var fresh = GlmModel.Load(Model);
        Assert.Empty(fresh.TrainedOn);
    }

    [Fact]
    public void Should_refuse_the_genomes_of_another_model()
    {
        Save("one");
        Save("two");
        File.Copy(_folder["one/genomes.json"], _folder["two/genomes.json"], overwrite: true);
        Assert.Contains(
            "genomes.json: this file is not the one",
            Assert.Throws<GlmException>(() => GlmModel.Load(_folder["two"])).Message
        );

        void Save(string genome)
        {
            using var model = SmallModel.Create();
            model.TrainedOn = new TrainedGenomes([new(genome, null)]);
            model.Save(_folder[genome]);
        }
    }

    [Fact]
    public void Should_keep_sketches_as_digits()
    {
        var path = _folder["genomes.json"];
        TrainedGenomes genomes = new([new("b", null), new("a \u202e", Sketch())]);
        TrainedGenomesFile.Part.Write(path, genomes);
        Assert.Equal(genomes, TrainedGenomesFile.Part.Read(path));
        var stored = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal(GenomeSketch.Size, (int)stored["sketch_size"]!);
        // SHA-256 of the three letters, as any program computes it.
        var digits = Convert.ToHexStringLower(SHA256.HashData("MKV"u8)[..8]);
        Assert.Equal(digits, (string)stored["genomes"]![0]!["sketch"]!);
        Assert.Null(stored["genomes"]![1]!["sketch"]);
    }

    [Fact]
    public void Should_read_ids_as_earlier_versions_wrote_them()
    {
        var path = _folder["genomes.json"];
        File.WriteAllText(path, "\n[\n  \"G2\",\n  \"G1\",\n  \"G1\"\n]");
        Assert.Equal([new("G1", null), new("G2", null)], TrainedGenomesFile.Part.Read(path));
        File.WriteAllText(path, "[]");
        Assert.Empty(TrainedGenomesFile.Part.Read(path));
    }

    [Theory]
    [InlineData("null", "it is null")]
    [InlineData("{}", "")]
    [InlineData("3", "")]
    [InlineData("[1]", "")]
    [InlineData("[null]", "an id is null")]
    [InlineData("[\"a\"", "")]
    [InlineData("{\"sketch_size\":64}", "genomes")]
    [InlineData("{\"sketch_size\":64,\"genomes\":null}", "genomes")]
    [InlineData("{\"sketch_size\":1000,\"genomes\":[]}", "its sketch_size is 1000, and this program compares 64 hashes")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[null]}", "genome 1 is null")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[{\"id\":null,\"sketch\":null}]}", "")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[{\"id\":\"a\"}]}", "sketch")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[{\"id\":\"a\",\"sketch\":\"\"}]}", "the sketch of genome 1 is not 1 to 64")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[{\"id\":\"a\",\"sketch\":\"00\"}]}", "the sketch of genome 1")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[{\"id\":\"a\",\"sketch\":\"000000000000000x\"}]}", "the sketch of genome 1")]
    [InlineData("{\"sketch_size\":64,\"genomes\":[{\"id\":\"a\",\"sketch\":\"00000000000000020000000000000001\"}]}", "ascending")]
    public void Should_refuse_a_damaged_file_in_one_line(string content, string words)
    {
        var path = _folder["genomes.json"];
        File.WriteAllText(path, content);
        var message = Assert.Throws<GlmException>(() => TrainedGenomesFile.Part.Read(path)).Message;
        Assert.Contains("genomes.json: these are not the genomes that a model was trained on", message);
        Assert.Contains(words, message);
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 20, 700);
    }

    [Fact]
    public void Should_refuse_more_hashes_than_a_sketch_has()
    {
        var digits = string.Concat(Enumerable.Range(1, 65).Select(i => i.ToString("x16", CultureInfo.InvariantCulture)));
        var path = _folder["genomes.json"];
        File.WriteAllText(path, $$"""{"sketch_size":64,"genomes":[{"id":"a","sketch":"{{digits}}"}]}""");
        Assert.Contains("the sketch of genome 1", Assert.Throws<GlmException>(() => TrainedGenomesFile.Part.Read(path)).Message);
        File.WriteAllText(path, $$"""{"sketch_size":64,"genomes":[{"id":"a","sketch":"{{digits[16..].ToUpperInvariant()}}"}]}""");
        Assert.Equal(64, Assert.Single(TrainedGenomesFile.Part.Read(path)).Sketch!.Hashes.Count);
    }

    private static GenomeSketch Sketch() => GenomeSketch.Of([new Protein("p", "MKV")])!;
}
