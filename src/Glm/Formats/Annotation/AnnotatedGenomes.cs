using System.Globalization;
using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>Makes genomes, scaffolds and proteins of annotated records, and lists what was left out.</summary>
internal sealed class AnnotatedGenomes(GenomeLineages lineages)
{
    private readonly HashSet<string> _scaffoldIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _genomeIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastNumber = new(StringComparer.Ordinal);
    private readonly HashSet<string> _geneIds = new(StringComparer.Ordinal);

    public List<Genome> Genomes { get; } = [];

    public Dictionary<string, Protein> Proteins { get; } = new(StringComparer.Ordinal);

    public List<DroppedScaffold> Dropped { get; } = [];

    /// <summary>Adds records as one genome, which gets a number if another has its name.</summary>
    public void Add(string name, IReadOnlyList<AnnotatedRecord> records)
    {
        var id = Unused(name, _genomeIds);
        var scaffolds = new List<Scaffold>();
        foreach (var record in records)
        {
            var scaffoldId =
                _scaffoldIds.Contains(record.Id) || record.Id.Length == 0 ? Unused($"{id}|{record.Id}", _scaffoldIds) : record.Id;
            _scaffoldIds.Add(scaffoldId);
            // Files have them in this order but for a gene across the origin, which many list first.
            var genes = record
                .Cds.Select((cds, index) => Make(cds, record, scaffoldId, index + 1))
                .OfType<Gene>()
                .OrderBy(gene => gene.Start)
                .ToList();
            if (record.Cds.Count == 0)
                Dropped.Add(new DroppedScaffold(scaffoldId, 0, "no coding sequence"));
            else if (genes.Count < record.Cds.Count)
                Dropped.Add(
                    new DroppedScaffold(
                        scaffoldId,
                        record.Cds.Count - genes.Count,
                        "no whole protein: pseudogenes, or nothing to translate"
                    )
                );
            if (genes.Count > 0)
                scaffolds.Add(
                    new Scaffold(scaffoldId, genes, id)
                    {
                        Length = record.Length,
                        IsCircular = record.IsCircular,
                        Description = record.Description,
                    }
                );
        }
        if (scaffolds.Count == 0)
            return;
        Genomes.Add(new Genome(id, scaffolds, lineages.Of(id, scaffolds, records)));
    }

    private Gene? Make(AnnotatedCds cds, AnnotatedRecord record, string scaffold, int position)
    {
        var sequence = cds.Translation ?? (cds.IsPseudo ? null : CdsTranslator.Translate(cds, record));
        // A stop inside means a frameshift or a wrong genetic code: there is no protein to embed.
        if (string.IsNullOrEmpty(sequence) || sequence.Contains('*'))
            return null;
        var name = cds.ProteinId ?? cds.LocusTag ?? cds.Id ?? string.Create(CultureInfo.InvariantCulture, $"{scaffold}_{position}");
        // One accession may stand for several genes, but only with one sequence.
        if (Proteins.TryGetValue(name, out var known) && known.Sequence != sequence)
            name = string.Create(CultureInfo.InvariantCulture, $"{name}@{scaffold}:{position}");
        Proteins.TryAdd(name, new Protein(name, sequence, cds.Product ?? ""));
        var id = cds.LocusTag ?? cds.Id ?? name;
        if (!_geneIds.Add(id))
            _geneIds.Add(id = string.Create(CultureInfo.InvariantCulture, $"{id}@{scaffold}:{position}"));
        var location = cds.Location;
        return new Gene(id, location.Parts[0].Strand, name)
        {
            Name = cds.Name,
            Product = cds.Product,
            LocusTag = cds.LocusTag,
            Start = location.Start,
            End = location.EndOn(record.Length),
            Phase = cds.Phase,
            Partial = location.Partial,
            IsPseudo = cds.IsPseudo,
            EcNumbers = cds.EcNumbers,
            GoTerms = cds.GoTerms,
            Cogs = cds.Cogs,
            Pfams = cds.Pfams,
            DbXrefs = cds.DbXrefs,
            SourceLine = cds.Line > 0 ? cds.Line : null,
        };
    }

    private string Unused(string id, HashSet<string> taken)
    {
        var unused = id;
        while (!taken.Add(unused))
        {
            // Numbers go on from the last: a metagenome may have many thousands of records of one name.
            var number = _lastNumber[id] = _lastNumber.GetValueOrDefault(id, 1) + 1;
            unused = string.Create(CultureInfo.InvariantCulture, $"{id}|{number}");
        }
        return unused;
    }
}
