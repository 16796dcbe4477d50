using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Views;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ProteinVectorsViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ProteinVectorsView", () =>
            ProteinVectorsView.Create(new ProteinVectors("composition <v1>", ["p1", "p2"], 3, new Half[6]))
        );

    [Fact]
    public void Should_draw_what_a_language_model_made_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ProteinVectorsView.Drawn", () =>
            ProteinVectorsView.Create(Drawn(), [.. Enumerable.Range(50, 40)], "p3")
        );

    /// <summary>Of the fourteen families the two smallest are one class, and some proteins have none.</summary>
    [Fact]
    public void Should_colour_what_it_draws_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ProteinVectorsView.Coloured", () => ProteinVectorsView.Create(
                Drawn(),
                [.. Enumerable.Range(50, 40)],
                colors: new ProteinColors(
                    "protein-family",
                    [
                        .. Enumerable
                            .Range(0, 40)
                            .Select(i =>
                                i < 4 ? ""
                                : i < 9 ? "<i>f"
                                : $"{i % 14}"
                            ),
                    ]
                )
            ));

    [Fact]
    public void Should_list_the_nearest_and_say_where_there_is_none()
    {
        var bundle = ProteinVectorsView.Create(
            new ProteinVectors("v", ["a", "b", "c"], 2, [(Half)1, (Half)0, (Half)2, (Half)0, (Half)0, (Half)1]),
            near: "a"
        );
        Assert.EndsWith("Nearest to a:\nprotein  cosine\nb         1.000\nc         0.000", bundle.Plain.TrimEnd());
        Assert.Equal(
            "v: protein 'x' has no vector. Name one by its id in the FASTA.",
            Assert.Throws<GlmException>(() => ProteinVectorsView.Create(new ProteinVectors("v", ["a"], 1, [(Half)1]), near: "x")).Message
        );
    }

    private static ProteinVectors Drawn()
    {
        var random = new SeededRandom(4);
        return new ProteinVectors(
            "esm2_t6",
            [.. Enumerable.Range(0, 40).Select(i => i == 7 ? "<b>p7" : $"p{i}")],
            8,
            [.. Enumerable.Range(0, 320).Select(_ => (Half)(random.NextDouble() - 0.5))]
        );
    }
}
