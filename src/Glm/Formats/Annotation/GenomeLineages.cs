using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>The lineages of annotated genomes: from a table, or else the one the user gives, or else the file's own.</summary>
internal sealed class GenomeLineages
{
    private readonly IReadOnlyDictionary<string, TaxonomyRow> _rows;
    private readonly Lineage? _given;

    /// <param name="table">A table of lineages; null for none.</param>
    /// <param name="given">The lineage of genomes that the table does not have; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="GlmException">The table or the given lineage cannot be read.</exception>
    public GenomeLineages(string? table, string? given, CancellationToken cancellation)
    {
        var rows = table is null ? [] : TaxonomyTableReader.Read(table, cancellation);
        _rows = rows.ToDictionary(row => row.Scaffold ?? row.Genome!, StringComparer.Ordinal);
        _given = given is null ? null : Given(given);
    }

    /// <summary>The lineage of a genome; null if nothing says it.</summary>
    public Lineage? Of(string genome, IReadOnlyList<Scaffold> scaffolds, IReadOnlyList<AnnotatedRecord> records) =>
        _rows.GetValueOrDefault(genome)?.Lineage
        ?? scaffolds.Select(scaffold => _rows.GetValueOrDefault(scaffold.Id)?.Lineage).FirstOrDefault(found => found is not null)
        ?? _given
        ?? records.Select(record => NcbiTaxa.ToLineage(record.Taxa, record.Organism)).FirstOrDefault(found => found is not null);

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
}
