using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Proteins.LanguageModels.Embedding;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class VectorCacheViewTests
{
    private static readonly DateTime Day = new(2026, 11, 29, 8, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/VectorCacheView", () => VectorCacheView.Create(Overview("esm2_t33_650M_UR50D"), deleted: 1_500_000));

    [Fact]
    public void Should_say_that_there_is_nothing() =>
        Assert.Equal(
            "Deleted 0.0 MB. No vectors are cached in vectors.",
            VectorCacheView.Create(new VectorCacheOverview("vectors", []), deleted: 0).Plain
        );

    [Fact]
    public void Should_show_names_that_are_markup_as_text()
    {
        var bundle = VectorCacheView.Create(Overview("<img onerror=x>\u001b[31m"));
        Assert.DoesNotContain("<img", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', bundle.Plain);
    }

    private static VectorCacheOverview Overview(string model) =>
        new(
            "vectors",
            [
                new VectorCacheEntry(
                    new VectorOrigin(model, "ab12", 33, Pooling.MeanAll, "float32", 1280),
                    "esm2-0123",
                    4298,
                    22_100_000,
                    Day
                ),
                new VectorCacheEntry(null, "other-4567", null, 3_000_000_000, Day),
            ]
        );
}
