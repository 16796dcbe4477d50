namespace Glm.Analysis.Operons;

/// <summary>Numbers that may tell whether two neighbouring genes are in one operon. Immutable by convention.</summary>
/// <param name="Name">What they are, such as "distance".</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Values">[pairs, columns] row-major, finite.</param>
public sealed record PairFeatures(string Name, IReadOnlyList<string> Columns, float[] Values)
{
    /// <summary>The strands of the pairs: 1 for one strand, 0 for two.</summary>
    public const string Strand = "strand";

    /// <summary>The distances of the pairs in bins.</summary>
    public const string Distance = "distance";

    /// <summary>The genomes in which the pairs are neighbours too.</summary>
    public const string Conserved = "conserved neighbours";

    /// <summary>The attention of every head of a gLM between the two, and the likeness of their vectors.</summary>
    public const string Model = "gLM";

    // Genes of an operon overlap by 4 or 1 bases or stand close; the more, the wider the bins. Lower bounds.
    private static readonly int[] Bounds = [-20, -4, -1, 0, 10, 20, 40, 60, 100, 150, 200, 300];

    // Distances beyond these say no more, and would bend the linear term.
    private const int Nearest = -50;
    private const int Farthest = 1000;

    /// <summary>Whether both genes lie on one strand.</summary>
    public static PairFeatures OfStrand(IReadOnlyList<GenePair> pairs) =>
        new(Strand, ["same strand"], [.. pairs.Select(pair => pair.IsSameStrand ? 1f : 0f)]);

    /// <summary>
    /// The distance of pairs on one strand in 13 bins, by itself and as its square root; zeros for pairs on two strands and for those
    /// without coordinates. Null where no pair has coordinates.
    /// </summary>
    public static PairFeatures? OfDistance(IReadOnlyList<GenePair> pairs)
    {
        if (pairs.All(pair => pair.Distance is null))
            return null;
        string[] columns =
        [
            $"< {Bounds[0]} bp",
            .. Bounds.Select((bound, i) => i + 1 < Bounds.Length ? $"{bound} to {Bounds[i + 1] - 1} bp" : $"from {bound} bp"),
            "bp / 100",
            "square root of bp",
        ];
        var values = new float[pairs.Count * columns.Length];
        for (var i = 0; i < pairs.Count; i++)
            if (pairs[i] is { IsSameStrand: true, Distance: { } distance })
            {
                var row = values.AsSpan(i * columns.Length, columns.Length);
                row[Bounds.Count(bound => bound <= distance)] = 1;
                row[^2] = Math.Clamp(distance, Nearest, Farthest) / 100f;
                row[^1] = MathF.Sqrt(Math.Clamp(distance, 0, Farthest));
            }
        return new PairFeatures(Distance, columns, values);
    }

    /// <summary>Several side by side.</summary>
    /// <param name="parts">At least one, of the same pairs.</param>
    public static PairFeatures Join(params ReadOnlySpan<PairFeatures> parts)
    {
        var width = 0;
        foreach (var part in parts)
            width += part.Columns.Count;
        var pairs = parts[0].Values.Length / parts[0].Columns.Count;
        var (names, columns, values) = (new List<string>(), new List<string>(), new float[pairs * width]);
        var offset = 0;
        foreach (var part in parts)
        {
            names.Add(part.Name);
            columns.AddRange(part.Columns);
            for (var i = 0; i < pairs; i++)
                part.Values.AsSpan(i * part.Columns.Count, part.Columns.Count).CopyTo(values.AsSpan((i * width) + offset));
            offset += part.Columns.Count;
        }
        return new PairFeatures(string.Join(" + ", names), columns, values);
    }
}
