using Glm.Features;
using Glm.Modeling;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.Homology;

namespace Glm.Tests.Modeling;

public sealed class FamilySpaceOfModelTests : IDisposable
{
    private static readonly FamilyOptions Narrow = new() { Width = 12 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Glm.Proteins.ProteinVectors Vectors(int seed) =>
        FamilyVectors.Embed(RandomProteins.Families(10, 3, seed: seed), HomologyEngines.BuiltIn, Narrow);

    private static GlmModel Trained(Glm.Proteins.ProteinVectors vectors)
    {
        var model = SmallModel.Create();
        model.Features = FeatureFit.Of(model.TransformFor(vectors));
        return model;
    }

    [Fact]
    public void Should_travel_with_the_model()
    {
        var vectors = Vectors(1);
        using (var model = Trained(vectors))
            model.Save(_folder["model"]);
        using var loaded = GlmModel.Load(_folder["model"]);
        Assert.Equal(vectors.Families!.Name, loaded.Features.Families!.Name);
        Assert.Equal(vectors.Families.Name, FamilySpaceFile.Read(_folder["model/families.npz"]).Name);
        loaded.TransformFor(vectors);
        // A model without a space leaves none of the earlier one's.
        using (var plain = SmallModel.Create())
            plain.Save(_folder["model"]);
        Assert.False(File.Exists(_folder["model/families.npz"]));
    }

    [Fact]
    public void Should_refuse_vectors_of_another_space_and_name_both()
    {
        var (one, two) = (Vectors(1), Vectors(2));
        using var model = Trained(one);
        var mistake = Assert.Throws<GlmException>(() => model.TransformFor(two)).Message;
        Assert.Contains(one.Families!.Name, mistake);
        Assert.Contains(two.Families!.Name, mistake);
        var plain = new Glm.Proteins.ProteinVectors("mine.npz", two.Ids, two.Width, two.Values);
        Assert.Contains("mine.npz", Assert.Throws<GlmException>(() => model.TransformFor(plain)).Message);
        using var other = Trained(plain);
        Assert.Contains(two.Families.Name, Assert.Throws<GlmException>(() => other.TransformFor(two)).Message);
        // A fresh model takes any.
        using var fresh = SmallModel.Create();
        fresh.TransformFor(two);
    }

    [Fact]
    public void Should_refuse_the_space_of_another_save()
    {
        using (var model = Trained(Vectors(1)))
            model.Save(_folder["one"]);
        using (var model = Trained(Vectors(2)))
            model.Save(_folder["two"]);
        File.Copy(_folder["one/families.npz"], _folder["two/families.npz"], overwrite: true);
        Assert.Contains(
            "families.npz: this file is not the one",
            Assert.Throws<GlmException>(() => GlmModel.Load(_folder["two"])).Message
        );
    }
}
