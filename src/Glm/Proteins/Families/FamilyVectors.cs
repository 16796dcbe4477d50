using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Proteins.Families;

/// <summary>Family codes of proteins in memory: one call for the search, the space and the vectors.</summary>
public static class FamilyVectors
{
    /// <summary>
    /// Finds the families among some proteins and gives each protein a vector in the space of these families. The more genomes, the
    /// better: what has no homolog among them gets its composition.
    /// </summary>
    /// <param name="proteins">With distinct ids; equal sequences get equal vectors.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="options">Of the codes; null for the defaults.</param>
    /// <param name="progress">Proteins searched, then coded.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Row i belongs to protein i; the space is in <see cref="ProteinVectors.Families"/>.</returns>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the search fails.</exception>
    public static ProteinVectors Embed(
        IReadOnlyList<Protein> proteins,
        IHomologyEngine? engine = null,
        FamilyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ProteinVectors.Room(proteins.Count, (options ?? new FamilyOptions()).Width); // before the search
        var distinct = new DistinctProteins();
        int[] rows = [.. proteins.Select(distinct.NumberOf)];
        var source = new ProteinList(distinct.Proteins);
        var graph = HomologySearch.Within(source, engine ?? HomologyEngines.Auto, FamilySpace.Edges, progress, cancellation);
        var (space, values, isLone) = FamilySpace.BuildWithVectors(source, graph, options, progress, cancellation);
        var (width, all) = (space.Width, new Half[proteins.Count * space.Width]);
        for (var i = 0; i < rows.Length; i++)
            values.AsSpan(rows[i] * width, width).CopyTo(all.AsSpan(i * width, width));
        return new ProteinVectors(space.Name, [.. proteins.Select(protein => protein.Id)], width, all)
        {
            Families = space,
            WithoutHomolog = rows.Count(row => isLone[row]),
        };
    }

    /// <summary>As above, for every protein of a scaffold set once, in the order in which genes first name them.</summary>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or the search fails.</exception>
    public static ProteinVectors Embed(
        ScaffoldSet scaffolds,
        IHomologyEngine? engine = null,
        FamilyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Embed(scaffolds.ProteinsInOrder(), engine, options, progress, cancellation);
}
