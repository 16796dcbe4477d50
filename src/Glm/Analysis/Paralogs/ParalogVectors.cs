using System.Numerics.Tensors;
using Glm.Analysis.Baselines;
using Glm.Features;

namespace Glm.Analysis.Paralogs;

/// <summary>What is known of candidates, their partners and their genomes without a model. Immutable by convention.</summary>
internal sealed class ParalogVectors
{
    private ParalogVectors(int labelWidth, float[] labels, float[][] partners, int[] genomeOf, float[][] genomes) =>
        (LabelWidth, Labels, Partners, GenomeOf, Genomes) = (labelWidth, labels, partners, genomeOf, genomes);

    /// <summary>K.</summary>
    public int LabelWidth { get; }

    /// <summary>[candidates, K], clipped as in training, their orientation 0.</summary>
    public float[] Labels { get; }

    /// <summary>[queries][D - 1], the vector of each partner; empty where there is none.</summary>
    public float[][] Partners { get; }

    /// <summary>[candidates], the number of each genome.</summary>
    public int[] GenomeOf { get; }

    /// <summary>[genomes][D - 1], mean vectors of all genes but the candidates, less the mean of genomes.</summary>
    public float[][] Genomes { get; }

    /// <summary>Different labels among the candidates.</summary>
    public int Answers => Labels.Chunk(LabelWidth).Select(label => string.Join(' ', label)).Distinct(StringComparer.Ordinal).Count();

    public static ParalogVectors Read(IWindowData data, ParalogPlaces places, float limit, CancellationToken cancellation)
    {
        var (k, d) = (data.LabelWidth, data.FeatureWidth - 1);
        var labels = new float[places.Candidates.Length * k];
        var partners = new float[places.Queries.Count][];
        var genomeOf = new int[places.Candidates.Length];
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        var (sums, counts) = (new List<float[]>(), new List<int>());
        var candidates = places.Candidates.Index().ToLookup(place => place.Item.Window);
        var queries = places.Queries.Index().ToLookup(query => places.Candidates[query.Item.Candidate].Window);
        for (var window = 0; window < data.WindowCount; window++)
        {
            cancellation.ThrowIfCancellationRequested();
            var id = data.GenomeOf(window).Id;
            if (!number.TryGetValue(id, out var genome))
            {
                number.Add(id, genome = sums.Count);
                sums.Add(new float[d]);
                counts.Add(0);
            }
            var rows = WindowRows.From(data, [window]);
            var shown = new MaskedWindow(rows, 0, new bool[rows.Length], data.Window(window), window, limit);
            var isCandidate = new bool[shown.Length];
            foreach (var (index, place) in candidates[window])
            {
                isCandidate[place.Position] = true;
                genomeOf[index] = genome;
                shown.CopyLabel(place.Position, labels.AsSpan(index * k, k));
                labels[((index + 1) * k) - 1] = 0;
            }
            foreach (var (index, query) in queries[window])
                partners[index] = query.Partner < 0 ? [] : shown.FeaturesOf(query.Partner)[..d].ToArray();
            for (var position = 0; position < shown.Length; position++)
                if (!isCandidate[position])
                {
                    TensorPrimitives.Add(sums[genome], shown.FeaturesOf(position)[..d], sums[genome]);
                    counts[genome]++;
                }
        }
        var mean = new float[d];
        for (var genome = 0; genome < sums.Count; genome++)
            TensorPrimitives.Divide(sums[genome], Math.Max(1, counts[genome]), sums[genome]);
        foreach (var genome in sums)
            for (var i = 0; i < d; i++)
                mean[i] += genome[i] / sums.Count;
        foreach (var genome in sums)
            TensorPrimitives.Subtract(genome, mean, genome);
        return new ParalogVectors(k, labels, partners, genomeOf, [.. sums]);
    }
}
