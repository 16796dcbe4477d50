using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.Homology;

namespace Glm.Tests.Proteins.Families;

public sealed class FamilySpaceTests
{
    private const int Members = 4;

    private static IReadOnlyList<Protein> Known { get; } =
    [.. RandomProteins.Families(families: 15, Members), .. RandomProteins.Unrelated(10)];

    private static ProteinVectors Vectors { get; } = FamilyVectors.Embed(Known, HomologyEngines.BuiltIn);

    private static FamilySpace Space => Vectors.Families!;

    private static double Cosine(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b)
    {
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
            (ab, aa, bb) = (ab + ((double)a[i] * (double)b[i]), aa + ((double)a[i] * (double)a[i]), bb + ((double)b[i] * (double)b[i]));
        return ab / Math.Sqrt(aa * bb);
    }

    [Fact]
    public void Should_put_the_members_of_a_family_together()
    {
        for (var i = 0; i < 15 * Members; i++)
        for (var j = 0; j < i; j++)
            if (i / Members == j / Members)
                Assert.InRange(Cosine(Vectors[i], Vectors[j]), 0.95, 1.001);
            else
                Assert.InRange(Cosine(Vectors[i], Vectors[j]), -0.6, 0.6);
    }

    [Fact]
    public void Should_embed_what_has_no_homolog_by_its_composition_and_count_it()
    {
        Assert.Equal(10, Vectors.WithoutHomolog);
        Assert.All(Enumerable.Range(0, Known.Count), row => Assert.InRange(Cosine(Vectors[row], Vectors[row]), 0.999, 1.001));
    }

    [Fact]
    public void Should_give_a_new_member_the_vector_of_its_family()
    {
        var ancestors = RandomProteins.Families(1, 1, kept: 1);
        var mutant = ancestors[0] with { Id = "new", Sequence = ancestors[0].Sequence[..170] + "MKMKMKMKMK" };
        using var embedder = new FamilyEmbedder(Space, HomologyEngines.BuiltIn);
        var vectors = embedder.Embed([mutant, .. RandomProteins.Unrelated(1, seed: 5)]);
        Assert.True(Cosine(vectors[0], Vectors[0]) > 0.95);
        Assert.Equal((1, 1), (vectors.WithoutHomolog!.Value, embedder.WithoutHomolog));
    }

    [Fact]
    public void Should_give_a_protein_the_same_vector_alone_and_among_others()
    {
        using var embedder = new FamilyEmbedder(Space, HomologyEngines.BuiltIn);
        var all = embedder.Embed(Known);
        for (var i = 0; i < Known.Count; i += 7)
            Assert.Equal(all[i].ToArray(), embedder.Embed([Known[i]])[0].ToArray());
        // And as it was given when the space was made, but for the search that the space itself did not need.
        for (var i = 0; i < Known.Count; i++)
            Assert.InRange(Cosine(all[i], Vectors[i]), 0.98, 1.001);
    }

    [Fact]
    public void Should_not_depend_on_the_order_of_genomes()
    {
        var again = FamilyVectors.Embed([.. Known.Reverse()], HomologyEngines.BuiltIn);
        for (var i = 0; i < Known.Count; i++)
            Assert.InRange(Cosine(again[again.RowOf(Known[i].Id)], Vectors[i]), 0.9999, 1.0001);
    }

    /// <summary>Rows are computed side by side, in whatever order the machine likes.</summary>
    [Fact]
    public void Should_make_the_same_space_every_time()
    {
        var graph = HomologySearch.Within(new ProteinList(Known), HomologyEngines.BuiltIn);
        for (var i = 0; i < 5; i++)
            Assert.Equal(Space.Name, FamilySpace.Build(new ProteinList(Known), graph).Name);
    }

    [Fact]
    public void Should_have_another_name_for_other_proteins()
    {
        var other = FamilyVectors.Embed(RandomProteins.Families(3, 3, seed: 2), HomologyEngines.BuiltIn);
        Assert.NotEqual(Space.Name, other.Families!.Name);
        Assert.Matches("^families-[0-9a-f]{8}$", Space.Name);
        Assert.True(FamilySpace.IsName(Space.Name));
        // Vectors from a file are called as the file is.
        Assert.All(["families-codes.npz", "families-12345678.npz", "families-", "composition"], name =>
            Assert.False(FamilySpace.IsName(name))
        );
    }

    [Fact]
    public void Should_embed_equal_sequences_alike()
    {
        Protein[] twins = [Known[0], Known[0] with { Id = "twin" }, Known[1]];
        var vectors = FamilyVectors.Embed(twins, HomologyEngines.BuiltIn);
        Assert.Equal(vectors[0].ToArray(), vectors[1].ToArray());
        Protein[] copies = [.. Enumerable.Range(0, 20).Select(i => Known[^1] with { Id = $"copy{i}" })];
        Assert.Equal(20, FamilyVectors.Embed(copies, HomologyEngines.BuiltIn).WithoutHomolog);
    }

    [Fact]
    public void Should_embed_lone_proteins_and_none()
    {
        var lone = FamilyVectors.Embed(RandomProteins.Unrelated(3), HomologyEngines.BuiltIn);
        Assert.Equal((3, 3, 0), (lone.Count, lone.WithoutHomolog!.Value, lone.Families!.Count));
        Assert.Equal(0, FamilyVectors.Embed([], HomologyEngines.BuiltIn).Count);
    }

    [Fact]
    public void Should_come_back_from_its_file_as_it_was()
    {
        using var folder = new TemporaryFolder();
        FamilySpaceFile.Write(folder["space.npz"], Space);
        Assert.True(FamilySpaceFile.IsOne(folder["space.npz"]));
        var back = FamilySpaceFile.Read(folder["space.npz"]);
        Assert.Equal((Space.Name, Space.Search, Space.Count), (back.Name, back.Search, back.Count));
        using var before = new FamilyEmbedder(Space, HomologyEngines.BuiltIn);
        using var after = new FamilyEmbedder(back, HomologyEngines.BuiltIn);
        Assert.Equal(before.Embed(Known).Values, after.Embed(Known).Values);
        FamilySpaceFile.Write(folder["again.npz"], back);
        Assert.Equal(File.ReadAllBytes(folder["space.npz"]), File.ReadAllBytes(folder["again.npz"]));
    }

    [Fact]
    public void Should_say_that_a_file_is_damaged_wherever_it_is()
    {
        using var folder = new TemporaryFolder();
        FamilySpaceFile.Write(folder["space.npz"], Space);
        var bytes = File.ReadAllBytes(folder["space.npz"]);
        for (var at = 0; at < bytes.Length; at += 997)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x41;
            File.WriteAllBytes(folder["damaged.npz"], damaged);
            try
            {
                // What still reads, such as a changed date in the zip, must be the same space.
                Assert.Equal(Space.Name, FamilySpaceFile.Read(folder["damaged.npz"]).Name);
            }
            catch (GlmException mistake)
            {
                Assert.Contains("damaged.npz", mistake.Message);
                Assert.DoesNotContain('\n', mistake.Message);
            }
        }
        File.WriteAllBytes(folder["cut.npz"], bytes[..(bytes.Length / 2)]);
        Assert.Throws<GlmException>(() => FamilySpaceFile.Read(folder["cut.npz"]));
        Assert.False(FamilySpaceFile.IsOne(folder["absent.npz"]));
    }

    /// <summary>Measured once. Other codes would be another space of the same genomes, and older models useless.</summary>
    [Fact]
    public void Should_draw_the_same_codes_for_ever()
    {
        Span<float> code = stackalloc float[4];
        FamilyCodes.Random(SequenceHash.Of("MKVLAT"), code);
        Assert.Equal(1, Math.Sqrt(code[0] * code[0] + code[1] * code[1] + code[2] * code[2] + code[3] * code[3]), 6);
        Assert.Equal(Frozen, code.ToArray());
    }

    private static readonly float[] Frozen = [0.781516135f, 0.245754063f, -0.569357693f, -0.0683332384f];
}
