using Glm.Corpora;
using Glm.Features;
using Glm.Formats;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Testing;

namespace Glm.Tests.Modeling;

public sealed class TrainedGenomesTests : IDisposable
{
    private static readonly ScaffoldSet Simulated = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 6, Seed = 3 });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_know_genomes_by_their_proteins_and_not_by_their_names()
    {
        var learned = Of(Simulated);
        Assert.Equal(6, learned.Count);
        var same = learned.KnownOf(new ScaffoldSetPlaces(Simulated));
        Assert.Equal(Simulated.Genomes.Select(genome => new KnownGenome(genome.Id, genome.Id, 1)), same);

        var others = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 6, Seed = 4 });
        Assert.Equal(Simulated.Genomes.Select(genome => genome.Id), others.Genomes.Select(genome => genome.Id));
        Assert.Empty(learned.KnownOf(new ScaffoldSetPlaces(others)));

        var renamed = learned.KnownOf(new ScaffoldSetPlaces(Renamed(Simulated)));
        Assert.Equal(Simulated.Genomes.Select(genome => new KnownGenome($"copy of {genome.Id}", genome.Id, 1)), renamed);
        Assert.Empty(TrainedGenomes.None.KnownOf(new ScaffoldSetPlaces(Simulated)));
    }

    [Fact]
    public void Should_make_of_a_corpus_what_it_makes_in_memory()
    {
        SimulationFiles.Write(Simulated, _folder["files"]);
        var set = ScaffoldFiles.Load(_folder["files"]);
        CorpusFiles.Add(_folder["corpus"], _folder["files"]);
        using var corpus = Corpus.Open(_folder["corpus"]);
        var (memory, disk) = (new ScaffoldSetPlaces(set), corpus.Places);
        Assert.Equal(Of(memory), Of(disk));
        for (var scaffold = 0; scaffold < memory.Scaffolds.Count; scaffold++)
            Assert.Equal(memory.ProteinHashesOf(scaffold), disk.ProteinHashesOf(scaffold));
        Assert.Equal(6, Of(Renamed(set)).KnownOf(disk).Count);
        Assert.Equal(6, Of(disk).KnownOf(new ScaffoldSetPlaces(Renamed(set))).Count);
    }

    [Fact]
    public void Should_know_what_stands_on_scaffolds_that_were_learned_from()
    {
        var places = new ScaffoldSetPlaces(Simulated);
        var first = Simulated.Genomes[0].Id;
        int[] windows =
        [
            .. Enumerable.Range(0, places.WindowCount).Where(window => places.GenomeIdOf(places.ScaffoldOf(window)) == first),
        ];
        var scaffolds = windows.Select(places.ScaffoldOf).Distinct().ToArray();
        int[] most = [.. windows.Where(window => places.ScaffoldOf(window) != scaffolds[0])];
        Assert.Equal(first, Assert.Single(TrainedGenomes.Of(places, most).KnownOf(places)).Id);
        Assert.InRange(Assert.Single(TrainedGenomes.Of(places, most).KnownOf(places)).Shared!.Value, 0.6, 0.99);
        // Of a sixth of it nobody would say that the model learned the genome.
        Assert.Empty(TrainedGenomes.Of(places, [windows[0]]).KnownOf(places));
    }

    [Fact]
    public void Should_take_names_where_there_are_no_sketches()
    {
        var (sketch, other) = (Sketch(0, 3000), Sketch(5000, 8000));
        Assert.Equal([new KnownGenome("a", "a", null)], Known("a", null, ("a", sketch)));
        Assert.Equal([new KnownGenome("a", "a", null)], Known("a", sketch, ("a", null)));
        Assert.Empty(Known("a", null, ("b", sketch)));
        Assert.Empty(Known("a", sketch, ("a", other)));
        // A folder of an earlier version, and trained on since: the name is one reason, the proteins a better one.
        Assert.Equal([new KnownGenome("a", "b", 1)], Known("a", sketch, ("a", null), ("a", other), ("b", sketch)));
        Assert.Equal([new KnownGenome("a", "a", 1)], Known("a", sketch, ("", sketch), ("a", sketch), ("b", sketch)));
    }

    [Fact]
    public void Should_know_parts_and_annotations_of_a_genome_and_not_its_relatives()
    {
        var learned = Sketch(0, 4000);
        Assert.Single(Known("other annotation", Sketch(400, 4400), ("a", learned)));
        Assert.Single(Known("half", Sketch(0, 2000), ("a", learned)));
        Assert.Empty(Known("relative", Sketch(2800, 6800), ("a", learned)));
        // Of some genes of a large genome too few are compared, unless the name says the same.
        var few = Sketch(0, 200);
        Assert.InRange(few.ComparedWith(learned).Compared, 1, 7);
        Assert.Empty(Known("region", few, ("a", learned)));
        Assert.Single(Known("a", few, ("a", learned)));
        // What was learned from a few genes is not their genome.
        Assert.Empty(Known("genome", learned, ("plasmid", few)));
        Assert.Single(Known("plasmid", Sketch(0, 20), ("p", Sketch(5, 25))));
    }

    [Fact]
    public void Should_hold_each_genome_once_in_one_order()
    {
        var (one, two) = (new TrainedGenome("G1", Sketch(0, 100)), new TrainedGenome("G1", Sketch(200, 300)));
        TrainedGenome[] three = [two, new("A", null), one];
        var genomes = new TrainedGenomes([.. three, new("G1", Sketch(0, 100)), new("A", null)]);
        Assert.Equal(3, genomes.Count);
        Assert.Equal(["A, known by name alone", "G1", "G1"], genomes.Select(genome => genome.ToString()));
        Assert.Equal(genomes, new TrainedGenomes(three.Reverse()));
        Assert.Equal(genomes, genomes.Union(new TrainedGenomes([one])));
        Assert.Same(genomes, genomes.Union(TrainedGenomes.None));
        Assert.Same(genomes, TrainedGenomes.None.Union(genomes));
    }

    [Fact]
    public void Should_say_under_which_name_a_genome_was_learned()
    {
        KnownGenome[] known = [new("G1", "G1", 1), new("copy", "G2", 0.9), new("strain", "G\n3\u202e", 0.62), new("d", "d", null)];
        Assert.Equal("The model was trained on 1 of these genomes (G1)", KnownGenome.Told(known[..1]));
        Assert.Equal(
            "The model was trained on 4 of these genomes (G1, copy as G2, strain as G 3[U+202E] with 62% of its proteins, …)",
            KnownGenome.Told(known)
        );
        Assert.InRange(KnownGenome.Told([.. Enumerable.Repeat(new KnownGenome(new('x', 999), new('y', 999), 1), 9)]).Length, 300, 500);
    }

    private static IReadOnlyList<KnownGenome> Known(string id, GenomeSketch? sketch, params (string Id, GenomeSketch? Sketch)[] learned) =>
        new TrainedGenomes(learned.Select(genome => new TrainedGenome(genome.Id, genome.Sketch))).KnownOf([(id, sketch)]);

    private static GenomeSketch Sketch(int from, int to) =>
        GenomeSketch.Of(Enumerable.Range(from, to - from).Select(i => new Protein($"p{i}", $"M{i}K")))!;

    private static TrainedGenomes Of(ScaffoldSet set) => Of(new ScaffoldSetPlaces(set));

    private static TrainedGenomes Of(IWindowPlaces places) => TrainedGenomes.Of(places, Enumerable.Range(0, places.WindowCount));

    /// <summary>The same genes under other ids.</summary>
    private static ScaffoldSet Renamed(ScaffoldSet set)
    {
        var scaffolds = set.Scaffolds.ToDictionary(
            scaffold => scaffold.Id,
            scaffold => new Scaffold($"copy of {scaffold.Id}", scaffold.Genes, $"copy of {scaffold.GenomeId}")
        );
        return new ScaffoldSet(
            "renamed",
            [
                .. set.Genomes.Select(genome => new Genome(
                    $"copy of {genome.Id}",
                    [.. genome.Scaffolds.Select(scaffold => scaffolds[scaffold.Id])],
                    genome.Lineage
                )),
            ],
            set.Proteins,
            [.. set.Windows.Select(window => window with { Scaffold = scaffolds[window.Scaffold.Id] })],
            []
        );
    }
}
