using System.Globalization;
using Glm.Formats.Ledger;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>
/// Says which genomes have only distant relatives beside them. Which genes stay neighbours shows among relatives: within an order, gene
/// order is still recognisable; beyond it, little but operons is.
/// </summary>
internal static class NearestRelatives
{
    private const int MostExamples = 3;

    /// <summary>The widest rank that close relatives share.</summary>
    private const TaxonomicRank WidestClose = TaxonomicRank.Order;

    /// <summary>
    /// Enters one note if a genome shares neither order nor any narrower rank with another. A genome whose lineage ends above the order is
    /// not judged, nor is the only one of a load.
    /// </summary>
    public static void Enter(IReadOnlyList<(string Genome, Lineage? Lineage)> genomes, LedgerBuilder ledger)
    {
        var known = genomes.Where(genome => genome.Lineage is not null).ToList();
        if (known.Count < 2)
            return;
        var counts = Enumerable
            .Range(0, (int)TaxonomicRank.Species + 1)
            .Select(rank => known.CountBy(genome => genome.Lineage![(TaxonomicRank)rank]).ToDictionary(StringComparer.Ordinal))
            .ToArray();
        var alone = known
            .Where(genome =>
                CloseNames(genome.Lineage!).Any() && CloseNames(genome.Lineage!).All(name => counts[(int)name.Rank][name.Name] == 1)
            )
            .Select(genome => LineText.Shown(genome.Genome, 60))
            .ToList();
        if (alone.Count == 0)
            return;
        var names = alone.Count > MostExamples ? $" ({string.Join(", ", alone.Take(MostExamples))}, …)" : $" ({string.Join(", ", alone)})";
        ledger.Note(
            "nearest relatives",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Nearest relatives: {alone.Count} of {known.Count} genomes{names} {(alone.Count == 1 ? "has" : "have")} none in "
                    + $"{(alone.Count == 1 ? "its" : "their")} order; one genome of the same genus or family tells more about gene "
                    + $"neighbourhoods than forty distant ones."
            )
        );
    }

    private static IEnumerable<(TaxonomicRank Rank, string Name)> CloseNames(Lineage lineage) =>
        Enum.GetValues<TaxonomicRank>()
            .Where(rank => rank >= WidestClose && lineage[rank].Length > 0)
            .Select(rank => (rank, lineage[rank]));
}
