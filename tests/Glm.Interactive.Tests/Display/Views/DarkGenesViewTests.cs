using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class DarkGenesViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/DarkGenesView", () => DarkGenesView.Create(Samples.Dark()));

    [Fact]
    public void Should_name_what_dark_genes_are_labelled_where_some_are()
    {
        Assert.Contains("labelled", Genes(known: true), StringComparison.Ordinal);
        Assert.DoesNotContain("labelled", Genes(known: false), StringComparison.Ordinal);

        static string Genes(bool known) => DarkGenesView.Create(Samples.Dark(known: known)).Plain.Split("may be:")[1];
    }

    [Fact]
    public void Should_say_what_beats_the_model()
    {
        var plain = DarkGenesView.Create(Samples.Dark()).Plain;
        Assert.Contains("does as much without a model (0.200", plain, StringComparison.Ordinal);
        Assert.Contains("worse than a baseline, most frequent label (35.0%)", plain, StringComparison.Ordinal);
        Assert.Contains("Of 2 dark genes that have a label all the same it is right for 0.500", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_a_baseline_that_is_surely_ahead_before_one_that_may_be()
    {
        var sample = Samples.Dark();
        var unsure = sample.Scores[2] with { Name = "unsure", Accuracy = new(0.4, 0.1, 0.7), Lead = new(-0.1, -0.4, 0.2, 0.5) };
        Assert.Contains(
            "worse than a baseline, most frequent label (35.0%)",
            (sample with { Scores = [.. sample.Scores, unsure] }).Conclusion,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not told apart from the best baseline, unsure (40.0%)",
            (sample with { Scores = [sample.Scores[0], sample.Scores[1], unsure] }).Conclusion,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_show_every_map_as_a_view_of_its_own()
    {
        var one = DarkGenesView.Create(Samples.Dark()).Parts[MimeBundle.Html];
        var two = DarkGenesView
            .Create(Samples.Dark() with { Surroundings = [new("a", Samples.Synteny()), new("b", Samples.Synteny())] })
            .Parts[MimeBundle.Html];
        Assert.Equal(Views(one) + 1, Views(two));

        static int Views(string html) => html.Split("<div class=\"glm-view\"").Length - 1;
    }
}
