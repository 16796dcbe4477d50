using Glm.Features;
using Glm.Runtime;
using Glm.Statistics.Manifolds;

namespace Glm.Training.FineTuning;

/// <summary>
/// Feature rows of some of the genes that were trained on, and how far from each other they lie. Immutable by convention.
/// </summary>
/// <param name="Rows">[genes, Width].</param>
/// <param name="Width">Numbers of a protein.</param>
/// <param name="Limit">The distance from its nearest training gene that 99% of the genes are within: of another genome where there are
/// several, since that is what a new genome is.</param>
internal sealed record TrainingSpace(float[] Rows, int Width, double Limit)
{
    private const int MostTrainingGenes = 2000;
    private const int MostGenesPerGenome = 400;
    private const double Quantile = 0.99;

    /// <summary>Draws genes of some windows.</summary>
    public static TrainingSpace Of(GeneDataset data, IReadOnlyList<int> windows, int seed, CancellationToken cancellation)
    {
        var places = windows
            .SelectMany(window => Enumerable.Range(0, data.LengthOf(window)).Select(position => (Window: window, Position: position)))
            .ToArray();
        new SeededRandom(seed).Shuffle(places.AsSpan());
        places = [.. places.Take(MostTrainingGenes).Order()];
        var width = data.FeatureWidth - 1;
        var rows = Read(data, places);
        var genomes = Array.ConvertAll(places, place => data.GenomeIdOf(data.ScaffoldOf(place.Window)));
        var isOne = genomes.Distinct(StringComparer.Ordinal).Count() < 2;
        var distances = new List<double>();
        for (var i = 0; i < places.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var own = i;
            var nearest = NearestNeighbours.Of(rows.AsSpan(i * width, width).ToArray(), rows, 1, except: other =>
                other == own || (!isOne && genomes[other] == genomes[own])
            );
            distances.AddRange(nearest.Select(one => one.Distance));
        }
        distances.Sort();
        return new TrainingSpace(
            rows,
            width,
            distances.Count == 0 ? double.PositiveInfinity : distances[(int)Math.Ceiling(Quantile * distances.Count) - 1]
        );
    }

    /// <summary>Compares every genome of a set that has windows.</summary>
    public IReadOnlyList<GenomeLikeness> Compare(GeneDataset data, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        var genomes = Enumerable
            .Range(0, data.WindowCount)
            .SelectMany(window => Enumerable.Range(0, data.LengthOf(window)).Select(position => (Window: window, Position: position)))
            .GroupBy(place => data.GenomeIdOf(data.ScaffoldOf(place.Window)), StringComparer.Ordinal)
            .ToArray();
        var count = new ProgressCount(progress, "compare with the training genomes", genomes.Length, "genomes", cancellation);
        var likeness = new List<GenomeLikeness>();
        foreach (var genome in genomes)
        {
            var all = genome.ToArray();
            var step = (all.Length + MostGenesPerGenome - 1) / MostGenesPerGenome;
            var places = all.Where((_, i) => i % step == 0).ToArray();
            var rows = Read(data, places);
            var far = Enumerable
                .Range(0, places.Length)
                .Count(i => NearestNeighbours.Of(rows.AsSpan(i * Width, Width).ToArray(), Rows, 1)[0].Distance > Limit);
            likeness.Add(new GenomeLikeness(genome.Key, places.Length, far));
            count.Add(1);
        }
        return likeness;
    }

    private static float[] Read(GeneDataset data, (int Window, int Position)[] places)
    {
        var width = data.FeatureWidth - 1;
        var rows = new float[checked(places.Length * width)];
        foreach (var window in places.Select((place, row) => (place.Window, place.Position, Row: row)).GroupBy(one => one.Window))
        {
            var read = WindowRows.From(data, [window.Key]);
            foreach (var (_, position, row) in window)
                read.Features.AsSpan(position * read.FeatureWidth, width).CopyTo(rows.AsSpan(row * width));
        }
        return rows;
    }
}
