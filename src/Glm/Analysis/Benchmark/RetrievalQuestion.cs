using Glm.Runtime;

namespace Glm.Analysis.Benchmark;

/// <summary>Whether the most similar genes of other genomes have a label of the gene (DGEB's retrieval).</summary>
internal sealed class RetrievalQuestion : LabelQuestion
{
    private static readonly int[] Depths = [5, 10, 50];

    private readonly int[] _queries; // among the items
    private readonly int[] _units;
    private readonly int[] _relevant; // [queries]: how many genes of other genomes have one of its labels

    /// <exception cref="GlmException">No label occurs in two genomes.</exception>
    public RetrievalQuestion(LabelledGenes known)
        : base(known)
    {
        var (task, genomes) = (known.Task, known.Genomes);
        var relevant = new int[task.Items.Length];
        var places = Enumerable
            .Range(0, task.Classes.Length)
            .Select(k => Enumerable.Range(0, task.Items.Length).Where(i => Has(i, k)).ToArray())
            .ToArray();
        for (var i = 0; i < relevant.Length; i++)
        {
            var own = Enumerable.Range(0, task.Classes.Length).Where(k => Has(i, k));
            relevant[i] = own.SelectMany(k => places[k]).Distinct().Count(other => IsElsewhere(i, other));
        }
        int[] possible = [.. Enumerable.Range(0, relevant.Length).Where(i => relevant[i] > 0)];
        if (possible.Length == 0)
            throw new GlmException("it needs labels that occur in two genomes");
        Possible = possible.Length;
        _queries = [.. Sampling.Even(possible.Length, known.Options.MaxQueries).Select(i => possible[i])];
        _units = Array.ConvertAll(_queries, i => known.Units[i]);
        _relevant = Array.ConvertAll(_queries, i => relevant[i]);
    }

    private int Possible { get; }

    public override string Id => "label_retrieval";

    public override string Name => $"retrieval by {Label}";

    public override string Description => "Whether the most similar genes of other genomes, by cosine, have a label of the gene.";

    public override BenchmarkKind Kind => BenchmarkKind.Retrieval;

    public override string Metric => "map_at_5";

    public override string Items => $"{Count(_queries.Length, "gene")} as queries among {Known.Task.Items.Length}";

    public override IReadOnlyList<string> Notes =>
        [
            "MAP@5 divides by all genes that would be right, as trec_eval does: where there are many, it is small by necessity.",
            .. Sampling.Note(_queries.Length, Possible, "queries"),
        ];

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation)
    {
        var (task, items) = (Known.Task, Known.Task.Items);
        var nearest = NearestRows.Of(
            space,
            Array.ConvertAll(_queries, i => items[i]),
            items,
            (query, candidate) => IsElsewhere(_queries[query], candidate),
            Depths[^1],
            cancellation
        );
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var depth in Depths)
        {
            RankedAnswers[] answers = [.. nearest.Select((found, q) => Judge(found, q, depth))];
            metrics[$"ndcg_at_{depth}"] = answers.Average(answer => answer.Ndcg);
            metrics[$"map_at_{depth}"] = answers.Average(answer => answer.AveragePrecision);
            metrics[$"recall_at_{depth}"] = answers.Average(answer => answer.Recall);
            metrics[$"precision_at_{depth}"] = answers.Average(answer => answer.Precision);
            metrics[$"mrr_at_{depth}"] = answers.Average(answer => answer.ReciprocalRank);
        }
        var top = Depths[0];
        double[] values = [.. nearest.Select((found, q) => Judge(found, q, top).AveragePrecision)];
        return new Measured(Means.Sample(values, _units, Known.Options, cancellation), metrics);

        RankedAnswers Judge(int[] found, int query, int depth) =>
            RankedAnswers.Of([.. found.Take(depth).Select(j => Share(_queries[query], j))], _relevant[query], depth);

        bool Share(int i, int j)
        {
            var width = task.Classes.Length;
            for (var k = 0; k < width; k++)
                if (task.Labels[(i * width) + k] && task.Labels[(j * width) + k])
                    return true;
            return false;
        }
    }

    private bool Has(int item, int label) => Known.Task.Labels[(item * Known.Task.Classes.Length) + label];

    private bool IsElsewhere(int item, int other) => Known.Genomes[Known.Task.Items[item]] != Known.Genomes[Known.Task.Items[other]];
}
