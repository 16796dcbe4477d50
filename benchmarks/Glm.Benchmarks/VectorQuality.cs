using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using Glm.Analysis.Neighbourhood;
using Glm.Corpora;
using Glm.Formats;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Benchmarks;

/// <summary>
/// What protein vectors know of function: whether a gene's nearest neighbour among the genes of its genome shares a Pfam domain or a COG
/// with it, and how well a linear probe tells enzyme classes and COG categories on folds that keep homologs together.
/// </summary>
internal static class VectorQuality
{
    private const int Folds = 5;
    private const int Resamples = 500;

    /// <summary>Annotations of one gene; empty where it has none.</summary>
    private sealed record Labels(HashSet<string> Pfam, string Cog, string Category, string EnzymeClass);

    /// <param name="reference">Where the families come from: a corpus, genomes, or a saved space. It must not hold the query.</param>
    /// <param name="query">Protein FASTA of one genome.</param>
    /// <param name="table">Tab-separated, with a header that names protein_id and columns for Pfam, COG and EC.</param>
    /// <param name="search">"diamond" or "built-in".</param>
    /// <param name="hits">Two tables of hits found before, among the references and of the query in them; empty to search.</param>
    public static void Run(string reference, string query, string table, string search, string[] hits)
    {
        var engine = search == "diamond" ? HomologyEngines.Diamond : HomologyEngines.BuiltIn;
        Protein[] proteins = [.. FastaReader.Enumerate(query)];
        var byId = ReadLabels(table);
        Labels[] labels =
        [
            .. proteins.Select(protein => byId.GetValueOrDefault(protein.Id) ?? new Labels(new(StringComparer.Ordinal), "", "", "")),
        ];
        Console.WriteLine($"{proteins.Length} proteins, {labels.Count(label => label.Pfam.Count > 0)} with a Pfam domain");
        var watch = Stopwatch.StartNew();
        var among = hits.Length > 0 ? GeneOrder.DistinctProteins(ScaffoldFiles.Load(reference)) : null;
        var space = among is null
            ? FamilySpaces.Open(reference, engine)
            : FamilySpace.Build(
                new ProteinList(among),
                HomologyGraph.Within("hits", Lengths(among), HitTable.Read(hits[0], among, among), FamilySpace.Edges)
            );
        Console.WriteLine($"{space.Name}: {space.Count} sequences, {space.Search}, ready after {Seconds(watch)} s");
        watch.Restart();
        var known = space.Representatives.Read(0, space.Count);
        var graph = among is null
            ? HomologySearch.Between(new ProteinList(proteins), space.Representatives, engine, FamilySpace.Edges)
            : HomologyGraph.Between("hits", Lengths(proteins), Lengths(known), HitTable.Read(hits[1], proteins, known), FamilySpace.Edges);
        var codes = new Half[proteins.Length * space.Width];
        var isLone = space.Embed(new ProteinList(proteins), graph, codes, CancellationToken.None);
        var families = new ProteinVectors(space.Name, [.. proteins.Select(protein => protein.Id)], space.Width, codes);
        Console.WriteLine($"embedded in {Seconds(watch)} s by {graph.Source}; {isLone.Count(lone => lone)} have no homolog");
        var composition = new CompositionEmbedder().Embed(proteins);

        // Homologs among the genes themselves, domains included: what a fold must keep together.
        var homologs = HomologySearch.Within(new ProteinList(proteins), engine, new HomologyGraphOptions { MinCoverage = 0 });
        var clusters = Clusters(homologs);
        Console.WriteLine();
        Console.WriteLine(
            "| vector | Pfam@1 | of genes without a homolog | MAP@5 | COG@1 | category@1 | EC class, probe | COG category, probe |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        Row("composition, z-scored, cosine", ZScored(composition));
        Row("family codes, cosine", Floats(families));
        if (space.Fallback.Map is not null)
            Row("the same, compositions projected by random signs", Floats(WithSigns(families, space, proteins, isLone)));
        Row("family codes, z-scored, cosine", ZScored(families));
        Console.WriteLine();
        Console.WriteLine(
            $"Percent, with 95% intervals from {Resamples} resamples of {clusters.Distinct().Count()} clusters of homologs; probes: "
                + $"logistic regression, {Folds} folds of whole clusters."
        );

        void Row(string name, float[][] vectors)
        {
            var nearest = Nearest(vectors, 5);
            string[] cells =
            [
                Share(i => labels[i].Pfam.Count > 0, i => labels[i].Pfam.Overlaps(labels[nearest[i][0]].Pfam) ? 1 : 0),
                Share(i => isLone[i] && labels[i].Pfam.Count > 0, i => labels[i].Pfam.Overlaps(labels[nearest[i][0]].Pfam) ? 1 : 0),
                Share(i => Partners(i) > 0, i => AveragePrecision(i, nearest[i])),
                Share(i => labels[i].Cog.Length > 0, i => labels[i].Cog == labels[nearest[i][0]].Cog ? 1 : 0),
                Share(i => labels[i].Category.Length > 0, i => labels[i].Category == labels[nearest[i][0]].Category ? 1 : 0),
                Probe(vectors, label => label.EnzymeClass),
                Probe(vectors, label => label.Category is "R" or "S" ? "" : label.Category),
            ];
            Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
        }

        int Partners(int gene) => Enumerable.Range(0, labels.Length).Count(other => other != gene && Shares(gene, other));

        bool Shares(int a, int b) => labels[a].Pfam.Overlaps(labels[b].Pfam);

        double AveragePrecision(int gene, int[] nearest)
        {
            var (found, sum) = (0, 0.0);
            for (var rank = 0; rank < nearest.Length; rank++)
                if (Shares(gene, nearest[rank]))
                    sum += (double)++found / (rank + 1);
            return sum / Math.Min(nearest.Length, Partners(gene));
        }

        string Share(Func<int, bool> counts, Func<int, double> score)
        {
            var genes = Enumerable.Range(0, labels.Length).Where(counts).ToArray();
            return Interval([.. genes.Select(score)], [.. genes.Select(gene => clusters[gene])]);
        }

        string Probe(float[][] vectors, Func<Labels, string> labelOf)
        {
            var genes = Enumerable.Range(0, labels.Length).Where(gene => labelOf(labels[gene]).Length > 0).ToArray();
            var names = genes
                .Select(gene => labelOf(labels[gene]))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
            int[] classes = [.. genes.Select(gene => names.IndexOf(labelOf(labels[gene])))];
            int[] groups = [.. genes.Select(gene => clusters[gene])];
            var folds = Glm.Statistics.Folds.ByGroup(FoldGrouping.Cluster, groups, classes, Folds, seed: 1).FoldOf;
            var right = new double[genes.Length];
            for (var fold = 0; fold < Folds; fold++)
            {
                int[] train = [.. Enumerable.Range(0, genes.Length).Where(i => folds[i] != fold)];
                int[] test = [.. Enumerable.Range(0, genes.Length).Where(i => folds[i] == fold)];
                var model = LogisticRegression.Fit(
                    Matrix(train),
                    vectors[0].Length,
                    [.. train.Select(i => classes[i])],
                    names.Count,
                    new LogisticRegressionOptions { C = 0.1 }
                );
                var predicted = model.Predict(Matrix(test), test.Length);
                for (var i = 0; i < test.Length; i++)
                    right[test[i]] = predicted[i] == classes[test[i]] ? 1 : 0;
            }
            return Interval(right, groups);

            float[] Matrix(int[] rows) => [.. rows.SelectMany(i => vectors[genes[i]])];
        }
    }

    private static int[] Lengths(IReadOnlyList<Protein> proteins) => [.. proteins.Select(protein => protein.Sequence.Length)];

    private static ProteinVectors WithSigns(ProteinVectors vectors, FamilySpace space, Protein[] proteins, bool[] isLone)
    {
        var signs = new CompositionFallback(space.Width, space.Fallback.Mean, space.Fallback.Scale).Embed(
            proteins,
            CancellationToken.None
        );
        var values = new Half[signs.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = isLone[i / space.Width] ? (Half)signs[i] : vectors[i / space.Width][i % space.Width];
        return new ProteinVectors("signs", vectors.Ids, space.Width, values);
    }

    private static Dictionary<string, Labels> ReadLabels(string table)
    {
        using var file = File.OpenRead(table);
        using Stream stream = table.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        var header = reader.ReadLine()!.Split('\t');
        var (id, pfam, cog, ec) = (Column("protein_id"), Column("pfam"), Column("cog"), Column("ec"));
        var labels = new Dictionary<string, Labels>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            var group = cells[cog].StartsWith("COG", StringComparison.Ordinal) ? cells[cog] : "";
            labels[cells[id]] = new Labels(
                [.. cells[pfam].Split(';').Where(domain => domain.StartsWith("PF", StringComparison.Ordinal))],
                group.Length >= 7 ? group[..7] : "",
                group.Length > 7 ? group[7..8] : "",
                cells[ec].Split('.')[0]
            );
        }
        return labels;

        int Column(string name) =>
            Array.FindIndex(header, column => column.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is var found and >= 0
                ? found
                : throw new GlmException($"{table}: no column begins with '{name}'.");
    }

    private static float[][] Floats(ProteinVectors vectors) =>
        [
            .. Enumerable
                .Range(0, vectors.Count)
                .Select(row =>
                {
                    var values = new float[vectors.Width];
                    TensorPrimitives.ConvertToSingle(vectors[row], values);
                    return Unit(values);
                }),
        ];

    private static float[][] ZScored(ProteinVectors vectors)
    {
        var normalizer = Normalizer.Fit(vectors);
        var scores = new double[vectors.Width];
        return
        [
            .. Enumerable
                .Range(0, vectors.Count)
                .Select(row =>
                {
                    normalizer.Normalize(vectors[row], scores);
                    return Unit([.. scores.Select(score => (float)score)]);
                }),
        ];
    }

    private static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, Math.Max(1e-9f, TensorPrimitives.Norm(vector)), vector);
        return vector;
    }

    /// <summary>For each vector the others of highest cosine, best first.</summary>
    private static int[][] Nearest(float[][] vectors, int count)
    {
        var nearest = new int[vectors.Length][];
        Parallel.For(0, vectors.Length, i =>
        {
            var best = new PriorityQueue<int, float>();
            for (var j = 0; j < vectors.Length; j++)
            {
                if (j == i)
                    continue;
                best.Enqueue(j, TensorPrimitives.Dot<float>(vectors[i], vectors[j]));
                if (best.Count > count)
                    best.Dequeue();
            }
            var found = new List<int>();
            while (best.TryDequeue(out var row, out _))
                found.Add(row);
            found.Reverse();
            nearest[i] = [.. found];
        });
        return nearest;
    }

    /// <summary>For each gene the first one of its connected component.</summary>
    private static int[] Clusters(HomologyGraph graph)
    {
        var clusters = new UnionFind(graph.QueryCount);
        for (var gene = 0; gene < graph.QueryCount; gene++)
            foreach (var other in graph.TargetsOf(gene))
                clusters.Join(gene, other);
        return [.. Enumerable.Range(0, clusters.Count).Select(clusters.RootOf)];
    }

    /// <summary>The mean in percent with an interval, from resamples of whole groups.</summary>
    private static string Interval(double[] scores, int[] groups)
    {
        var mean = GroupBootstrap.OfMean(scores, groups, Resamples);
        return string.Create(CultureInfo.InvariantCulture, $"{100 * mean.Value:0.0} [{100 * mean.Low:0.0}, {100 * mean.High:0.0}]");
    }

    private static string Seconds(Stopwatch watch) => watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
