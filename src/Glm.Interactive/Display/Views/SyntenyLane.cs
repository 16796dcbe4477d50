using Glm.Analysis.Synteny;
using Glm.Genomes;

namespace Glm.Interactive.Display.Views;

/// <summary>A track of a synteny map as it is drawn.</summary>
/// <param name="Track">What is drawn.</param>
/// <param name="Genes">The track's genes in the order of the scaffold.</param>
/// <param name="Places">The ends of each gene in base pairs from the left end of the track.</param>
/// <param name="ToScale">Whether the genes have coordinates; otherwise their proteins give the lengths.</param>
internal sealed record SyntenyLane(SyntenyTrack Track, Gene[] Genes, (double Low, double High)[] Places, bool ToScale)
{
    /// <summary>How far the whole track is moved to the right, in base pairs, so that homologous genes are near each other.</summary>
    public double Offset { get; private set; }

    /// <summary>The right end of the track, in base pairs from its left end.</summary>
    public double Length => Places.Max(place => place.High);

    /// <summary>Lays out all tracks of a map.</summary>
    public static List<SyntenyLane> Lay(SyntenyMap map)
    {
        var lanes = map.Tracks.Select(track => Lay(track, map.Proteins)).ToList();
        for (var t = 1; t < lanes.Count; t++)
        {
            var links = map.Links.Where(link => link.Track == t - 1).ToList();
            if (links.Count > 0)
                lanes[t].Offset =
                    links.Sum(link => link.Identity * (lanes[t - 1].Middle(link.Upper) - lanes[t].Middle(link.Lower)))
                    / links.Sum(link => link.Identity);
        }
        return lanes;
    }

    private double Middle(int gene) => Offset + ((Places[gene].Low + Places[gene].High) / 2);

    private static SyntenyLane Lay(SyntenyTrack track, IReadOnlyDictionary<string, Protein> proteins)
    {
        Gene[] genes = [.. track.Region.Genes];
        var toScale = genes.All(gene => gene is { Start: { } start, End: { } end } && end > start);
        var places = new (double Low, double High)[genes.Length];
        if (toScale)
        {
            double low = genes.Min(gene => gene.Start!.Value);
            for (var i = 0; i < genes.Length; i++)
                places[i] = (genes[i].Start!.Value - low, genes[i].End!.Value + 1 - low);
        }
        else
        {
            // Without coordinates: three bases per residue, and gaps as they are common between genes.
            const double gap = 60;
            var at = 0.0;
            for (var i = 0; i < genes.Length; i++)
            {
                places[i] = (at, at + (3 * Math.Max(20, proteins[genes[i].ProteinId].Sequence.Length)));
                at = places[i].High + gap;
            }
        }
        if (track.Flipped)
        {
            var total = places.Max(place => place.High);
            places = [.. places.Select(place => (total - place.High, total - place.Low))];
        }
        return new SyntenyLane(track, genes, places, toScale);
    }
}
