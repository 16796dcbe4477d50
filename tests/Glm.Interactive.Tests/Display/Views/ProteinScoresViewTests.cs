using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Proteins.LanguageModels.Scores;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ProteinScoresViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ProteinScoresView", () =>
            ProteinScoresView.Create(new ProteinLikelihoods("esm2_t6", [new PseudoLikelihood("rubA", [-0.5f, -2.25f, -3f, -0.1f])]))
        );

    [Fact]
    public void Should_list_mutations()
    {
        var scores = new MutationScores("esm2_t6", "rubA", [new(new PointMutation('A', 24, 'G'), -1.2341)]);
        Assert.Equal(
            "1 mutation of rubA, by esm2_t6. Natural logarithm of the odds of the new residue against the old, where that place is "
                + "hidden; below 0 for the old.\nmutation  log-odds\nA24G        -1.234",
            ProteinScoresView.Create(scores).Plain.TrimEnd()
        );
    }

    [Fact]
    public void Should_show_names_that_are_markup_as_text()
    {
        const string hostile = "<img onerror=x>\u001b[31m";
        var bundle = ProteinScoresView.Create(new ProteinLikelihoods(hostile, [new PseudoLikelihood(hostile, [-1f])]));
        Assert.DoesNotContain("<img onerror", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', bundle.Plain);
    }
}
