using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Features;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Tests.Analysis.Taxonomy;

public sealed class TaxonomyAssignerTests
{
    private const int NewClass = 3;

    /// <summary>Genomes of four simulated classes, read by an untrained model: eight of each of three are known.</summary>
    private static readonly Lazy<(ContextEmbeddings Known, ContextEmbeddings Unknown, string New)> Simulated = new(() =>
    {
        var set = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = 40,
                Classes = 4,
                GenomesPerGenus = 2,
                Seed = 5,
            }
        );
        var proteins = new CompositionEmbedder().Embed([.. set.Proteins.Values]);
        using var model = GlmModel.Create(GlmConfig.Tiny with { ProteinWidth = proteins.Width }, seed: 3);
        var transform = new FeatureTransform(FeatureTransform.Fit(proteins, 8).Normalizer, null);
        var all = Contextualizer.Run(model, GeneDataset.Create(set, proteins, transform));
        var names = set.Genomes.Select(genome => genome.Lineage![TaxonomicRank.Class]).Distinct().ToArray();
        var known = names
            .Take(NewClass)
            .SelectMany(name => set.Genomes.Where(genome => genome.Lineage![TaxonomicRank.Class] == name).Take(8))
            .Select(genome => genome.Id)
            .ToHashSet();
        return (Only(all, known.Contains), Only(all, id => !known.Contains(id)), names[NewClass]);
    });

    [Fact]
    public void Should_tell_what_is_new_and_assign_what_is_known()
    {
        var (known, unknown, newClass) = Simulated.Value;
        var result = TaxonomyAssigner.Run(known, unknown);
        Assert.Equal((3, 24), (result.Classes.Count, result.Genomes));
        Assert.DoesNotContain(newClass, result.Classes);
        Assert.Equal(96, result.Scaffolds.Count);
        Assert.Equal("context-free", result.Used); // the taxon is written into the sequences, and the model is untrained
        var isNew = result.Scaffolds.ToLookup(scaffold => TaxonOf(scaffold) == newClass);
        Assert.Equal((60, 36), (isNew[true].Count(), isNew[false].Count()));
        Assert.InRange(isNew[true].Count(scaffold => scaffold.IsUnlike), 54, 60);
        Assert.InRange(isNew[false].Count(scaffold => scaffold.IsUnlike), 0, 6);
        Assert.All(isNew[false], scaffold => Assert.Equal(TaxonOf(scaffold), scaffold.Taxon));
        Assert.All(result.Scaffolds, scaffold => Assert.Equal(1, scaffold.Probabilities.Sum(), 9));
        Assert.All(result.Scaffolds, scaffold => Assert.Equal(scaffold.IsUnlike, scaffold.KnownShare <= 0.05));
        // Surer than what was tested nobody can be.
        Assert.All(result.Scaffolds, scaffold => Assert.InRange(scaffold.Confidence, 1.0 / 3, 1 - (0.5 / result.Stretches)));
        Assert.All(isNew[false], scaffold => Assert.Equal(TaxonOf(scaffold), scaffold.Nearest.Lineage![TaxonomicRank.Class]));
        Assert.True(result.Score.UnlikeFound.Low > 0.3, $"{result.Score.UnlikeFound}");
        Assert.Contains("are unlike anything known. Of stretches of held-out genomes", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains("The verdict calls 5% of known stretches unlike", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains("The lineages of 96 scaffolds state a class, which was not used: 36 of them a known one", result.Notes[0]);
    }

    [Fact]
    public void Should_be_as_sure_as_it_is_right()
    {
        // By the untrained model's vectors alone it is often wrong.
        var (known, unknown) = (Blurred(Simulated.Value.Known), Blurred(Simulated.Value.Unknown));
        var result = TaxonomyAssigner.Run(known, unknown);
        Assert.InRange(result.Score.Accuracy.Value, 0.6, 0.95);
        Assert.InRange(result.Score.Calibration.ExpectedCalibrationError, 0, 0.12);
        Assert.True(result.Score.Temperature > 1, "96 numbers of 144 windows make a regression that is too sure");
        var held = result.Scaffolds.Where(scaffold => result.Classes.Contains(TaxonOf(scaffold))).ToArray();
        var right = held.Average(scaffold => scaffold.Taxon == TaxonOf(scaffold) ? 1.0 : 0);
        Assert.InRange(held.Average(scaffold => scaffold.Confidence), right - 0.15, right + 0.15);
        Assert.True(result.Score.LogLoss < Math.Log(3));
    }

    [Fact]
    public void Should_claim_nothing_where_taxa_are_dealt_at_random()
    {
        var (known, unknown) = (Blurred(Simulated.Value.Known), Blurred(Simulated.Value.Unknown));
        var random = new SeededRandom(7);
        string[] names = [.. Enumerable.Range(0, 24).Select(i => "XYZ"[i % 3].ToString())];
        random.Shuffle(names.AsSpan());
        var numbers = known.Genomes.Distinct().Select((genome, i) => (genome.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var result = TaxonomyAssigner.Run(
            known with
            {
                Genomes = [.. known.Genomes.Select(genome => genome with { Lineage = new Lineage("d", "p", names[numbers[genome.Id]]) })],
            },
            unknown
        );
        Assert.InRange(result.Score.Accuracy.Value, 0.15, 0.55);
        Assert.InRange(result.Score.LogLoss, Math.Log(3) - 0.1, Math.Log(3) + 0.3);
        Assert.True(result.Score.UnlikeFound.Low <= 0.05, $"{result.Score.UnlikeFound}");
        Assert.Contains("Nothing new can be told from these vectors", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_repeat_and_become_a_table()
    {
        var (known, unknown) = (Blurred(Simulated.Value.Known), Blurred(Simulated.Value.Unknown));
        var reports = new List<ProgressReport>();
        var options = new TaxonomyOptions { FoldCount = 3, Seed = 2 };
        var first = TaxonomyAssigner.Run(known, unknown, options, new Inline(reports));
        var frame = first.ToDataFrame();
        Assert.Equal(
            frame["confidence"].Cast<double>(),
            TaxonomyAssigner.Run(known, unknown, options).ToDataFrame()["confidence"].Cast<double>()
        );
        Assert.Equal((96, 15), (frame.Rows.Count, frame.Columns.Count));
        Assert.Equal(["scaffold", "genome", "windows", "genes", "verdict"], frame.Columns.Take(5).Select(column => column.Name));
        Assert.All(frame["verdict"].Cast<string>(), verdict => Assert.Contains(verdict, new[] { "assigned", "unlike anything known" }));
        Assert.Equal(reports[^1].Total, reports[^1].Done);
        Assert.Equal(2 * (3 + 3 + 1), reports.Count);
    }

    [Fact]
    public void Should_test_on_stretches_that_are_like_the_scaffolds()
    {
        var set = Samples.Set(["A", "A", "B", "B"], windowLength: 4, windowsPerGenome: 6);
        var known = Samples.Embed(set, 2, 2, (row, _) => row, (row, i) => row * (i + 1));
        var task = TaxonomyTask.Of(EmbeddingPooling.Pool(known, EmbeddingLevel.Window), new TaxonomyOptions { FoldCount = 2 });
        var stretches = new HeldOutStretches(
            task,
            [
                [3, 3, 2, 4],
            ],
            seed: 1
        );
        Assert.Equal((8, 24), (stretches.Count, stretches.Pieces)); // four windows and the two that are left, of each genome
        Assert.Equal([0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3], stretches.StretchOf.Take(12));
        var vectors = stretches.Vectors(task, known, EmbeddingSpace.Context);
        // The means of rows 0 to 2, 4 to 6, 8 and 9, 12 to 15.
        Assert.Equal([1, 1, 5, 5, 8.5f, 8.5f, 13.5f, 13.5f], vectors[..8]);
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var (known, unknown) = (Blurred(Simulated.Value.Known), Blurred(Simulated.Value.Unknown));
        Refuse(known, unknown, new TaxonomyOptions { Folds = FoldGrouping.Random }, "Use Folds = genome");
        Refuse(known, unknown, new TaxonomyOptions { Unlike = 1 }, "Unlike is 1; it must lie between 0 and 1");
        Refuse(known, unknown with { Layer = 2 }, null, "it was read at layer 2, 96 numbers wide");
        Refuse(known, Only(unknown, _ => false), null, "it has no window");
        Refuse(Only(known, id => id == known.Genomes[0].Id), unknown, null, "Telling taxa apart needs 2 or more of 5 genomes each");
        var same = TaxonomyAssigner.Run(known, Only(known, id => id == known.Genomes[0].Id), new TaxonomyOptions { Unlike = 0.001 });
        Assert.StartsWith("6 of 6 scaffolds were learned from", same.Notes[0], StringComparison.Ordinal);
        Assert.Contains("are too few to call anything unlike", same.Notes[1], StringComparison.Ordinal);
        Assert.DoesNotContain(same.Scaffolds, scaffold => scaffold.IsUnlike);

        static void Refuse(ContextEmbeddings known, ContextEmbeddings unknown, TaxonomyOptions? options, string words)
        {
            var message = Assert.Throws<GlmException>(() => TaxonomyAssigner.Run(known, unknown, options)).Message;
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.InRange(message.Length, 20, 700);
        }
    }

    private static string TaxonOf(AssignedScaffold scaffold) => scaffold.Genome.Lineage![TaxonomicRank.Class];

    /// <summary>Simulations number their genomes alike, as assemblies their contigs: a name in common is no scaffold in common.</summary>
    [Fact]
    public void Should_tell_scaffolds_by_their_proteins_whatever_they_are_called()
    {
        var (known, _, _) = Simulated.Value;
        var same = Only(known, id => id == known.Genomes[0].Id);
        var strangers = same with { ScaffoldContents = [.. same.ScaffoldContents.Select(content => content + 1)] };
        var renamed = same.Genomes[0]
            .Scaffolds.Select(scaffold => new Scaffold($"copy of {scaffold.Id}", scaffold.Genes, "copy"))
            .ToDictionary(scaffold => scaffold.Id);
        var genome = new Genome("copy", [.. renamed.Values], same.Genomes[0].Lineage);
        var copy = same with
        {
            Windows = [.. same.Windows.Select(window => window with { Scaffold = renamed[$"copy of {window.Scaffold.Id}"] })],
            Genomes = [.. same.Genomes.Select(_ => genome)],
        };
        Assert.Contains(TaxonomyAssigner.Run(known, same).Notes, IsOfLearned);
        Assert.Contains(TaxonomyAssigner.Run(known, copy).Notes, IsOfLearned);
        Assert.DoesNotContain(TaxonomyAssigner.Run(known, strangers).Notes, IsOfLearned);
        Assert.DoesNotContain(TaxonomyAssigner.Run(known, same with { ScaffoldContents = [] }).Notes, IsOfLearned);

        static bool IsOfLearned(string note) => note.Contains("learned from", StringComparison.Ordinal);
    }

    /// <summary>Without the vectors of the proteins.</summary>
    private static ContextEmbeddings Blurred(ContextEmbeddings all) =>
        all with
        {
            ContextFreeWidth = all.ContextualWidth,
            ContextFree = all.Contextual,
        };

    private static ContextEmbeddings Only(ContextEmbeddings all, Func<string, bool> isMeant)
    {
        var (contextual, contextFree, windows, genomes, contents) = (
            new List<float>(),
            new List<float>(),
            new List<GeneWindow>(),
            new List<Genome>(),
            new List<ulong>()
        );
        var row = 0;
        for (var i = 0; i < all.Windows.Count; row += all.Windows[i++].Length)
        {
            if (!isMeant(all.Genomes[i].Id))
                continue;
            windows.Add(all.Windows[i]);
            genomes.Add(all.Genomes[i]);
            contents.Add(all.ScaffoldContents[i]);
            contextual.AddRange(all.Contextual.AsSpan(row * all.ContextualWidth, all.Windows[i].Length * all.ContextualWidth));
            contextFree.AddRange(all.ContextFree.AsSpan(row * all.ContextFreeWidth, all.Windows[i].Length * all.ContextFreeWidth));
        }
        return all with
        {
            Windows = windows,
            Genomes = genomes,
            Contextual = [.. contextual],
            ContextFree = [.. contextFree],
            ScaffoldContents = contents,
        };
    }

    private sealed class Inline(List<ProgressReport> reports) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => reports.Add(value);
    }
}
