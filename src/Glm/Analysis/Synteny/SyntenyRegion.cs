using System.Globalization;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Synteny;

/// <summary>Consecutive genes of one scaffold that a user asks for. Immutable.</summary>
/// <param name="ScaffoldId">Which scaffold.</param>
/// <param name="First">The first gene, from 1; null to leave the choice to what the region is compared with.</param>
/// <param name="Last">The last gene, from 1 and inclusive; null together with <paramref name="First"/>.</param>
public sealed record SyntenyRegion(string ScaffoldId, int? First = null, int? Last = null)
{
    /// <summary>Reads a range of genes, <c>a..b</c> with a from 1 and b not before it.</summary>
    /// <exception cref="GlmException">The text is not such a range.</exception>
    public static (int First, int Last) ParseRange(string text) =>
        TryRange(text, out var range)
            ? range
            : throw new GlmException(
                $"{LineText.Quoted(text)} is not a range of genes; write the first and the last, counted from 1, as in 1..40."
            );

    /// <summary>Reads <c>scaffold</c> or <c>scaffold:a..b</c>.</summary>
    public static SyntenyRegion Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && TryRange(text[(colon + 1)..], out var range)
            ? new SyntenyRegion(text[..colon].Trim(), range.First, range.Last)
            : new SyntenyRegion(text.Trim());
    }

    /// <summary>A gene and its neighbours.</summary>
    /// <param name="set">Where to look.</param>
    /// <param name="gene">Its id, name, locus tag or protein id; case does not matter in names. The first match is taken.</param>
    /// <param name="flank">Genes on each side, 0 or more.</param>
    /// <param name="scaffoldId">The scaffold to look on; null for all.</param>
    /// <exception cref="GlmException">No gene goes by that name.</exception>
    public static SyntenyRegion Around(ScaffoldSet set, string gene, int flank = 10, string? scaffoldId = null)
    {
        var scaffolds = scaffoldId is null ? set.Scaffolds : [new SyntenyRegion(scaffoldId).In(set, 1).Scaffold];
        foreach (var scaffold in scaffolds)
            for (var i = 0; i < scaffold.Genes.Count; i++)
                if (
                    scaffold.Genes[i] is var found
                    && (
                        found.Id == gene
                        || found.LocusTag == gene
                        || found.ProteinId == gene
                        || string.Equals(found.Name, gene, StringComparison.OrdinalIgnoreCase)
                    )
                )
                    return new SyntenyRegion(scaffold.Id, Math.Max(1, i + 1 - flank), Math.Min(scaffold.Genes.Count, i + 1 + flank));
        throw new GlmException(
            $"No gene of {(scaffoldId is null ? LineText.Shown(set.Source) : "scaffold " + LineText.Quoted(scaffoldId))} goes by "
                + $"{LineText.Quoted(gene)}: ids, names, locus tags and proteins were searched. Check the name."
        );
    }

    /// <summary>Checks that the region is there.</summary>
    /// <exception cref="GlmException">There is no such scaffold, or the range extends beyond it.</exception>
    public void Check(ScaffoldSet set) => In(set, SyntenyMapper.DefaultGenes);

    /// <summary>The proteins of its genes, in their order.</summary>
    /// <exception cref="GlmException">There is no such scaffold, or the range extends beyond it.</exception>
    public IReadOnlyList<Protein> ProteinsIn(ScaffoldSet set)
    {
        var (scaffold, start, length) = In(set, SyntenyMapper.MaxGenes);
        return [.. scaffold.Genes.Skip(start).Take(length).Select(gene => set.Proteins[gene.ProteinId])];
    }

    /// <summary>The scaffold and its genes.</summary>
    /// <exception cref="GlmException">There is no such scaffold, or the range extends beyond it.</exception>
    internal (Scaffold Scaffold, int Start, int Length) In(ScaffoldSet set, int limit)
    {
        var scaffold = set.FindScaffold(ScaffoldId)
            ?? throw new GlmException(
                $"{LineText.Shown(set.Source)} has no scaffold {LineText.Quoted(ScaffoldId)}; it begins with "
                    + $"{string.Join(", ", set.Scaffolds.Take(3).Select(known => LineText.Quoted(known.Id)))}. Check the id."
            );
        if (First is null)
            return (scaffold, 0, Math.Min(limit, scaffold.Genes.Count));
        var (first, last) = (First.Value, Last!.Value);
        if (last > scaffold.Genes.Count)
            throw new GlmException(
                $"Genes {first}..{last} of scaffold {LineText.Quoted(ScaffoldId)}: it has {scaffold.Genes.Count}. End the range "
                    + $"at {scaffold.Genes.Count} or before."
            );
        if (last - first + 1 > SyntenyMapper.MaxGenes)
            throw new GlmException(
                $"Genes {first}..{last} are {last - first + 1}; at most {SyntenyMapper.MaxGenes} are shown at once. Shorten the range."
            );
        return (scaffold, first - 1, last - first + 1);
    }

    private static bool TryRange(string text, out (int First, int Last) range)
    {
        var parts = text.Split("..");
        range = default;
        return parts.Length == 2
            && int.TryParse(
                parts[0],
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out range.First
            )
            && int.TryParse(
                parts[1],
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out range.Last
            )
            && range.First >= 1
            && range.Last >= range.First;
    }
}
