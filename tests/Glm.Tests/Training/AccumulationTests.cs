using System.Runtime.InteropServices;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class AccumulationTests
{
    private static readonly GlmConfig Config = TrainingData.Config with { HiddenDropout = 0, AttentionDropout = 0 };

    [Theory]
    [InlineData(2, "corrected")]
    [InlineData(2, "published")]
    [InlineData(2, "contrast")]
    [InlineData(5, "corrected")]
    [InlineData(5, "contrast")]
    [InlineData(32, "published")]
    [InlineData(32, "corrected")]
    [InlineData(32, "contrast")]
    public void Should_give_the_gradient_of_the_whole_batch(int pieces, string name)
    {
        var published = name == "published";
        var recipe =
            published ? TrainingRecipe.Published
            : name == "contrast" ? TrainingRecipe.Contrast
            : TrainingRecipe.Corrected;
        var data = TrainingData.Create(scaffolds: 16, Config);
        var rows = WindowRows.From(data, [.. Enumerable.Range(0, 32)], published ? Config.MaxGenes : 0);
        var masked = rows.DrawMask(new SeededRandom(3), 0.2);
        var (whole, gradient) = Learn(1);
        var (parts, sum) = Learn(pieces);
        Assert.True(SmallModel.Difference(gradient, sum) <= 1e-6 * gradient.Max(Math.Abs), "the gradients differ");
        Assert.Equal(whole.Figures.Loss, parts.Figures.Loss, 1e-6 * Math.Max(1, whole.Figures.Loss));
        Assert.Equal(whole.GradientNorm, parts.GradientNorm, 1e-6 * Math.Max(1, whole.GradientNorm));
        Assert.Equal(
            (whole.Figures.Averaged, whole.Figures.Masked, whole.Figures.PseudoRight, whole.Figures.AbsoluteRight),
            (parts.Figures.Averaged, parts.Figures.Masked, parts.Figures.PseudoRight, parts.Figures.AbsoluteRight)
        );
        Assert.True(gradient.Max(Math.Abs) > 1e-4 && whole.Figures.Masked > 30);

        ((MaskedGeneFigures Figures, double GradientNorm), float[]) Learn(int count)
        {
            using var model = GlmModel.Create(Config with { InitializerRange = 0.3 });
            using var learner = new Learner(model, recipe);
            var figures = learner.Step(rows, masked, count, learningRate: 0, seed: 1);
            return (figures, SmallModel.Numbers(model.Parameters.Gradients));
        }
    }

    [Fact]
    public void Should_drop_the_same_in_pieces_as_in_the_whole_batch()
    {
        var data = TrainingData.Create(scaffolds: 16, Config);
        var rows = WindowRows.From(data, [.. Enumerable.Range(0, 32)]);
        var masked = rows.DrawMask(new SeededRandom(3), 0.2);
        var whole = Learn(1, seed: 1);
        Assert.Equal(whole, Learn(5, seed: 1), 1e-6 * whole);
        Assert.NotEqual(whole, Learn(1, seed: 2), 1e-3 * whole);

        double Learn(int pieces, long seed)
        {
            using var model = GlmModel.Create(
                TrainingData.Config with
                {
                    HiddenDropout = 0.3,
                    AttentionDropout = 0.3,
                    InitializerRange = 0.3,
                }
            );
            using var learner = new Learner(model, TrainingRecipe.Corrected);
            return learner.Step(rows, masked, pieces, learningRate: 0, seed).GradientNorm;
        }
    }

    [Fact]
    public void Should_learn_nothing_where_nothing_is_masked()
    {
        var rows = WindowRows.From(TrainingData.Create(), [0, 1, 2, 3]);
        using var model = GlmModel.Create(Config);
        using var learner = new Learner(model, TrainingRecipe.Corrected);
        var (figures, norm) = learner.Step(rows, new bool[rows.AttentionMask.Length], 2, 1e-3, seed: 1);
        Assert.Equal((0, 0, 0), (figures.Loss, figures.Masked, norm));
    }

    [Fact]
    public void Should_train_alike_in_pieces()
    {
        TrainingHistory Train(int pieces)
        {
            using var model = GlmModel.Create(Config);
            var options = new TrainingOptions
            {
                Steps = 8,
                BatchSize = 6,
                LearningRate = 1e-3,
                Accumulate = pieces,
            };
            return Trainer.Train(model, TrainingData.Create(), options);
        }
        var (whole, pieces) = (Train(1), Train(3));
        Assert.All(whole.Steps.Zip(pieces.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-4));
        Assert.Empty(pieces.Remarks);
    }

    [Fact]
    public void Should_know_how_libtorch_says_that_memory_ran_out()
    {
        var error = Assert.Throws<ExternalException>(() => torch.empty(1L << 50, dtype: torch.ScalarType.Float32));
        Assert.True(OutOfMemory.IsCauseOf(error), error.Message);
        Assert.True(OutOfMemory.IsCauseOf(new ExternalException("CUDA out of memory. Tried to allocate 20.00 MiB")));
        Assert.True(OutOfMemory.IsCauseOf(new OutOfMemoryException()));
        Assert.False(OutOfMemory.IsCauseOf(Assert.Throws<ExternalException>(() => torch.zeros(2).view(3))));
    }
}
