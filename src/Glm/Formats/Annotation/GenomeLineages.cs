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
            _byName.Add(KeyOf(row), row);
            if (Assembly().Match(KeyOf(row)) is { Success: true } assembly)
                _byAssembly.TryAdd(assembly.Value, row);
        }
        _given = given is null ? null : Given(given);
    }

    /// <summary>The lineage of a genome; null if nothing says it.</summary>
    public Lineage? Of(string genome, IReadOnlyList<Scaffold> scaffolds, IReadOnlyList<AnnotatedRecord> records)
    {
        TaxonomyRow? named = null;
        if (_rows.Count > 0)
        {
            named = _byName.Find(genome)
                ?? (Assembly().Match(genome) is { Success: true } match ? _byAssembly.GetValueOrDefault(match.Value) : null);
            if (named is not null)
                _matched.TryAdd(named, true);
            // Every row that names a scaffold is used up, though the first decides.
            foreach (var scaffold in scaffolds)
                if (_byName.Find(scaffold.Id) is { } row)
                {
                    _matched.TryAdd(row, true);
                    named ??= row;
                }
        }
        return named?.Lineage
            ?? _given
            ?? records.Select(record => NcbiTaxa.ToLineage(record.Taxa, record.Organism)).FirstOrDefault(found => found is not null);
    }

    /// <summary>Enters the table, and its rows that named nothing, into a ledger.</summary>
    /// <exception cref="GlmException">No row named anything.</exception>
    public void Enter(LedgerBuilder ledger)
    {
        if (_table is null)
            return;
        if (_matched.IsEmpty)
            throw new GlmException(
                $"{_table}:{_rows[0].Line}: no genome or scaffold is called {LineText.Quoted(KeyOf(_rows[0]))}, nor anything else in this "
                    + $"taxonomy table. Use the names of the loaded genomes (their files' names) or scaffolds."
            );
        ledger.Read(_table);
        ledger.Unmatched(_table, [.. _rows.Where(row => !_matched.ContainsKey(row)).Select(KeyOf)]);
    }

    private static string KeyOf(TaxonomyRow row) => row.Scaffold ?? row.Genome!;

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
