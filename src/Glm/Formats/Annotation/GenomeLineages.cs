using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Glm.Formats.Ledger;
using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>
/// The lineages of annotated genomes: from a table, or else the one the user gives, or else the file's own. A row names a genome, one of
/// its scaffolds, or the assembly accession in the genome's name, as GTDB's tables do. Thread-safe.
/// </summary>
internal sealed partial class GenomeLineages
{
    private readonly string? _table;
    private readonly IReadOnlyList<TaxonomyRow> _rows;
    private readonly NamedSequences<TaxonomyRow> _byName = new();
    private readonly Dictionary<string, TaxonomyRow> _byAssembly = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TaxonomyRow, bool> _matched = new(ReferenceEqualityComparer.Instance);
    private readonly Lineage? _given;

    /// <param name="table">A table of lineages; null for none.</param>
    /// <param name="given">The lineage of genomes that the table does not have; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="GlmException">The table or the given lineage cannot be read.</exception>
    public GenomeLineages(string? table, string? given, CancellationToken cancellation)
    {
        _table = table;
        _rows = table is null ? [] : TaxonomyTableReader.Read(table, cancellation);
        foreach (var row in _rows)
        {
            _byName.Add(row.Key, row);
            if (Assembly().Match(row.Key) is { Success: true } assembly)
                _byAssembly.TryAdd(assembly.Value, row);
        }
        _given = given is null ? null : Given(given);
    }

    /// <summary>Whether there is a table, whose rows may name scaffolds.</summary>
    public bool HasTable => _rows.Count > 0;

    /// <summary>The taxon of a genome.</summary>
    /// <param name="genome">Its name.</param>
    /// <param name="scaffolds">The names of its scaffolds.</param>
    /// <param name="records">Its records.</param>
    public GenomeTaxon Of(string genome, IEnumerable<string> scaffolds, IReadOnlyList<AnnotatedRecord> records)
    {
        var named = Find(genome);
        // Every row that names a scaffold is used up, though the first decides.
        if (HasTable)
            foreach (var scaffold in scaffolds)
                if (_byName.Find(scaffold) is { } row)
                {
                    _matched.TryAdd(row, true);
                    named ??= row;
                }
        return new GenomeTaxon(
            named?.Lineage
                ?? _given
                ?? records.Select(record => NcbiTaxa.ToLineage(record.Taxa, record.Organism)).FirstOrDefault(found => found is not null),
            named?.TaxonId ?? records.Select(record => record.TaxonId).FirstOrDefault(id => id is not null)
        );
    }

    /// <summary>The taxon of a genome whose records have not become scaffolds yet.</summary>
    public GenomeTaxon OfRecords(string genome, IReadOnlyList<AnnotatedRecord> records) =>
        Of(genome, records.Where(record => record.Cds.Count > 0).Select(record => record.Id), records);

    /// <summary>What the table says of a genome of that name; null if nothing.</summary>
    public GenomeTaxon? OfName(string genome) => Find(genome) is { } row ? new GenomeTaxon(row.Lineage, row.TaxonId) : null;

    private TaxonomyRow? Find(string genome)
    {
        if (!HasTable)
            return null;
        var row = _byName.Find(genome)
            ?? (Assembly().Match(genome) is { Success: true } match ? _byAssembly.GetValueOrDefault(match.Value) : null);
        if (row is not null)
            _matched.TryAdd(row, true);
        return row;
    }

    /// <summary>Enters the table, and its rows that named nothing, into a ledger.</summary>
    /// <exception cref="GlmException">No row named anything.</exception>
    public void Enter(LedgerBuilder ledger)
    {
        if (_table is null)
            return;
        if (_matched.IsEmpty)
            throw new GlmException(
                $"{_table}:{_rows[0].Line}: no genome or scaffold is called {LineText.Quoted(_rows[0].Key)}, nor anything else in this "
                    + $"taxonomy table. Use the names of the loaded genomes (their files' names) or scaffolds."
            );
        ledger.Read(_table);
        var matched = _matched.Keys.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        ledger.Unmatched(_table, [.. _rows.Select(row => row.Key).Where(key => !matched.Contains(key)).Distinct(StringComparer.Ordinal)]);
    }

    private static Lineage? Given(string text)
    {
        try
        {
            return TaxonomyTableReader.ParseLineage(text);
        }
        catch (FormatException fault)
        {
            throw new GlmException(
                $"{Setting.Of(nameof(LoadOptions.Lineage))} is {LineText.Quoted(text)}: {fault.Message}. Write it as "
                    + $"d__Bacteria;p__Bacillota;…, or as names from the domain down.",
                fault
            );
        }
    }

    // GTDB writes RS_GCF_000005845.2, and NCBI's files are called GCF_000005845.2_ASM584v2_genomic.gbff.
    [GeneratedRegex(@"GC[AF]_\d{9}\.\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Assembly();
}
