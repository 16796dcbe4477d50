using System.Numerics.Tensors;
using Glm.Analysis.Evaluation;
using Glm.Analysis.Operons;
using Glm.Analysis.Probes;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Benchmark;

/// <summary>
/// Asks vectors of genes all that the data allow: the tasks of DGEB by their definitions, on the user's own genes, and tasks of context.
/// Every space is asked for the same genes, folds and resamples, beside random vectors, the composition of sequences, and what is known
/// without vectors.
/// </summary>
/// <remarks>
/// DGEB: West-Roberts et al. 2024, bioRxiv 2024.07.10.602933. Of a model the middle and the last layer are read, as there. Where a task
/// needs folds, they keep genomes or clusters of homologs together. Windows of the model are those of the set; a gene in several has the
/// mean of what it is in each.
/// </remarks>
public static class ContextBenchmark
{
    private const int RandomWidth = 64;

    /// <summary>Runs every task that the data allow.</summary>
    /// <param name="set">The genes.</param>
    /// <param name="proteins">The vectors that the benchmark is about; gains are over them.</param>
    /// <param name="model">A gLM that reads them; null to do without. Borrowed; not to be used by others meanwhile.</param>
    /// <param name="questions">What is known of the genes.</param>
    /// <param name="others">Further vectors of the proteins, by name.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="engine">What finds homologs, for folds; null for the best there is.</param>
    /// <param name="progress">Spaces and tasks.</param>
    /// <param name="cancellation">Polled between and in tasks.</param>
    /// <exception cref="GlmException">An option is out of range, or fewer than two genes have a vector in every space.</exception>
    public static BenchmarkResult Run(
        ScaffoldSet set,
        ProteinVectors proteins,
        GlmModel? model = null,
        BenchmarkQuestions? questions = null,
        IReadOnlyList<(string Name, ProteinVectors Vectors)>? others = null,
        BenchmarkOptions? options = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new BenchmarkOptions();
        options.Validate();
        questions ??= new BenchmarkQuestions();
        others ??= [];
        Gene[] genes = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes)];
        var groups = new ProbeGroups(set, engine, progress, cancellation);
        var (isAsked, left) = Asked(genes, groups, proteins, others, model);
        var asked = isAsked.Count(true);
        if (asked < 2)
            throw new GlmException(
                $"{LineText.Shown(set.Source)}: {asked} of {genes.Length} genes have a vector in every space; a benchmark needs 2. Embed "
                    + "the proteins of these scaffolds."
            );

        var skipped = new Dictionary<string, string>(StringComparer.Ordinal);
        var tasks = Questions(set, groups, gene => isAsked[gene], questions, options, skipped);
        var entries = tasks.ConvertAll(task => new List<(BenchmarkSpace Space, Question.Measured Measured)>());
        var makers = Spaces(set, genes, isAsked, groups, proteins, others, model, options, progress, cancellation);
        var count = new ProgressCount(progress, "benchmark", tasks.Count * makers.Count, "tasks", cancellation);
        for (var i = 0; i < tasks.Count; i++)
            foreach (var (name, measured) in tasks[i].WithoutVectors(cancellation))
                entries[i].Add((new BenchmarkSpace(name, BenchmarkSpaceKind.None, 0, 0, 0, 0), measured));
        var spaces = new List<BenchmarkSpace>();
        foreach (var make in makers)
        {
            var space = make();
            spaces.Add(space.Space);
            for (var i = 0; i < tasks.Count; i++)
            {
                entries[i].Add((space.Space, tasks[i].Measure(space, cancellation)));
                count.Add(1);
            }
        }
        var results = tasks.Select((task, i) => Result(task, entries[i])).ToList();
        if (Masked(set, proteins, model, options, skipped, progress, cancellation) is { } masked)
            results.Add(masked);
        return new BenchmarkResult(set.Source, asked, left, spaces, results, skipped, options);
    }

    private static BenchmarkTask Result(Question task, List<(BenchmarkSpace Space, Question.Measured Measured)> entries)
    {
        var own = entries.First(entry => entry.Space.Kind == BenchmarkSpaceKind.Proteins).Measured;
        return new BenchmarkTask(
            task.Id,
            task.Name,
            task.Description,
            task.Kind,
            task.Metric,
            task.Items,
            task.Unit,
            [
                .. entries.Select(entry => new BenchmarkScore(
                    entry.Space,
                    entry.Measured.Primary.ToEstimate(),
                    ReferenceEquals(entry.Measured, own) ? null : entry.Measured.Primary.Minus(own.Primary),
                    entry.Measured.Metrics
                )),
            ],
            task.Notes
        );
    }

    /// <summary>Genes that have a vector in every space.</summary>
    private static (bool[] IsAsked, Dictionary<string, int> Left) Asked(
        Gene[] genes,
        ProbeGroups groups,
        ProteinVectors proteins,
        IReadOnlyList<(string Name, ProteinVectors Vectors)> others,
        GlmModel? model
    )
    {
        var (asked, left) = (new bool[genes.Length], new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < genes.Length; i++)
        {
            var reason =
                proteins.RowOf(genes[i].ProteinId) < 0 || others.Any(other => other.Vectors.RowOf(genes[i].ProteinId) < 0)
                    ? "without a vector"
                : model is not null && !groups.IsCovered(i) ? "outside every window"
                : null;
            asked[i] = reason is null;
            if (reason is not null)
                left[reason] = left.GetValueOrDefault(reason) + 1;
        }
        return (asked, left);
    }

    /// <summary>The tasks that the data allow, and what the others lack.</summary>
    private static List<Question> Questions(
        ScaffoldSet set,
        ProbeGroups groups,
        Func<int, bool> isAsked,
        BenchmarkQuestions known,
        BenchmarkOptions options,
        Dictionary<string, string> skipped
    )
    {
        var tasks = new List<Question>();
        LabelledGenes? labelled = null;
        Try("operonic_pair", known.Operons, "no operons are known", truth => new PairQuestion(
            GenePairs.Of(set, truth),
            truth,
            isAsked,
            options
        ));
        Try("label_classification", known.Labels, "no labels are given", labels => new ClassificationQuestion(
            labelled = new LabelledGenes(labels, groups, isAsked, options)
        ));
        Try("label_clustering", labelled, "no labels are given, or too few", genes => new ClusteringQuestion(genes));
        Try("label_retrieval", labelled, "no labels are given, or too few", genes => new RetrievalQuestion(genes));
        if (known.Partners is { } named)
            Try("bigene_mining", named, "", pairs => MiningQuestion.Of(pairs, isAsked, options));
        else
            Try("bigene_mining", known.Labels, "no partners and no labels are given", labels =>
                MiningQuestion.Of(labels, groups, isAsked, options)
            );
        Try("evolutionary_distance", known.Distances, "no distances are given", distances => new DistanceQuestion(
            distances,
            isAsked,
            options
        ));
        Try("window_taxonomy", set, "", genomes => new TaxonomyQuestion(genomes, groups, isAsked, options));
        return tasks;

        void Try<T>(string id, T? data, string missing, Func<T, Question> make)
            where T : class
        {
            try
            {
                if (data is null)
                    skipped[id] = missing;
                else
                    tasks.Add(make(data));
            }
            catch (GlmException lacking)
            {
                skipped[id] = lacking.Message;
            }
        }
    }

    /// <summary>What makes each space when its turn comes, so that few are held at once.</summary>
    private static List<Func<SpaceVectors>> Spaces(
        ScaffoldSet set,
        Gene[] genes,
        bool[] isAsked,
        ProbeGroups groups,
        ProteinVectors proteins,
        IReadOnlyList<(string Name, ProteinVectors Vectors)> others,
        GlmModel? model,
        BenchmarkOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var spaces = new List<Func<SpaceVectors>> { () => RandomVectors(genes.Length, options.Seed) };
        var composition = new CompositionEmbedder();
        var isThere = others.Select(other => other.Vectors.Source).Append(proteins.Source).Contains(composition.Name);
        if (!isThere && genes.All(gene => set.Proteins.ContainsKey(gene.ProteinId)))
            spaces.Add(() =>
                Of(composition.Name, BenchmarkSpaceKind.Composition, composition.Embed([.. set.Proteins.Values], progress, cancellation))
            );
        spaces.Add(() => Of(proteins.Source, BenchmarkSpaceKind.Proteins, proteins));
        foreach (var (name, vectors) in others)
            spaces.Add(() => Of(name, BenchmarkSpaceKind.Proteins, vectors));
        if (model is null)
            return spaces;
        int[] items = [.. Enumerable.Range(0, genes.Length).Where(gene => isAsked[gene])];
        int[] layers = [.. new[] { model.Config.Layers / 2, model.Config.Layers }.Distinct()];
        var read = new Lazy<GeneVectors>(() =>
        {
            var transform = model.TransformFor(proteins, withLabels: false, progress, cancellation);
            var data = GeneDataset.Create(set, proteins, transform, progress, cancellation);
            return GeneVectors.Read(model, data, groups, items, layers, masked: false, progress, cancellation);
        });
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = i;
            spaces.Add(() => OfLayer(read.Value, layer));
        }
        return spaces;

        SpaceVectors Of(string name, BenchmarkSpaceKind kind, ProteinVectors vectors)
        {
            var rows = new float[checked(genes.Length * vectors.Width)];
            for (var gene = 0; gene < genes.Length; gene++)
                if (vectors.RowOf(genes[gene].ProteinId) is >= 0 and var row)
                    TensorPrimitives.ConvertToSingle(vectors[row], rows.AsSpan(gene * vectors.Width, vectors.Width));
            return new SpaceVectors(new BenchmarkSpace(name, kind, 0, 0, 0, vectors.Width), rows);
        }

        SpaceVectors OfLayer(GeneVectors vectors, int number)
        {
            var width = vectors.HiddenWidth;
            var rows = new float[checked(genes.Length * width)];
            for (var item = 0; item < items.Length; item++)
                vectors.Contextual[number].AsSpan(item * width, width).CopyTo(rows.AsSpan(items[item] * width));
            return new SpaceVectors(
                new BenchmarkSpace(
                    $"gLM layer {layers[number]}",
                    BenchmarkSpaceKind.Model,
                    layers[number],
                    model.Config.Layers,
                    model.Parameters.Layout.Count,
                    width
                ),
                rows
            );
        }
    }

    private static SpaceVectors RandomVectors(int genes, int seed)
    {
        var rows = new float[genes * RandomWidth];
        for (var gene = 0; gene < genes; gene++)
        {
            var random = new SeededRandom(seed, gene);
            for (var k = 0; k < RandomWidth; k++)
                rows[(gene * RandomWidth) + k] = (float)((2 * random.NextDouble()) - 1);
        }
        return new SpaceVectors(new BenchmarkSpace("random", BenchmarkSpaceKind.Random, 0, 0, 0, RandomWidth), rows);
    }

    /// <summary>Which gene of its window a masked gene is: a task for models alone.</summary>
    private static BenchmarkTask? Masked(
        ScaffoldSet set,
        ProteinVectors proteins,
        GlmModel? model,
        BenchmarkOptions options,
        Dictionary<string, string> skipped,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        const string id = "masked_gene";
        if (model?.LabelPca is null)
        {
            skipped[id] = model is null ? "there is no model" : "the model was not trained, and has no labels";
            return null;
        }
        var transform = model.TransformFor(proteins, withLabels: true, progress, cancellation);
        var data = GeneDataset.Create(set, proteins, transform, progress, cancellation);
        var evaluation = ModelEvaluator.Evaluate(
            model,
            data,
            options: new Baselines.BaselineOptions { Seed = options.Seed, Resamples = options.Resamples },
            progress: progress,
            cancellation: cancellation
        );
        var comparison = evaluation.Comparison;
        return new BenchmarkTask(
            id,
            "masked genes",
            "Which gene of its window a masked gene is, by the model's likeliest prediction.",
            BenchmarkKind.MaskedGene,
            "accuracy",
            $"{comparison.MaskedGenes} masked genes",
            comparison.Groups,
            [
                .. comparison.Scores.Select(
                    (score, i) =>
                        new BenchmarkScore(
                            i == comparison.Scores.Count - 1
                                ? new BenchmarkSpace(
                                    score.Name,
                                    BenchmarkSpaceKind.Model,
                                    model.Config.Layers,
                                    model.Config.Layers,
                                    model.Parameters.Layout.Count,
                                    model.Config.LabelWidth
                                )
                                : new BenchmarkSpace(score.Name, BenchmarkSpaceKind.None, 0, 0, 0, 0),
                            score.Accuracy,
                            null,
                            new Dictionary<string, double>
                            {
                                ["accuracy"] = score.Accuracy.Value,
                                ["pseudo_accuracy"] = score.PseudoAccuracy.Value,
                                ["mrr"] = score.ReciprocalRank.Value,
                                ["recall_at_10"] = score.RecallAt10.Value,
                            }
                        )
                ),
            ],
            evaluation.TrainedOn.Count == 0 ? [] : [$"{KnownGenome.Told(evaluation.TrainedOn)}: on them it shows what it remembers."]
        );
    }
}
