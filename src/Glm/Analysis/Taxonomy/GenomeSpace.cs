using Glm.Runtime;
using Glm.Statistics;
using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// Windows in the directions in which genomes differ, measured by how much the windows of one genome do (Fisher's discriminant): which
/// genes a window happens to have counts little, and what its genome is like counts much. Immutable by convention.
/// </summary>
internal sealed class GenomeSpace
{
    private readonly double[] _mean; // [D]
    private readonly double[] _directions; // [K, D]
    private readonly int[] _genomes;
    private readonly float[] _centres; // [genomes, K]

    /// <summary>Learns the directions from windows, at least two of them.</summary>
    /// <param name="rows">[N, width] row-major.</param>
    /// <param name="width">D.</param>
    /// <param name="genomes">[N], the number of each window's genome; two or more different ones.</param>
    /// <param name="taxa">[N], the number of each one's taxon: its windows are compared where no genome has two.</param>
    /// <param name="cancellation">Polled between blocks of rows.</param>
    public GenomeSpace(float[] rows, int width, int[] genomes, int[] taxa, CancellationToken cancellation)
    {
        var moments = ColumnMoments.Of<float>(rows, width);
        var scored = Array.ConvertAll(moments.Standardize<float>(rows), value => (float)value);
        var pairs = Pairs(genomes);
        _genomes = [.. genomes.Distinct()];
        var count = Math.Min(width, _genomes.Length - 1);
        using var discriminant = new LinearDiscriminant(width);
        discriminant.AddRows(scored);
        discriminant.AddPairs(Differences(scored, width, pairs.Count > 0 ? pairs : Pairs(taxa)));
        cancellation.ThrowIfCancellationRequested();
        var map = discriminant.Solve(count); // [D, K]
        _mean = moments.Mean;
        _directions = new double[map.Length];
        for (var i = 0; i < map.Length; i++)
            _directions[((i % count) * width) + (i / count)] = map[i] / moments.StandardDeviation[i / count];

        var places = Place(rows, cancellation);
        _centres = new float[_genomes.Length * count];
        foreach (var (number, windows) in Enumerable.Range(0, genomes.Length).GroupBy(i => genomes[i]).Index())
        foreach (var window in windows)
            for (var k = 0; k < count; k++)
                _centres[(number * count) + k] += places[(window * count) + k] / windows.Count();
    }

    /// <summary>The genome that each window is nearest to.</summary>
    /// <param name="rows">[windows, D] row-major.</param>
    /// <param name="cancellation">Polled at every window.</param>
    /// <returns>The distance to the mean of its windows, in standard deviations within genomes; and the genome's number.</returns>
    public (double Distance, int Genome)[] Nearest(float[] rows, CancellationToken cancellation)
    {
        var places = Place(rows, cancellation);
        var width = _centres.Length / _genomes.Length;
        return
        [
            .. places
                .Chunk(width)
                .Select(place => NearestNeighbours.Of(place, _centres, 1, cancellation: cancellation)[0])
                .Select(found => (found.Distance, _genomes[found.Row])),
        ];
    }

    /// <summary>[windows, K], coordinates along the directions.</summary>
    private float[] Place(float[] rows, CancellationToken cancellation)
    {
        var read = new ProgressCount(null, "", 0, "", cancellation);
        var places = PrincipalComponents.Project(rows, rows.Length / _mean.Length, _mean, _directions, read);
        return Array.ConvertAll(places, value => (float)value);
    }

    /// <summary>Each window with the one before it in its group.</summary>
    private static List<(int First, int Second)> Pairs(int[] groups)
    {
        var last = new Dictionary<int, int>();
        var pairs = new List<(int First, int Second)>();
        for (var i = 0; i < groups.Length; i++)
        {
            if (last.TryGetValue(groups[i], out var before))
                pairs.Add((before, i));
            last[groups[i]] = i;
        }
        return pairs;
    }

    private static float[] Differences(float[] rows, int width, List<(int First, int Second)> pairs)
    {
        var differences = new float[pairs.Count * width];
        for (var i = 0; i < differences.Length; i++)
        {
            var (first, second) = pairs[i / width];
            differences[i] = rows[(second * width) + (i % width)] - rows[(first * width) + (i % width)];
        }
        return differences;
    }
}
