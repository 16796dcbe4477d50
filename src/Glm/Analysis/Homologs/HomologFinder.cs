using Glm.Analysis.Synteny;
using Glm.Formats.Detection;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Homologs;

/// <summary>Finds the homologs of a gene or protein, and lays the neighbourhoods of the best under each other.</summary>
public static class HomologFinder
{
    /// <summary>The most proteins that are reported of one query; the best ones.</summary>
    public const int MaxTargets = 10_000;

    /// <summary>Finds the homologs of a gene; the gene itself does not count.</summary>
    /// <param name="set">Where the gene is.</param>
    /// <param name="gene">Its id, name, locus tag or protein id, as <see cref="SyntenyRegion.Around"/> finds it.</param>
    /// <param name="among">What to search; null for the genes of the set.</param>
    /// <param name="engine">What searches; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="options">What counts as a hit; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">No gene goes by that name, an option is out of range, or the search fails.</exception>
    public static HomologSearchResult Find(
        ScaffoldSet set,
        string gene,
        GeneCatalogue? among = null,
        IHomologyEngine? engine = null,
        HomologSearchOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var place = SyntenyRegion.Around(set, gene, flank: 0);
        var scaffold = set.FindScaffold(place.ScaffoldId)!;
        among ??= GeneCatalogue.Of(set);
        return Find(
            [set.Proteins[scaffold.Genes[place.First!.Value - 1].ProteinId]],
            (set, scaffold, place.First.Value - 1),
            among,
            engine,
            options,
            progress,
            cancellation
        );
    }

    /// <summary>Finds the homologs of proteins.</summary>
    /// <param name="queries">What to search for.</param>
    /// <param name="among">What to search.</param>
    /// <param name="engine">What searches; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="options">What counts as a hit; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">An option is out of range, or the search fails.</exception>
    public static HomologSearchResult Find(
        IReadOnlyList<Protein> queries,
        GeneCatalogue among,
        IHomologyEngine? engine = null,
        HomologSearchOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Find(queries, gene: null, among, engine, options, progress, cancellation);

    /// <summary>Reads the proteins of a FASTA file to search for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">It holds something else.</exception>
    public static IReadOnlyList<Protein> ReadQueries(string path, CancellationToken cancellation = default)
    {
        var format = FormatDetector.Detect(path);
        return format is ProteinFastaFormat
            ? FastaReader.Read(path, cancellation)
            : throw new GlmException(
                $"{path}: it holds {format.Name}, and homologs are searched for proteins. Name a FASTA file of proteins, or load "
                    + $"the genomes and name a gene."
            );
    }

    private static HomologSearchResult Find(
        IReadOnlyList<Protein> queries,
        (ScaffoldSet Set, Scaffold Scaffold, int Index)? gene,
        GeneCatalogue among,
        IHomologyEngine? engine,
        HomologSearchOptions? options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        (engine, options) = (engine ?? HomologyEngines.Auto, options ?? new HomologSearchOptions());
        options.Validate();
        var order = among.Order;
        var own =
            gene is { } query && ReferenceEquals(query.Set, among.Scaffolds)
                ? order.FirstGeneOf(order.FindScaffold(query.Scaffold.GenomeId, query.Scaffold.Id)) + query.Index
                : -1;
        var search = new HomologyOptions { MaxEValue = options.MaxEValue, MaxTargets = MaxTargets };
        List<HomologyHit> alignments =
        [
            .. HomologySearch
                .Run(new ProteinList(queries), among.Proteins, engine, search, progress, cancellation)
                .SelectMany(hits => hits),
        ];
        progress?.Report(new ProgressReport("search homologs", queries.Count, queries.Count, "proteins"));
        int[] targets = [.. alignments.Select(hit => hit.Target).Distinct().Order()];
        var proteinOf = targets.Zip(among.Proteins.At(targets)).ToDictionary(pair => pair.First, pair => pair.Second);
        var hits = new List<HomologousGene>();
        var numbers = new List<int>();
        foreach (var hit in alignments)
        {
            cancellation.ThrowIfCancellationRequested();
            var protein = proteinOf[hit.Target];
            foreach (var number in order.GenesOf(hit.Target))
            {
                if (number == own)
                    continue;
                numbers.Add(number);
                hits.Add(
                    new HomologousGene(
                        hit.Query,
                        among.GeneAt(number, protein),
                        among.HasGenomes ? order.GenomeId(order.GenomeOf(number)) : null,
                        among.HasGenomes ? order.ScaffoldId(order.ScaffoldOf(number)) : null,
                        among.HasGenomes ? order.PositionOf(number) + 1 : null,
                        among.HasGenomes ? order.LineageOf(order.GenomeOf(number)) : null,
                        protein.Sequence.Length,
                        hit,
                        hit.QueryCoverage(queries[hit.Query].Sequence.Length),
                        hit.TargetCoverage(protein.Sequence.Length)
                    )
                );
            }
        }
        return new HomologSearchResult(
            gene is { } named ? [named.Scaffold.Genes[named.Index].Label] : [.. queries.Select(protein => protein.Id)],
            hits,
            among.Source,
            order.ProteinCount,
            among.Proteins.All().Sum(protein => (long)protein.Sequence.Length),
            among.HasGenomes ? order.GenomeCount : null,
            HomologySearch.NameOf(engine),
            options,
            among.HasGenomes && queries.Count == 1 && hits.Count > 0 && options.Tracks > 0
                ? Neighbourhoods(gene, among, hits, numbers, options, cancellation)
                : null
        );
    }

    private static SyntenyMap Neighbourhoods(
        (ScaffoldSet Set, Scaffold Scaffold, int Index)? gene,
        GeneCatalogue among,
        List<HomologousGene> hits,
        List<int> numbers,
        HomologSearchOptions options,
        CancellationToken cancellation
    )
    {
        var proteins = new Dictionary<string, Protein>(StringComparer.Ordinal);
        var (windows, marked, titles) = (new List<GeneWindow>(), new List<int>(), new List<string>());
        var shown = new HashSet<string>(StringComparer.Ordinal);
        if (gene is { } query)
        {
            var (start, end) = (
                Math.Max(0, query.Index - options.Flank),
                Math.Min(query.Scaffold.Genes.Count, query.Index + options.Flank + 1)
            );
            windows.Add(new GeneWindow(query.Scaffold, start, end - start));
            foreach (var neighbour in windows[0].Genes)
                proteins[neighbour.ProteinId] = query.Set.Proteins[neighbour.ProteinId];
            marked.Add(query.Index - start);
            titles.Add(query.Set.GenomeOf(query.Scaffold).Lineage?.Narrowest ?? query.Scaffold.GenomeId);
            shown.Add(query.Scaffold.GenomeId);
        }
        for (var i = 0; i < hits.Count && windows.Count < options.Tracks + (gene is null ? 0 : 1); i++)
        {
            if (!shown.Add(hits[i].GenomeId!))
                continue;
            var (window, index) = among.Around(numbers[i], options.Flank, proteins);
            windows.Add(window);
            marked.Add(index);
            titles.Add(hits[i].Taxon ?? hits[i].GenomeId!);
        }
        if (windows.Count == 0)
            throw new InvalidOperationException("A hit without a genome.");
        // What the search found counts, however distant.
        var map = SyntenyMapper.Compare(windows, proteins, minIdentity: 0, cancellation: cancellation);
        return map with { Tracks = [.. map.Tracks.Select((track, t) => track with { Title = titles[t], Marked = marked[t] })] };
    }
}
