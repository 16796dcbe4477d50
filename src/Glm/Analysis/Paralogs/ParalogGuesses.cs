using System.Numerics.Tensors;
using Glm.Analysis.Baselines;
using Glm.Analysis.Prediction;

namespace Glm.Analysis.Paralogs;

/// <summary>Choices without a model. None sees a pair of the own genome.</summary>
internal sealed class ParalogGuesses(ParalogVectors vectors, ParalogPlaces places, LabelRanking labels, ParalogOptions options)
{
    /// <summary>Every baseline with its ranks.</summary>
    public IEnumerable<(string Name, ParalogRank[] Ranks)> All(CancellationToken cancellation)
    {
        yield return ("chance", Ranks(_ => [], cancellation));
        if (options.Partner is not null)
            yield return ("gene of the most similar partner", Ranks(OfPartner, cancellation));
        yield return ("gene of the most similar genome", Ranks(OfGenome, cancellation));
        yield return ("family mean", Ranks(OfFamily, cancellation));
    }

    /// <summary>Ranks candidates by their nearness to the nearest of some labels; without one all are alike.</summary>
    private ParalogRank[] Ranks(Func<int, float[][]> centersOf, CancellationToken cancellation)
    {
        var ranks = new ParalogRank[places.Queries.Count];
        Parallel.For(0, ranks.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            float[][] centers = [.. centersOf(i).Select(center => LabelDensity.Centers(center, center.Length, options.Distance))];
            var fits = new double[labels.Count];
            for (var row = 0; row < fits.Length && centers.Length > 0; row++)
                fits[row] = centers.Max(center => -LabelDensity.Squared(center, labels.Label(row), options.Distance));
            ranks[i] = ParalogRank.Of(fits, labels, places.Queries[i].Candidate);
        });
        return ranks;
    }

    /// <summary>What stands beside the partner of another genome that is most similar to one's own partner.</summary>
    private float[][] OfPartner(int query)
    {
        var (best, most) = (-1, double.NegativeInfinity);
        for (var other = 0; other < places.Queries.Count; other++)
            if (
                Genome(other) != Genome(query)
                && Cosine(vectors.Partners[query], vectors.Partners[other]) is var likeness
                && likeness > most
            )
                (best, most) = (other, likeness);
        return best < 0 ? [] : [Label(places.Queries[best].Candidate)];
    }

    /// <summary>All places of the most similar other genome that has one.</summary>
    private float[][] OfGenome(int query)
    {
        int[] others = [.. Enumerable.Range(0, places.Queries.Count).Where(other => Genome(other) != Genome(query))];
        if (others.Length == 0)
            return [];
        var nearest = others.Select(Genome).Distinct().MaxBy(genome => Cosine(vectors.Genomes[genome], vectors.Genomes[Genome(query)]));
        return [.. others.Where(other => Genome(other) == nearest).Select(other => Label(places.Queries[other].Candidate))];
    }

    private float[][] OfFamily(int query)
    {
        var (mean, count) = (new float[vectors.LabelWidth], 0);
        for (var other = 0; other < places.Queries.Count; other++)
            if (Genome(other) != Genome(query))
            {
                TensorPrimitives.Add(mean, Label(places.Queries[other].Candidate), mean);
                count++;
            }
        if (count == 0)
            return [];
        TensorPrimitives.Divide(mean, count, mean);
        return [mean];
    }

    private int Genome(int query) => vectors.GenomeOf[places.Queries[query].Candidate];

    private float[] Label(int candidate) => vectors.Labels.AsSpan(candidate * vectors.LabelWidth, vectors.LabelWidth).ToArray();

    private static double Cosine(float[] a, float[] b) =>
        TensorPrimitives.CosineSimilarity<float>(a, b) is var cosine && float.IsFinite(cosine) ? cosine : -1;
}
