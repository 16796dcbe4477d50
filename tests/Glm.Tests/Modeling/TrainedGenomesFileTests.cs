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
            model.TrainedOn = new HashSet<string> { "an earlier <b>genome</b>" };
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
        var expected = data.Scaffolds.Genomes.Select(genome => genome.Id).Append("an earlier <b>genome</b>");
        Assert.Equal(expected.Order(StringComparer.Ordinal), loaded.TrainedOn.Order(StringComparer.Ordinal));

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
            model.TrainedOn = new HashSet<string> { genome };
            model.Save(_folder[genome]);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[\"a\"")]
    public void Should_refuse_a_damaged_file_in_one_line(string content)
    {
        var path = _folder["genomes.json"];
        File.WriteAllText(path, content);
        var message = Assert.Throws<GlmException>(() => TrainedGenomesFile.Part.Read(path)).Message;
        Assert.Contains("genomes.json: these are not the ids of genomes", message);
        Assert.DoesNotContain('\n', message);
    }
}
