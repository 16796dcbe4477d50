using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Tests.Proteins.Homology;

/// <summary>What every search by an installed program has to do.</summary>
/// <param name="program">The engine; null where it is not installed.</param>
/// <param name="name">What it calls itself.</param>
/// <param name="settings">What it says of how it searches.</param>
public abstract class InstalledSearchTests(IHomologyEngine? program, string name, string settings)
{
    private IHomologyEngine Program
    {
        get
        {
            Assert.SkipWhen(program is null, $"{name} is not installed.");
            return program!;
        }
    }

    [Fact]
    public void Should_find_planted_families_and_nothing_else()
    {
        var proteins = RandomProteins.Families(families: 12, members: 4);
        var graph = HomologySearch.Within(new ProteinList(proteins), Program);
        for (var i = 0; i < proteins.Count; i++)
            Assert.Equal(Enumerable.Range(i / 4 * 4, 4).Where(j => j != i), graph.TargetsOf(i).ToArray());
        Assert.StartsWith($"{name} ", graph.Source);
        Assert.EndsWith(settings, graph.Source);
    }

    [Fact]
    public void Should_name_queries_and_targets_by_number_whatever_they_are_called()
    {
        Protein[] proteins = [.. RandomProteins.Families(2, 2).Select(protein => protein with { Id = ">a b\t|" })];
        using var index = Program.Index(new ProteinList(proteins), new HomologyOptions { Threads = 1 });
        var hits = index.Search(proteins);
        Assert.Equal([(0, 0), (0, 1), (1, 1), (1, 0), (2, 2), (2, 3), (3, 3), (3, 2)], hits.Select(hit => (hit.Query, hit.Target)));
        Assert.Equal((0, 180, 0, 180, 180, 180), Ends(hits[0]));
        // A second search in the same index.
        Assert.Equal([(0, 2), (0, 3)], index.Search([proteins[2]]).Select(hit => (hit.Query, hit.Target)));

        static (int, int, int, int, int, int) Ends(HomologyHit hit) =>
            (hit.QueryStart, hit.QueryEnd, hit.TargetStart, hit.TargetEnd, hit.Matches, hit.Columns);
    }

    [Fact]
    public void Should_accept_every_letter_and_tiny_proteins()
    {
        Protein[] proteins =
        [
            new("letters", "ABCDEFGHIKLMNOPQRSTUVWXYZJ" + RandomProteins.Families(1, 1)[0].Sequence),
            new("x", "XXXXXXXXXXXXXXX"),
            new("one", "M"),
        ];
        Protein[] alike = [new("a", new string('A', 500)), new("b", new string('A', 499))];
        using (var dna = Program.Index(new ProteinList(alike), new HomologyOptions()))
            dna.Search(alike); // it takes them for DNA
        using var index = Program.Index(new ProteinList(proteins), new HomologyOptions());
        Assert.Equal([(0, 0)], index.Search(proteins).Select(hit => (hit.Query, hit.Target)));
    }

    [Fact]
    public void Should_find_nothing_in_nothing()
    {
        using var empty = Program.Index(new ProteinList([]), new HomologyOptions());
        Assert.Empty(empty.Search(RandomProteins.Families(1, 1)));
        using var index = Program.Index(new ProteinList(RandomProteins.Families(1, 1)), new HomologyOptions());
        Assert.Empty(index.Search([]));
    }

    [Fact]
    public void Should_say_which_residue_is_none()
    {
        var mistake = Assert.Throws<GlmException>(() => Program.Index(new ProteinList([new("bad", "MKV-L")]), new HomologyOptions()));
        Assert.StartsWith("Protein 'bad' has '-' at position 4", mistake.Message);
    }

    [Fact]
    public void Should_stop_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        using var index = Program.Index(new ProteinList(RandomProteins.Families(2, 2)), new HomologyOptions());
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => index.Search(RandomProteins.Families(2, 2), null, stop.Token));
    }
}
