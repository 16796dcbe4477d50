using Glm.Formats.Annotation;
using Glm.Formats.Ledger;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>
/// Which genomes a load takes: those of <see cref="LoadOptions.Only"/>, and of them none of <see cref="LoadOptions.Without"/>. Remembers
/// what it was asked about, for the ledger and for messages. Thread-safe.
/// </summary>
internal sealed class TaxonFilter
{
    private const int MostExamples = 3;

    private readonly IReadOnlyList<TaxonTerm> _only;
    private readonly IReadOnlyList<TaxonTerm> _without;

    private readonly Lock _lock = new();
    private readonly Dictionary<TaxonTerm, TermUse> _uses = [];
    private readonly Dictionary<string, List<string>> _leftOut = new(StringComparer.Ordinal);
    private readonly List<(string Genome, Lineage? Lineage)> _kept = [];
    private readonly List<string> _unknown = [];

    // Every taxon by its name, as messages write it, with how often it occurs.
    private readonly Dictionary<(TaxonomicRank Rank, string Name), int> _taxa = [];
    private readonly List<string> _genomes = [];

    private TaxonFilter(IReadOnlyList<TaxonTerm> only, IReadOnlyList<TaxonTerm> without)
    {
        (_only, _without) = (only, without);
        foreach (var term in only.Concat(without))
            _uses[term] = new TermUse();
    }

    /// <summary>
    /// What is known of a term: whether any genome was of it, and where it stands in lineages, by its rank and the taxa above it.
    /// </summary>
    private sealed class TermUse
    {
        public bool IsMatched { get; set; }

        public HashSet<(TaxonomicRank Rank, Lineage Above)> Places { get; } = [];
    }

    /// <summary>The filter that options ask for; null if they take every genome.</summary>
    /// <exception cref="GlmException">A name is empty, or is no lineage though it looks like one.</exception>
    public static TaxonFilter? Of(LoadOptions options) =>
        options.Only.Count + options.Without.Count == 0
            ? null
            : new TaxonFilter(
                [.. options.Only.Select(text => new TaxonTerm(isOnly: true, text))],
                [.. options.Without.Select(text => new TaxonTerm(isOnly: false, text))]
            );

    /// <summary>Whether a term may be a taxonomy id.</summary>
    public bool HasNumbers => _uses.Keys.Any(term => term.IsNumber);

    /// <summary>Decides on a genome, once.</summary>
    /// <param name="genome">Its id.</param>
    /// <param name="file">Its file; null where a file holds several.</param>
    /// <param name="taxon">What is known of its taxon.</param>
    /// <returns>Why it is left out; null if it stays.</returns>
    public string? Judge(string genome, string? file, GenomeTaxon taxon)
    {
        lock (_lock)
        {
            _genomes.Add(genome);
            if (taxon.Lineage is { } lineage)
                foreach (var rank in Enum.GetValues<TaxonomicRank>())
                    if (lineage[rank].Length > 0)
                        _taxa[(rank, lineage[rank])] = _taxa.GetValueOrDefault((rank, lineage[rank])) + 1;
            // Every term is asked, though one decides: a term that matches nothing is a mistake.
            var isOfOnly = _only.Count(term => IsOf(term, genome, file, taxon)) > 0 || _only.Count == 0;
            var of = _without.Where(term => IsOf(term, genome, file, taxon)).ToList();
            if (of.Count > 0)
                return LeaveOut(genome, $"without {of[0].Text}");
            if (isOfOnly)
            {
                _kept.Add((genome, taxon.Lineage));
                return null;
            }
            if (taxon.Lineage is null)
                _unknown.Add(genome);
            return LeaveOut(genome, OnlyInWords) + (taxon.Lineage is null ? ": its lineage is unknown" : "");
        }
    }

    /// <summary>Complains of a taxon that no genome has, and if no genome is left.</summary>
    /// <param name="source">What was to be loaded.</param>
    /// <exception cref="GlmException">It names the nearest taxa, or the choice that leaves nothing.</exception>
    public void Require(string source)
    {
        lock (_lock)
        {
            if (_genomes.Count == 0)
                return;
            if (_uses.FirstOrDefault(use => !use.Value.IsMatched).Key is { } term)
                throw new GlmException(
                    $"{term.Option()} is {LineText.Quoted(term.Text)}, and no genome of {source} has such a taxon, name, "
                        + $"file or taxonomy id. {Nearest(term)}"
                );
            if (_kept.Count == 0)
                throw new GlmException(
                    $"{source}: {string.Join(" and ", _uses.Keys.Select(use => use.Option(use.Text)))} leave none of "
                        + $"its {_genomes.Count} {(_genomes.Count == 1 ? "genome" : "genomes")}. Choose other taxa."
                );
        }
    }

    /// <summary>Enters what was left out, and what could not be judged.</summary>
    public void Enter(LedgerBuilder ledger)
    {
        lock (_lock)
        {
            foreach (var (choice, genomes) in _leftOut)
            {
                var unknown =
                    choice == OnlyInWords && _unknown.Count > 0 ? $"; {_unknown.Count} of them without a lineage ({Names(_unknown)})" : "";
                ledger.Note("left out by taxon", $"Left out by {LineText.Quoted(choice)}: {Counted(genomes)}{unknown}.");
            }
            foreach (var term in _without)
            {
                var doubtful = _kept.Where(genome => IsDoubtful(_uses[term], genome.Lineage)).Select(genome => genome.Genome).ToList();
                if (doubtful.Count > 0)
                    ledger.Note(
                        "not judged by taxon",
                        $"Could not be judged by {LineText.Quoted($"without {term.Text}")}, and stay: {Counted(doubtful)}; their lineage "
                            + $"is unknown or does not say."
                    );
            }
        }
    }

    private string OnlyInWords => "only " + string.Join(" or ", _only.Select(term => term.Text));

    private string LeaveOut(string genome, string choice)
    {
        if (!_leftOut.TryGetValue(choice, out var genomes))
            _leftOut.Add(choice, genomes = []);
        genomes.Add(genome);
        return $"left out by {LineText.Quoted(choice)}";
    }

    private bool IsOf(TaxonTerm term, string genome, string? file, GenomeTaxon taxon)
    {
        var rank = term.RankIn(taxon.Lineage);
        if (rank is null && !term.IsGenome(genome, file, taxon.TaxonId))
            return false;
        var use = _uses[term];
        use.IsMatched = true;
        if (rank is { } at)
            use.Places.Add((at, new Lineage([.. RanksAbove(at).Select(above => taxon.Lineage![above])])));
        return true;
    }

    /// <summary>
    /// Whether a genome may be of a taxon all the same: nothing says its lineage, or that does not go down to the rank of the taxon and is
    /// the taxon's own as far as it goes.
    /// </summary>
    private static bool IsDoubtful(TermUse use, Lineage? lineage) =>
        lineage is null
            ? use.Places.Count > 0
            : use.Places.Any(place =>
                lineage[place.Rank].Length == 0
                && RanksAbove(place.Rank).All(rank => lineage[rank].Length == 0 || lineage[rank] == place.Above[rank])
            );

    private static IEnumerable<TaxonomicRank> RanksAbove(TaxonomicRank rank) =>
        Enum.GetValues<TaxonomicRank>().Where(above => above < rank);

    private string Nearest(TaxonTerm term)
    {
        if (_taxa.Count == 0)
            return $"None of them has a lineage; set {Setting.Of(nameof(LoadOptions.Taxonomy))} to a table.";
        var names = _taxa
            .Keys.Select(taxon => (Text: $"{taxon.Name} ({InWords(taxon.Rank)})", Name: TaxonTerm.Normal(taxon.Name)))
            .Concat(_genomes.Distinct(StringComparer.Ordinal).Select(genome => (Text: genome, Name: TaxonTerm.Normal(genome))));
        var near = names
            .Select(name => (name.Text, Distance: DistanceOf(term.Name, name.Name)))
            .Where(name => name.Distance <= Math.Max(2, term.Name.Length / 3))
            .OrderBy(name => name.Distance)
            .ThenBy(name => name.Text, StringComparer.Ordinal)
            .Take(MostExamples)
            .Select(name => LineText.Shown(name.Text, 60))
            .ToList();
        var ranks = _taxa
            .GroupBy(taxon => taxon.Key.Rank)
            .OrderBy(rank => rank.Key)
            .Select(rank => $"{InWords(rank.Key)} ({LineText.Shown(rank.MaxBy(taxon => taxon.Value).Key.Name, 40)}, …)");
        return (near.Count > 0 ? $"The nearest: {string.Join(", ", near)}. " : "") + $"Their lineages name {string.Join(", ", ranks)}.";
    }

    // A part of a name is as near as one wrong letter.
    private static int DistanceOf(string term, string name) =>
        term.Length > 3 && name.Contains(term, StringComparison.Ordinal) ? 1
        : Math.Abs(term.Length - name.Length) > term.Length / 2 ? int.MaxValue
        : NearestName.Distance(term, name);

    private static string InWords(TaxonomicRank rank) => rank.ToString().ToLowerInvariant();

    private static string Counted(List<string> genomes) =>
        $"{genomes.Count} {(genomes.Count == 1 ? "genome" : "genomes")} ({Names(genomes)})";

    private static string Names(List<string> genomes) =>
        string.Join(", ", genomes.Take(MostExamples).Select(Shown)) + (genomes.Count > MostExamples ? ", …" : "");

    private static string Shown(string genome) => LineText.Shown(genome, 60);
}
