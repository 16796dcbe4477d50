using Glm.Formats.ContigMap;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.TaxonomyTable;

/// <summary>A taxonomy table joined to the scaffolds of a contig map.</summary>
internal sealed class ScaffoldTaxonomy(string source, IReadOnlyList<TaxonomyRow> rows)
{
    private readonly Dictionary<string, TaxonomyRow> _rowOfScaffold = new(StringComparer.Ordinal);

    /// <summary>Finds the row of every contig.</summary>
    /// <exception cref="GlmException">No row describes any contig, or the scaffolds of one genome differ in lineage.</exception>
    public void Assign(IReadOnlyList<ContigMapEntry> map, string mapSource)
    {
        var rowOfKey = new Dictionary<string, TaxonomyRow>(StringComparer.Ordinal);
        foreach (var row in rows)
            rowOfKey.TryAdd(row.Key, row);
        var ofGenomes = rows[0].Scaffold is null;
        var firstOfGenome = new Dictionary<string, TaxonomyRow>(StringComparer.Ordinal);
        foreach (var entry in map)
        {
            var row = ofGenomes ? FindGenome(entry.ContigId, rowOfKey) : rowOfKey.GetValueOrDefault(entry.ContigId);
            if (row is null)
                continue;
            _rowOfScaffold.Add(entry.ContigId, row);
            if (row.Genome is null || firstOfGenome.TryAdd(row.Genome, row))
                continue;
            var first = firstOfGenome[row.Genome];
            if (!Equals(first.Lineage, row.Lineage))
                throw new GlmException(
                    $"{source}:{row.Line}: genome {LineText.Quoted(row.Genome)} has another lineage than on line {first.Line}; "
                        + $"the scaffolds of a genome share one. Correct one of the rows."
                );
        }
        if (_rowOfScaffold.Count == 0)
            throw new GlmException(
                $"{source}:{rows[0].Line}: no contig of {mapSource} is called "
                    + $"{LineText.Quoted(rows[0].Key)}, nor anything else in this taxonomy table. Use the "
                    + $"contig ids of the map."
            );
    }

    /// <summary>What the rows name that no contig is called.</summary>
    public IReadOnlyList<string> Unmatched()
    {
        var used = _rowOfScaffold.Values.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Select(row => row.Key).Where(key => !used.Contains(key)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The genome of a scaffold, or null where the table names none.</summary>
    public string? GenomeOf(string scaffoldId) => _rowOfScaffold.GetValueOrDefault(scaffoldId)?.Genome;

    /// <summary>The lineage of a scaffold, or null where the table has none.</summary>
    public Lineage? LineageOf(string scaffoldId) => _rowOfScaffold.GetValueOrDefault(scaffoldId)?.Lineage;

    /// <summary>NCBI's number of the taxon of a scaffold, or null where the table has none.</summary>
    public string? TaxonIdOf(string scaffoldId) => _rowOfScaffold.GetValueOrDefault(scaffoldId)?.TaxonId;

    private static TaxonomyRow? FindGenome(string scaffoldId, Dictionary<string, TaxonomyRow> rowOfGenome)
    {
        for (var length = scaffoldId.Length; length > 0; length--)
            if (
                (length == scaffoldId.Length || "._:|~-".Contains(scaffoldId[length], StringComparison.Ordinal))
                && rowOfGenome.TryGetValue(scaffoldId[..length], out var row)
            )
                return row;
        return null;
    }
}
