using System.Text.Json;
using Glm.Analysis.Benchmark;
using Glm.Analysis.Operons;
using Glm.Formats.Pairs;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Analysis.Probes;

namespace Glm.Tests.Analysis.Benchmark;

public sealed class ContextBenchmarkTests : IDisposable
{
    private static readonly BenchmarkOptions Quick = new() { Resamples = 60, MinCount = 5 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Eight genomes of two phyla, 64 genes each; a gene carries its family.</summary>
    private static ScaffoldSet Set()
    {
        var set = ProbeBench.Data(carriesFamilies: true).Scaffolds;
        return new ScaffoldSet(
            set.Source,
            [.. set.Genomes.Select((genome, i) => new Genome(genome.Id, genome.Scaffolds, new Lineage("Bacteria", $"phylum {i % 2}")))],
            set.Proteins.Keys.ToDictionary(id => id, id => new Protein(id, Letters(id))),
            set.Windows,
            set.Dropped
        );
    }

    /// <summary>A sequence that spells the number of a protein.</summary>
    private static string Letters(string id) => "MKV" + string.Concat(id[1..].Select(digit => "ACDEFGHIKL"[digit - '0']));

    /// <summary>Vectors by a function of the gene's number.</summary>
    private static ProteinVectors Vectors(ScaffoldSet set, Func<int, double[]> of, string name = "planted")
    {
        double[][] rows = [.. Enumerable.Range(0, set.GeneCount).Select(of)];
        return new ProteinVectors(
            name,
            [.. Enumerable.Range(0, rows.Length).Select(gene => $"p{gene}")],
            rows[0].Length,
            [.. rows.SelectMany(row => row).Select(number => (Half)number)]
        );
    }

    private static double[] Family(int gene)
    {
        var random = new Random(gene);
        return [.. Enumerable.Range(0, 8).Select(k => (k == ProbeBench.FamilyOf(gene) ? 3 : 0) + (0.2 * random.NextDouble()))];
    }

    private static BenchmarkScore Of(BenchmarkResult result, string task, BenchmarkSpaceKind kind) =>
        result.Tasks.Single(one => one.Id == task).Scores.Last(score => score.Space.Kind == kind);

    [Fact]
    public void Should_ask_composition_once()
    {
        var set = Set();
        var result = ContextBenchmark.Run(
            set,
            Vectors(set, Family),
            questions: new BenchmarkQuestions { Labels = GeneFieldLabels.Of(set, "family") },
            others: [("mine", new CompositionEmbedder().Embed(set))],
            options: Quick
        );
        Assert.Equal(["random", "planted", "mine"], result.Spaces.Select(space => space.Name));
    }

    [Fact]
    public void Should_find_planted_labels_in_every_task_of_labels()
    {
        var set = Set();
        var result = ContextBenchmark.Run(
            set,
            Vectors(set, Family),
            questions: new BenchmarkQuestions { Labels = GeneFieldLabels.Of(set, "family") },
            options: Quick
        );
        foreach (var task in new[] { "label_classification", "label_clustering" })
        {
            Assert.InRange(Of(result, task, BenchmarkSpaceKind.Proteins).Value.Value, 0.9, 1);
            Assert.True(Of(result, task, BenchmarkSpaceKind.Random).Gain!.Value.High < -0.3);
        }
        var retrieval = Of(result, "label_retrieval", BenchmarkSpaceKind.Proteins);
        Assert.Equal(1, retrieval.Metrics["precision_at_5"], 2);
        Assert.Equal(1, retrieval.Metrics["mrr_at_5"], 2);
        Assert.InRange(Of(result, "label_retrieval", BenchmarkSpaceKind.Random).Metrics["precision_at_5"], 0.1, 0.35);
        Assert.Equal(["random", "composition", "planted"], result.Spaces.Select(space => space.Name));
        Assert.Equal(
            ["bigene_mining", "evolutionary_distance", "masked_gene", "operonic_pair"],
            result.Skipped.Keys.Order(StringComparer.Ordinal).Where(id => id != "window_taxonomy")
        );
        Assert.Equal("it needs 10 pairs and has 0", result.Skipped["bigene_mining"]);
        Assert.Equal("no operons are known", result.Skipped["operonic_pair"]);
        Assert.Equal(512, result.Genes);
    }

    [Fact]
    public void Should_find_nothing_where_labels_are_shuffled()
    {
        var set = Set();
        var shuffled = new Random(8);
        var labels = new GeneLabels("shuffled", [.. Enumerable.Range(0, set.GeneCount).Select(_ => new[] { $"k{shuffled.Next(4)}" })]);
        var result = ContextBenchmark.Run(
            set,
            Vectors(set, Family),
            questions: new BenchmarkQuestions { Labels = labels },
            options: Quick with
            {
                Resamples = 300,
            }
        );
        foreach (var task in new[] { "label_classification", "label_clustering", "label_retrieval" })
        {
            var gain = Of(result, task, BenchmarkSpaceKind.Random).Gain!.Value;
            Assert.False(gain.High < 0 && gain.Value < -0.05, $"{task}: {gain}");
        }
    }

    [Fact]
    public void Should_find_operons_and_taxa_that_vectors_know()
    {
        var set = Set();
        // Genes of an operon look alike, and so do genes of a phylum.
        var vectors = Vectors(set, gene =>
        {
            var random = new Random(gene % 4 < 2 ? gene / 4 : 10_000 + gene);
            return [.. Enumerable.Range(0, 8).Select(_ => random.NextDouble()), gene / 64 % 2 == 0 ? 2 : -2];
        });
        var result = ContextBenchmark.Run(
            set,
            vectors,
            questions: new BenchmarkQuestions { Operons = OperonTruth.Of(set) },
            options: Quick
        );
        var pairs = Of(result, "operonic_pair", BenchmarkSpaceKind.Proteins);
        Assert.Equal(1, pairs.Value.Value, 6);
        Assert.Equal((1d, 1d), (pairs.Metrics["cos_sim_ap"], pairs.Metrics["euclidean_f1"]));
        string[] measures = ["cos_sim", "manhattan", "euclidean", "dot"];
        Assert.Equal(pairs.Metrics["top_ap"], measures.Max(name => pairs.Metrics[$"{name}_ap"]));
        var taxa = result.Tasks.Single(task => task.Id == "window_taxonomy");
        Assert.Equal("phylum of windows", taxa.Name);
        Assert.Equal(1, Of(result, "window_taxonomy", BenchmarkSpaceKind.Proteins).Value.Value, 6);
        Assert.InRange(Of(result, "window_taxonomy", BenchmarkSpaceKind.None).Value.Value, 0.45, 0.55);
        Assert.Contains("no labels are given", result.Skipped["label_clustering"]);
    }

    /// <summary>A weighted F1 of partners as scikit-learn computes it, from counts of each class.</summary>
    [Fact]
    public void Should_mine_partners_by_their_labels_and_by_a_table()
    {
        var set = Set();
        // Gene i of every genome has label i % 64: once in each. A third of the vectors is another gene's.
        var labels = new GeneLabels("ortholog", [.. Enumerable.Range(0, set.GeneCount).Select(gene => new[] { $"o{gene % 64}" })]);
        var vectors = Vectors(set, gene =>
        {
            var like = new Random(gene).Next(3) == 0 ? (gene + 1) % 64 : gene % 64;
            var random = new Random(like);
            return [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5)];
        });
        var result = ContextBenchmark.Run(
            set,
            vectors,
            questions: new BenchmarkQuestions { Labels = labels },
            options: Quick with
            {
                MinCount = 2,
            }
        );
        var score = Of(result, "bigene_mining", BenchmarkSpaceKind.Proteins);
        Assert.InRange(score.Metrics["accuracy"], 0.2, 0.9);
        Assert.InRange(Of(result, "bigene_mining", BenchmarkSpaceKind.Random).Metrics["accuracy"], 0, 0.06);

        _folder.Write("pairs.tsv", string.Concat(Enumerable.Range(0, 64).Select(i => $"g{i}\tg{64 + i}\n")));
        var named = NamedPairReader.Read(set, _folder["pairs.tsv"]);
        result = ContextBenchmark.Run(set, vectors, questions: new BenchmarkQuestions { Partners = named }, options: Quick);
        score = Of(result, "bigene_mining", BenchmarkSpaceKind.Proteins);
        var taken = Enumerable.Range(0, 64).Select(Nearest).ToArray();
        var f1 = Enumerable
            .Range(0, 64)
            .Average(k =>
                taken[k] != k ? 0 : 2d / (1 + taken.Count(one => one == k)) // one gene has this partner
            );
        Assert.Equal(f1, score.Metrics["f1"], 9);
        Assert.Equal(taken.Index().Count(one => one.Index == one.Item) / 64d, score.Metrics["accuracy"], 12);
        Assert.Equal("64 pairs", result.Tasks.Single(task => task.Id == "bigene_mining").Items);

        int Nearest(int gene)
        {
            var cosines = Enumerable.Range(0, 64).Select(other => Cosine(vectors[gene], vectors[64 + other])).ToArray();
            return Array.IndexOf(cosines, cosines.Max());
        }

        static float Cosine(ReadOnlySpan<Half> a, ReadOnlySpan<Half> b)
        {
            var (dot, x, y) = (0d, 0d, 0d);
            for (var i = 0; i < a.Length; i++)
                (dot, x, y) = (dot + ((double)a[i] * (double)b[i]), x + ((double)a[i] * (double)a[i]), y + ((double)b[i] * (double)b[i]));
            return (float)(dot / Math.Sqrt(x * y)); // equal vectors tie
        }
    }

    [Fact]
    public void Should_compare_distances_of_vectors_with_evolutionary_ones()
    {
        var set = Set();
        // On a line, distances of vectors are distances of numbers.
        var vectors = Vectors(set, gene => [gene / 8d, 1]);
        _folder.Write(
            "distances.csv",
            "first,second,distance\n"
                + string.Concat(from i in Enumerable.Range(0, 12) from j in Enumerable.Range(0, i) select $"g{i},g{j},{i - j}\n")
        );
        var distances = NamedPairReader.Read(set, _folder["distances.csv"]);
        var result = ContextBenchmark.Run(set, vectors, questions: new BenchmarkQuestions { Distances = distances }, options: Quick);
        var score = Of(result, "evolutionary_distance", BenchmarkSpaceKind.Proteins);
        Assert.Equal(1, score.Metrics["euclidean"], 6);
        Assert.Equal(1, score.Metrics["manhattan"], 6);
        Assert.InRange(score.Metrics["cos_sim"], 0, 0.999);
        Assert.Equal(score.Metrics["top_corr"], score.Value.Value);
        Assert.True(score.Value.Low > 0.99);
        Assert.True(Of(result, "evolutionary_distance", BenchmarkSpaceKind.Random).Gain!.Value.High < 0);
    }

    [Fact]
    public void Should_read_a_model_and_further_vectors_beside_the_proteins()
    {
        var data = ProbeBench.Data(sequences: false);
        using var model = GlmModel.Create(ProbeBench.Config, seed: 1);
        var vectors = Vectors(data.Scaffolds, gene =>
            [.. Enumerable.Range(0, ProbeBench.Config.ProteinWidth).Select(k => Math.Sin((gene * 7) + k))]
        );
        var labels = ProbeBench.Labels(data, gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other");
        var result = ContextBenchmark.Run(
            data.Scaffolds,
            vectors,
            model,
            new BenchmarkQuestions { Labels = labels },
            [("again", vectors)],
            Quick
        );
        Assert.Equal(["random", "planted", "again", "gLM layer 1", "gLM layer 2"], result.Spaces.Select(space => space.Name));
        foreach (var task in result.Tasks)
        {
            var (own, again) = (task.Scores.Single(score => score.Gain is null), task.Scores.Single(score => score.Space.Name == "again"));
            Assert.Equal((own.Value, 0d), (again.Value, again.Gain!.Value.Value));
        }
        Assert.Equal("the model was not trained, and has no labels", result.Skipped["masked_gene"]);
        Assert.Contains("gLM's last layer is better than the protein vectors that it reads in", result.Conclusion);
        var table = result.ToDataFrame();
        Assert.Equal(result.Tasks.Sum(task => task.Scores.Count), table.Rows.Count);
    }

    [Fact]
    public void Should_tell_the_genes_without_a_vector_and_refuse_where_none_has_one()
    {
        var set = Set();
        var some = new ProteinVectors("some", ["p0", "p1", "p5"], 1, [(Half)1, (Half)2, (Half)3]);
        var result = ContextBenchmark.Run(set, some, options: Quick);
        Assert.Equal((3, 509), (result.Genes, result.LeftOut["without a vector"]));
        Assert.Equal("The data allow none of the tasks.", result.Conclusion.Split("  ")[0]);
        var foreign = new ProteinVectors("x", ["q"], 1, [(Half)1]);
        var fault = Assert.Throws<GlmException>(() => ContextBenchmark.Run(set, foreign, options: Quick));
        Assert.Contains("0 of 512 genes have a vector in every space; a benchmark needs 2.", fault.Message);
    }

    [Fact]
    public void Should_write_what_dgeb_keeps()
    {
        var set = Set();
        var vectors = Vectors(set, Family, "facebook/esm2 <x>");
        var result = ContextBenchmark.Run(
            set,
            vectors,
            questions: new BenchmarkQuestions { Operons = OperonTruth.Of(set), Labels = GeneFieldLabels.Of(set, "family") },
            options: Quick
        );
        var written = DgebSubmission.Write(result, _folder["results"], "ecoli_operonic_pair");
        Assert.Equal(result.Tasks.Count, written.Count);
        var path = written.Single(file => Path.GetFileName(file) == "ecoli_operonic_pair.json");
        Assert.Equal(_folder["results/facebook_esm2__x_"], Path.GetDirectoryName(path));
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var root = json.RootElement;
        Assert.Equal(["dgeb_version", "task", "model", "results"], root.EnumerateObject().Select(one => one.Name));
        Assert.Equal(
            ["id", "display_name", "description", "modality", "type", "datasets", "primary_metric_id"],
            root.GetProperty("task").EnumerateObject().Select(one => one.Name)
        );
        Assert.Equal("tattabio/ecoli_operonic_pair", root.GetProperty("task").GetProperty("datasets")[0].GetProperty("path").GetString());
        Assert.Equal("pair_classification", root.GetProperty("task").GetProperty("type").GetString());
        Assert.Equal("facebook/esm2 <x>", root.GetProperty("model").GetProperty("hf_name").GetString());
        Assert.Equal(8, root.GetProperty("model").GetProperty("embed_dim").GetInt32());
        var layer = Assert.Single(root.GetProperty("results").EnumerateArray().ToArray());
        var metrics = layer
            .GetProperty("metrics")
            .EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("id").GetString()!, metric => metric.GetProperty("value").GetDouble());
        Assert.Equal(29, metrics.Count);
        Assert.Equal(Of(result, "operonic_pair", BenchmarkSpaceKind.Proteins).Value.Value, metrics["top_ap"]);

        Assert.Contains(
            "DGEB has no task 'nope' of genes in scaffolds; it has ecoli_operonic_pair,",
            Assert.Throws<GlmException>(() => DgebSubmission.Write(result, _folder["x"], "nope")).Message
        );
        Assert.Contains(
            "which was not done: it needs 10 pairs and has 0.",
            Assert.Throws<GlmException>(() => DgebSubmission.Write(result, _folder["x"], "bacarch_bigene")).Message
        );
    }

    [Theory]
    [InlineData(nameof(BenchmarkOptions.MinCount))]
    [InlineData(nameof(BenchmarkOptions.FoldCount))]
    [InlineData(nameof(BenchmarkOptions.MaxQueries))]
    [InlineData(nameof(BenchmarkOptions.Resamples))]
    public void Should_refuse_options_out_of_range(string name)
    {
        var options = new BenchmarkOptions();
        typeof(BenchmarkOptions).GetProperty(name)!.SetValue(options, 1);
        Assert.Contains("it must be", Assert.Throws<GlmException>(options.Validate).Message);
    }

    [Fact]
    public void Should_sample_evenly_and_say_so()
    {
        var set = Set();
        var result = ContextBenchmark.Run(
            set,
            Vectors(set, Family),
            questions: new BenchmarkQuestions { Labels = GeneFieldLabels.Of(set, "family") },
            options: Quick with
            {
                MaxQueries = 100,
            }
        );
        Assert.Contains("An even sample of 100 of 512 genes.", result.Tasks.Single(task => task.Id == "label_clustering").Notes);
        Assert.StartsWith("100 genes as queries among 512", result.Tasks.Single(task => task.Id == "label_retrieval").Items);
    }

    [Fact]
    public void Should_stop_when_told()
    {
        var set = Set();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ContextBenchmark.Run(
                set,
                Vectors(set, Family),
                questions: new BenchmarkQuestions { Labels = GeneFieldLabels.Of(set, "family") },
                cancellation: new CancellationToken(true)
            )
        );
    }
}
