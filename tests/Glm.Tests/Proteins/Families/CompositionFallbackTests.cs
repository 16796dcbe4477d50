using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Testing;
using Glm.Tests.Proteins.Homology;

namespace Glm.Tests.Proteins.Families;

/// <summary>
/// Families whose members cannot be aligned: they share which residues they prefer, and differ in many other ways. Hits are given.
/// </summary>
public sealed class CompositionFallbackTests
{
    private const int Families = 700;
    private const int Members = 4;

    private static IReadOnlyList<Protein> Known { get; } = Remote(Families, Members, seed: 1);

    private static FamilySpace Space { get; } = Build(Known);

    [Fact]
    public void Should_bring_remote_relatives_together_by_what_families_share()
    {
        var newcomers = Remote(100, 2, seed: 2);
        var signs = new CompositionFallback(Space.Width, Space.Fallback.Mean, Space.Fallback.Scale);
        var (learned, random) = (Found(Space.Fallback, newcomers), Found(signs, newcomers));
        Assert.True(learned > 2 * random && learned > 40, $"{learned} with what was learned, {random} with random signs, of 200");
    }

    [Fact]
    public void Should_travel_with_the_space()
    {
        using var folder = new TemporaryFolder();
        FamilySpaceFile.Write(folder["space.npz"], Space);
        var back = FamilySpaceFile.Read(folder["space.npz"]);
        Assert.NotNull(back.Fallback.Map);
        Assert.Equal(Space.Fallback.Map, back.Fallback.Map);
        Assert.Equal(Space.Name, back.Name);
    }

    [Fact]
    public void Should_be_another_space_with_another_map()
    {
        var map = Space.Fallback.Map!.ToArray();
        map[5]++;
        var other = new FamilySpace(
            Space.Options,
            Space.Search,
            [.. Space.Representatives.All()],
            Space.Codes.ToArray(),
            new CompositionFallback(Space.Width, Space.Fallback.Mean, Space.Fallback.Scale, map)
        );
        Assert.NotEqual(Space.Name, other.Name);
    }

    [Fact]
    public void Should_learn_nothing_from_few_families()
    {
        Assert.Null(Build(Known.Take(600 * Members).ToArray()).Fallback.Map);
        Assert.NotNull(Space.Fallback.Map);
    }

    [Fact]
    public void Should_not_depend_on_the_order_of_genomes()
    {
        var turned = Build([.. Known.Chunk(Members).Reverse().SelectMany(family => family)]);
        var (map, again) = (Space.Fallback.Map!, turned.Fallback.Map!);
        // What is usual is summed in another order.
        for (var i = 0; i < map.Length; i++)
            Assert.InRange(again[i] - map[i], -1, 1);
    }

    [Fact]
    public void Should_give_the_same_map_with_any_number_of_threads()
    {
        var before = TorchSharp.torch.get_num_threads();
        try
        {
            foreach (var threads in new[] { 1, 2 })
            {
                TorchSharp.torch.set_num_threads(threads);
                Assert.Equal(Space.Name, Build(Known).Name);
            }
        }
        finally
        {
            TorchSharp.torch.set_num_threads(before);
        }
    }

    /// <summary>How many proteins have their relative nearest.</summary>
    private static int Found(CompositionFallback fallback, IReadOnlyList<Protein> pairs)
    {
        var codes = fallback.Embed(pairs, TestContext.Current.CancellationToken);
        var width = codes.Length / pairs.Count;
        float Cosine(int a, int b)
        {
            var sum = 0f;
            for (var i = 0; i < width; i++)
                sum += codes[(a * width) + i] * codes[(b * width) + i];
            return sum;
        }
        return Enumerable
            .Range(0, pairs.Count)
            .Count(i => (Enumerable.Range(0, pairs.Count).Where(j => j != i).MaxBy(j => Cosine(i, j)) ^ 1) == i);
    }

    private static FamilySpace Build(IReadOnlyList<Protein> proteins)
    {
        var hits = new List<HomologyHit>();
        for (var i = 0; i < proteins.Count; i++)
        for (var j = i - (i % Members); j < i; j++)
            hits.Add(new HomologyHit(i, j, 100, 1e-20, 50, 180, 0, 180, 0, 180));
        var graph = HomologyGraph.Within(
            "given",
            [.. proteins.Select(protein => protein.Sequence.Length)],
            [hits.ToArray()],
            FamilySpace.Edges
        );
        return FamilySpace.Build(new ProteinList(proteins), graph);
    }

    private static Protein[] Remote(int families, int members, int seed)
    {
        const string Residues = "ARNDCQEGHILKMFPSTWYV";
        var random = new Random(seed);
        var proteins = new List<Protein>();
        for (var family = 0; family < families; family++)
        {
            var liked = random.GetItems<char>(Residues, 4);
            for (var member = 0; member < members; member++)
            {
                // A repeat of its own makes a member unlike the others, and is in no other one.
                var repeat = new string(random.GetItems<char>(Residues, 2));
                var letters = Enumerable.Range(0, 90).Select(_ => random.Next(4) > 0 ? liked[random.Next(4)] : Residues[random.Next(20)]);
                var sequence = string.Concat(letters) + string.Concat(Enumerable.Repeat(repeat, 45));
                proteins.Add(new Protein($"s{seed}f{family}m{member}", sequence));
            }
        }
        return [.. proteins];
    }
}
