using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>Finds the ranks of taxa that come without them, as in GenBank's ORGANISM block.</summary>
internal static class NcbiTaxa
{
    private static readonly string[] Domains = ["Bacteria", "Archaea", "Eukaryota", "Viruses"];

    /// <summary>
    /// Gives taxa their ranks by the endings that the codes of nomenclature prescribe: -ales is an order, -aceae a family, what follows a
    /// family a genus; the taxon before the order is the class and the first below the domain the phylum. Informal groups, kingdoms (-ati)
    /// and subclasses of bacteria (-idae) are left out. The species are the first two words of the organism.
    /// </summary>
    /// <returns>Null if the first taxon is not a domain.</returns>
    public static Lineage? ToLineage(IReadOnlyList<string> taxa, string? organism)
    {
        if (taxa.Count == 0 || !Domains.Contains(taxa[0]))
            return null;
        var names = new string[7];
        Array.Fill(names, "");
        names[(int)TaxonomicRank.Domain] = taxa[0];
        var formal = taxa.Skip(1)
            .Where(name => IsFormal(name) && (taxa[0] == "Eukaryota" || !name.EndsWith("idae", StringComparison.Ordinal)))
            .ToList();
        var order = formal.FindIndex(name => name.EndsWith("ales", StringComparison.Ordinal));
        var family = formal.FindIndex(name => name.EndsWith("aceae", StringComparison.Ordinal));
        var above =
            order >= 0 ? order
            : family >= 0 ? family
            : formal.Count;
        if (above > 0)
            names[(int)TaxonomicRank.Phylum] = formal[0];
        if (above > 1)
            names[(int)TaxonomicRank.Class] = order >= 0 || family >= 0 ? formal[above - 1] : formal[1];
        if (order >= 0)
            names[(int)TaxonomicRank.Order] = formal[order];
        if (family >= 0)
            names[(int)TaxonomicRank.Family] = formal[family];
        // Below the family stands the genus, maybe behind a tribe.
        var lowest = Math.Max(order, family);
        if (lowest >= 0 && lowest + 1 < formal.Count)
            names[(int)TaxonomicRank.Genus] = formal[^1];
        if (
            organism?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var genus, var epithet, ..]
            && char.IsUpper(genus[0])
            && epithet != "sp."
        )
            names[(int)TaxonomicRank.Species] =
                genus == "Candidatus" && organism.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var third, ..]
                    ? $"{genus} {epithet} {third}"
                    : $"{genus} {epithet}";
        return new Lineage(names);
    }

    // "Terrabacteria group" is not formal, "Candidatus Saccharimonadota" is.
    private static bool IsFormal(string name) =>
        (!name.Contains(' ') || (name.StartsWith("Candidatus ", StringComparison.Ordinal) && name.IndexOf(' ') == name.LastIndexOf(' ')))
        && !name.Contains('/')
        && !name.EndsWith("ati", StringComparison.Ordinal);
}
