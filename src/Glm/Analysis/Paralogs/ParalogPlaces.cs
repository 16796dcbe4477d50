using Glm.Analysis.Prediction;
using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Paralogs;

/// <summary>The genes that compete, and the places for which they do. Immutable by convention.</summary>
internal sealed class ParalogPlaces
{
    /// <summary>A place.</summary>
    /// <param name="Candidate">The number of its own gene among the candidates.</param>
    /// <param name="Partner">The place of the partner in the same window; -1 for none.</param>
    public readonly record struct Query(int Candidate, int Partner);

    private ParalogPlaces(HiddenGenes.Place[] candidates, List<Query> queries, Dictionary<string, int> left) =>
        (Candidates, Queries, Left) = (candidates, queries, left);

    /// <summary>Every gene of the family that a window covers, once.</summary>
    public HiddenGenes.Place[] Candidates { get; }

    /// <summary>Those whose place is judged.</summary>
    public IReadOnlyList<Query> Queries { get; }

    /// <summary>Genes of the family that are not judged, by reason.</summary>
    public IReadOnlyDictionary<string, int> Left { get; }

    /// <exception cref="GlmException">There are not two candidates, or no place to judge.</exception>
    public static ParalogPlaces Of(IWindowData data, ParalogOptions options, CancellationToken cancellation)
    {
        var all = HiddenGenes.Of(data, new GenePredictionOptions(), cancellation).All;
        var (isOf, isPartner) = (Fits(options.Family), options.Partner is { } partner ? Fits(partner) : null);
        HiddenGenes.Place[] candidates = [.. all.Where(place => isOf(HiddenGenes.GeneAt(data, place)))];
        if (candidates.Length < 2)
            throw new GlmException(
                $"{LineText.Shown(data.Source)}: {candidates.Length} genes in windows are {LineText.Quoted(options.Family)}, and a choice "
                    + "needs 2: family, symbol, EC number, COG, Pfam, GO term, product and ids were searched. Check the name in "
                    + $"{Setting.Of(nameof(ParalogOptions.Family))}."
            );
        var (queries, alone, without) = (new List<Query>(), 0, 0);
        for (var i = 0; i < candidates.Length; i++)
        {
            var (window, position) = (candidates[i].Window, candidates[i].Position);
            var beside = isPartner is null ? -1 : Beside(data.Window(window), position, isPartner, options.Reach);
            if (data.LengthOf(window) < (beside < 0 ? 2 : 3))
                alone++;
            else if (isPartner is not null && beside < 0)
                without++;
            else
                queries.Add(new Query(i, beside));
        }
        if (queries.Count == 0)
            throw new GlmException(
                $"{LineText.Shown(data.Source)}: none of {candidates.Length} genes of {LineText.Quoted(options.Family)} has "
                    + (
                        options.Partner is null
                            ? "a neighbour in its window."
                            : $"a gene of {LineText.Quoted(options.Partner)} within {options.Reach} genes in its window. "
                                + $"Check the name in {Setting.Of(nameof(ParalogOptions.Partner))}, or use a larger "
                                + $"{Setting.Of(nameof(ParalogOptions.Reach))}."
                    )
            );
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        if (alone > 0)
            left.Add("without a visible neighbour", alone);
        if (without > 0)
            left.Add("without a partner", without);
        return new ParalogPlaces(candidates, queries, left);
    }

    /// <summary>The nearest partner in a window, of equally near ones the left; -1 for none.</summary>
    private static int Beside(GeneWindow window, int position, Func<Gene, bool> isPartner, int reach)
    {
        var genes = window.Scaffold.Genes;
        for (var away = 1; away <= reach; away++)
            foreach (var at in (int[])[position - away, position + away])
                if (at >= 0 && at < window.Length && isPartner(genes[window.Start + at]))
                    return at;
        return -1;
    }

    private static Func<Gene, bool> Fits(string text)
    {
        if (text.Contains(',', StringComparison.Ordinal))
        {
            var ids = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .ToHashSet(StringComparer.Ordinal);
            return gene => ids.Contains(gene.Id) || gene.LocusTag is { } tag && ids.Contains(tag);
        }
        return gene =>
            Same(gene.Family)
            || Same(gene.Name)
            || gene.EcNumbers.Any(Same)
            || gene.Cogs.Any(Same)
            || gene.Pfams.Any(Same)
            || gene.GoTerms.Any(Same)
            || gene.Product?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

        bool Same(string? known) => string.Equals(known, text, StringComparison.OrdinalIgnoreCase);
    }
}
