using Glm.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

public sealed class TrainingRecipeTests
{
    [Fact]
    public void Should_warm_up_for_a_tenth_of_a_short_corrected_run()
    {
        for (var steps = 1; steps < 60_000; steps++)
            Assert.Equal(Math.Min(5000, steps / 10), TrainingRecipe.Corrected.WarmupFor(steps));
        Assert.Equal(5000, TrainingRecipe.Corrected.WarmupFor(int.MaxValue));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_296_960)]
    public void Should_warm_up_as_long_as_published_however_short_the_run(int steps) =>
        Assert.Equal(5000, TrainingRecipe.Published.WarmupFor(steps));

    [Fact]
    public void Should_name_every_difference_of_the_published_recipe()
    {
        var corrected = TrainingRecipe.Published with
        {
            Averaging = LossAveraging.MaskedGenes,
            Rivals = AccuracyRivals.Genes,
            PadsToMaxGenes = false,
            Epsilon = 1e-8,
            EpsilonPlacement = AdamEpsilon.AfterBiasCorrection,
            GradientScale = 1,
            MaxGradientNorm = 1,
            WarmsUpFromZero = false,
            LargestWarmupShare = 0.1,
        };
        Assert.Equal(TrainingRecipe.Corrected, corrected);
    }

    [Fact]
    public void Should_accept_its_own_recipes()
    {
        TrainingRecipe.Corrected.Validate();
        TrainingRecipe.Published.Validate();
    }
}
