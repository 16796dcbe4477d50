using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Tests.Analysis.Synteny;

public sealed class SyntenyMapperTests
{
    private const int Genes = 30;

    /// <summary>
    /// "a" holds thirty random proteins; "b" holds 40 others, then genes 5 to 14 of "a" with a fifth of their residues changed; "c" holds
    /// those reversed.
    /// </summary>
    private static readonly ScaffoldSet Set = Make();

    [Fact]
    public void Should_join_each_gene_with_its_changed_copy()
    {
        var map = SyntenyMapper.Compare(Set, [new("a", 1, 20), new("b", 41, 50)]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (i + 5, i)), map.Links.Select(link => (link.Upper, link.Lower)));
        Assert.All(map.Links, link => Assert.InRange(link.Identity, 0.7, 0.9));
        Assert.Equal(10, map.GroupCount);
        Assert.Equal(map.Tracks[0].Groups.Skip(5).Take(10), map.Tracks[1].Groups);
        Assert.Equal(-1, map.Tracks[0].Groups[0]);
        Assert.False(map.Tracks[1].Flipped);
    }

    [Fact]
    public void Should_find_where_another_scaffold_is_alike()
    {
        var region = SyntenyMapper.Compare(Set, [new("a", 1, 20), new("b")]).Tracks[1].Region;
        Assert.Equal((38, 12), (region.Start, region.Length));
    }

    [Fact]
    public void Should_leave_out_a_single_gene_that_is_alike_far_from_the_others()
    {
        // Gene 12 of "a" once more, fifteen genes before the others; three genes before them it belongs to them.
        var b = Set.FindScaffold("b")!;
        var stray = Set.FindScaffold("a")!.Genes[2] with { Id = "stray" };
        foreach (var (place, start) in new[] { (24, 38), (36, 34) })
        {
            var scaffold = b with { Genes = [.. b.Genes.Select((gene, i) => i == place ? stray : gene)] };
            var set = new ScaffoldSet(
                "stray",
                [new Genome("g", [Set.FindScaffold("a")! with { GenomeId = "g" }, scaffold with { GenomeId = "g" }], null)],
                Set.Proteins,
                [],
                []
            );
            Assert.Equal(start, SyntenyMapper.Compare(set, [new("a", 1, 20), new("b")]).Tracks[1].Region.Start);
        }
    }

    [Fact]
    public void Should_give_homologs_one_group_across_a_track_that_lacks_them()
    {
        var map = SyntenyMapper.Compare(Set, [new("a", 6, 15), new("b", 1, 10), new("c")]);
        Assert.Empty(map.Links);
        Assert.Equal(10, map.GroupCount);
        Assert.All(map.Tracks[0].Groups, group => Assert.Contains(group, map.Tracks[2].Groups));
    }

    [Fact]
    public void Should_turn_a_reversed_stretch_round()
    {
        var map = SyntenyMapper.Compare(Set, [new("a", 6, 15), new("c"), new("b", 41, 50)]);
        Assert.Equal([false, true, false], map.Tracks.Select(track => track.Flipped));
        Assert.Equal(10, map.Links.Count(link => link.Track == 1));
        Assert.Equal(10, map.GroupCount);
    }

    [Fact]
    public void Should_link_nothing_where_nothing_is_alike()
    {
        var map = SyntenyMapper.Compare(Set, [new("a", 1, 5), new("b", 1, 10)]);
        Assert.Empty(map.Links);
        Assert.Equal(0, map.GroupCount);
    }

    [Fact]
    public void Should_count_identity_over_the_longer_protein()
    {
        // A protein, and the same with three times as many other residues behind it.
        var (short_, other) = (Set.Proteins["pa0"].Sequence, Set.Proteins["pa1"].Sequence + Set.Proteins["pa2"].Sequence);
        var proteins = new Dictionary<string, Protein> { ["s"] = new("s", short_), ["l"] = new("l", short_ + other) };
        GeneWindow Window(string protein) => new(new Scaffold(protein, [new Gene(protein, Strand.Forward, protein)], "g"), 0, 1);
        var map = SyntenyMapper.Compare([Window("s"), Window("l")], proteins, minIdentity: 0);
        Assert.Equal((double)short_.Length / proteins["l"].Sequence.Length, Assert.Single(map.Links).Identity, 0.02);
        Assert.Empty(SyntenyMapper.Compare([Window("s"), Window("l")], proteins, minIdentity: 0.6).Links);
    }

    [Fact]
    public void Should_join_equal_proteins_that_are_too_short_to_find()
    {
        var proteins = new Dictionary<string, Protein> { ["a"] = new("a", "MKVLA"), ["b"] = new("b", "MKVLA") };
        GeneWindow Window(string protein) => new(new Scaffold(protein, [new Gene(protein, Strand.Forward, protein)], "g"), 0, 1);
        Assert.Equal(1, Assert.Single(SyntenyMapper.Compare([Window("a"), Window("b")], proteins).Links).Identity);
    }

    [Fact]
    public void Should_tabulate_every_shown_gene()
    {
        var table = SyntenyMapper.Compare(Set, [new("a", 1, 20), new("b", 41, 50)]).ToDataFrame();
        Assert.Equal(30, table.Rows.Count);
        Assert.Equal(45, table["position"][24]);
        Assert.Null(table["group"][0]);
    }

    [Fact]
    public void Should_find_a_gene_by_any_of_its_names()
    {
        Assert.Equal(new SyntenyRegion("a", 2, 6), SyntenyRegion.Around(Set, "NAMEA3", 2));
        Assert.Equal(new SyntenyRegion("b", 1, 4), SyntenyRegion.Around(Set, "b.0", 3));
        Assert.Contains(
            "goes by \"dnaA\"",
            Assert.Throws<GlmException>(() => SyntenyRegion.Around(Set, "dnaA")).Message.Replace('\'', '"')
        );
    }

    [Theory]
    [InlineData("x", null, "has no scaffold")]
    [InlineData("a", "1..31", "End the range at 30 or before.")]
    public void Should_refuse_what_is_not_there(string scaffold, string? range, string message)
    {
        var (first, last) = range is null ? default((int?, int?)) : SyntenyRegion.ParseRange(range);
        Assert.Contains(message, Assert.Throws<GlmException>(() => SyntenyMapper.Compare(Set, [new(scaffold, first, last)])).Message);
    }

    [Theory]
    [InlineData("1-40")]
    [InlineData("5..4")]
    [InlineData("0..4")]
    [InlineData("..")]
    [InlineData("1..2..3")]
    [InlineData("1..99999999999")]
    public void Should_refuse_a_range_that_is_none(string range) =>
        Assert.Contains("is not a range of genes", Assert.Throws<GlmException>(() => SyntenyRegion.ParseRange(range)).Message);

    [Theory]
    [InlineData("c7", "c7", null, null)]
    [InlineData("c7:3..9", "c7", 3, 9)]
    [InlineData("c:7:3 .. 9", "c:7", 3, 9)]
    [InlineData("c:7", "c:7", null, null)]
    public void Should_read_a_region(string text, string scaffold, int? first, int? last) =>
        Assert.Equal(new SyntenyRegion(scaffold, first, last), SyntenyRegion.Parse(text));

    private static ScaffoldSet Make()
    {
        var random = new Random(4);
        var proteins = new Dictionary<string, Protein>();
        string Protein(string id, string sequence)
        {
            proteins.Add(id, new Protein(id, sequence));
            return id;
        }

        string Random() => string.Concat(Enumerable.Range(0, random.Next(80, 200)).Select(_ => "ACDEFGHIKLMNPQRSTVWY"[random.Next(20)]));
        string Changed(string sequence) =>
            string.Concat(sequence.Select(residue => random.Next(5) == 0 ? "ACDEFGHIKLMNPQRSTVWY"[random.Next(20)] : residue));
        Gene Gene(string scaffold, int i, Strand strand, string protein) =>
            new($"{scaffold}.{i}", strand, protein) { Name = $"name{scaffold}{i}" };

        var a = Enumerable
            .Range(0, Genes)
            .Select(i => Gene("a", i, i % 3 == 0 ? Strand.Reverse : Strand.Forward, Protein($"pa{i}", Random())))
            .ToList();
        var copies = a.Skip(5).Take(10).ToList();
        var b = Enumerable
            .Range(0, 40)
            .Select(i => Gene("b", i, Strand.Forward, Protein($"pb{i}", Random())))
            .Concat(
                copies.Select(
                    (gene, i) => Gene("b", 40 + i, gene.Strand, Protein($"pb{40 + i}", Changed(proteins[gene.ProteinId].Sequence)))
                )
            )
            .ToList();
        var c = copies.Select((gene, i) => Gene("c", i, (Strand)(-(int)gene.Strand), gene.ProteinId)).Reverse().ToList();
        Scaffold[] scaffolds = [new("a", a, "g"), new("b", b, "g"), new("c", c, "g")];
        return new ScaffoldSet("made up", [new Genome("g", scaffolds, null)], proteins, [], []);
    }
}
