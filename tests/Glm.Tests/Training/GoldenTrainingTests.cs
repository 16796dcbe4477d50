using System.Text.Json.Nodes;
using Glm.Arrays.Npy;
using Glm.Arrays.TorchArchive;
using Glm.Features;
using Glm.Modeling;
using Glm.Testing;
using Glm.Training;

namespace Glm.Tests.Training;

/// <summary>Twenty steps of the reference's training script, reproduced: losses, gradients, weights.</summary>
public sealed class GoldenTrainingTests
{
    private const int Steps = 20;
    private const int Warmup = 5;

    private static string Folder => Repository.Shared("golden", "glm-tiny-train");

    [Fact]
    public void Should_reproduce_the_losses_gradients_and_weights_of_the_reference()
    {
        using var model = StartingModel();
        using var learner = new Learner(model, TrainingRecipe.Published);
        var losses = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            using var batch = Batch(step);
            losses[step] = learner.Step(batch, TrainingRecipe.Published.LearningRate(1e-4, step, Warmup)).Figures.Loss;
            if (step == 0)
                AssertClose(model, "grads_step1.bin", slot => Scaled(model, slot), 1e-7);
            if (step == 1)
                AssertClose(model, "state_after_step2_some.bin", slot => Values(model, slot), 2e-5);
        }

        var expected = NpyFile.Read(Path.Combine(Folder, "losses.npy")).ToDouble();
        Assert.All(losses.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        AssertClose(model, "final_glm.bin", slot => Values(model, slot), 2e-5);
    }

    [Fact]
    public void Should_log_the_accuracies_of_the_reference()
    {
        using var model = StartingModel();
        using var learner = new Learner(model, TrainingRecipe.Published);
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "train_log.json")))!["accuracy"]!.AsArray();
        for (var step = 0; step < Steps; step++)
        {
            using var batch = Batch(step);
            var (figures, _) = learner.Step(batch, TrainingRecipe.Published.LearningRate(1e-4, step, Warmup));
            Assert.Equal(expected[step]!.GetValue<double>(), (double)figures.PseudoRight / figures.Masked, 1e-6);
        }
    }

    [Fact]
    public void Should_use_the_learning_rates_of_the_reference()
    {
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "train_log.json")))!["lr_used_by_step"]!.AsArray();
        for (var step = 0; step < Steps; step++)
            Assert.Equal(expected[step]!.GetValue<double>(), TrainingRecipe.Published.LearningRate(1e-4, step, Warmup), 1e-12);
    }

    private static GlmModel StartingModel()
    {
        var config = GlmConfigFile.Read(Path.Combine(Folder, "config.json")) with { HiddenDropout = 0, AttentionDropout = 0 };
        return GlmModel.Load(Repository.Shared("golden", "glm-tiny", "glm.bin"), config);
    }

    private static GeneBatch Batch(int step)
    {
        float[] Read(string name) => NpyFile.Read(Path.Combine(Folder, $"batch{step % 2}_{name}.npy")).ToSingle();
        var masks = NpyFile.Read(Path.Combine(Folder, "masks.npy")).AsSpan<bool>().Slice(step * 4 * 30, 4 * 30).ToArray();
        return GeneBatch.Masked(new WindowRows(4, 30, Read("embeds"), Read("attention_mask"), Read("label_embeds")), masks);
    }

    /// <summary>The reference's gradients are those of a tenth of the loss.</summary>
    private static float[] Scaled(GlmModel model, ParameterSlot slot)
    {
        using var part = model.Parameters.Gradients.narrow(0, slot.Offset, slot.Count);
        return Array.ConvertAll(part.data<float>().ToArray(), value => value / 10);
    }

    private static float[] Values(GlmModel model, ParameterSlot slot)
    {
        using var part = model.Parameters.View(slot);
        using var flat = part.detach().reshape(-1);
        return flat.data<float>().ToArray();
    }

    private static void AssertClose(GlmModel model, string file, Func<ParameterSlot, float[]> actual, double tolerance)
    {
        using var golden = TorchArchiveFile.Open(Path.Combine(Folder, file));
        var compared = 0;
        foreach (var (key, slot) in PublishedLayout.TensorsOf(model.Parameters.Layout))
        {
            if (golden.Find(key) is null)
                continue;
            var expected = golden.Read(key).ToSingle();
            var difference = expected.Zip(actual(slot), (a, b) => Math.Abs(a - b)).Max();
            Assert.True(difference <= tolerance, $"{file}: {key} differs by {difference:g3}");
            compared++;
        }
        Assert.True(compared > 5, $"{file}: only {compared} tensors in common");
    }
}
