using System.Globalization;
using Glm.Formats.Ledger;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Makes genomes, scaffolds and proteins of annotated records, and enters what was left out into the ledger.</summary>
internal sealed class AnnotatedGenomes(GenomeLineages lineages, LedgerBuilder ledger)
{
    // A frameshift here and there is biology; that many stops are the bases of another assembly, or another genetic code.
    private const int FewestForeign = 4;

    private readonly HashSet<string> _scaffoldIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _genomeIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastNumber = new(StringComparer.Ordinal);
    private readonly HashSet<string> _geneIds = new(StringComparer.Ordinal);

    public List<Genome> Genomes { get; } = [];

    public Dictionary<string, Protein> Proteins { get; } = new(StringComparer.Ordinal);

    public List<DroppedScaffold> Dropped { get; } = [];

    /// <summary>Adds records as one genome, which gets a number if another has its name.</summary>
    /// <returns>The genome; null if no gene has a protein.</returns>
    public Genome? Add(string name, IReadOnlyList<AnnotatedRecord> records)
    {
        var id = Unused(name, _genomeIds);
        var scaffolds = new List<Scaffold>();
        var own = new Dictionary<string, AnnotatedRecord>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (own.TryGetValue(record.Id, out var before) && before.Cds.Count > 0 && GenePlaces.AreEqual(before, record))
            {
                ledger.Note(
                    "sequence names",
                    $"{LineText.Shown(id)} has the sequence {LineText.Quoted(record.Id)} twice with the same genes; one was kept."
                );
                continue;
            }
            foreach (var companion in record.Companions)
                ledger.Read(companion);
            foreach (var note in record.Notes)
                ledger.Note(note, $"{LineText.Shown(id)}: {note}");
            var scaffoldId = ScaffoldIdOf(record, id, own);
            if (GenesOf(record, scaffoldId) is ({ Count: > 0 } genes, var untranslated))
                scaffolds.Add(
                    new Scaffold(scaffoldId, genes, id)
                    {
                        Untranslated = untranslated,
                        Length = record.Length,
                        IsCircular = record.IsCircular,
                        Description = record.Description,
                    }
                );
        }
        if (scaffolds.Count == 0)
            return null;
        var genome = new Genome(id, scaffolds, lineages.Of(id, scaffolds.Select(scaffold => scaffold.Id), records).Lineage);
        Genomes.Add(genome);
        return genome;
    }

    /// <summary>The record's own name, or one that is made unique by the genome's.</summary>
    private string ScaffoldIdOf(AnnotatedRecord record, string genome, Dictionary<string, AnnotatedRecord> ofGenome)
    {
        var isSecond = !ofGenome.TryAdd(record.Id, record) && record.Id.Length > 0;
        if (record.Id.Length > 0 && _scaffoldIds.Add(record.Id))
            return record.Id;
        var unique = Unused($"{genome}|{record.Id}", _scaffoldIds);
        if (isSecond)
            ledger.Note(
                "sequence names",
                $"{LineText.Shown(genome)} has two sequences called {LineText.Quoted(record.Id)}; the second became "
                    + $"{LineText.Quoted(unique)}."
            );
        else if (record.Id.Length > 0)
            ledger.Note(
                "sequence names",
                $"Several genomes have a sequence {LineText.Quoted(record.Id)}; that of {LineText.Shown(genome)} became "
                    + $"{LineText.Quoted(unique)}."
            );
        return unique;
    }

    private (List<Gene> Genes, List<Gene> Untranslated) GenesOf(AnnotatedRecord record, string scaffold)
    {
        if (record.Cds.Count == 0)
        {
            Dropped.Add(new DroppedScaffold(scaffold, 0, "no coding sequence"));
            return ([], []);
        }
        var proteins = record.Cds.Select(cds => ProteinOf(cds, record)).ToList();
        var stops = proteins.Count(protein => protein.Missing == StopCodon);
        var isForeign = stops >= FewestForeign && 2 * stops > proteins.Count(protein => protein.Missing != Pseudogene);
        var genes = new List<Gene>();
        var without = new List<int>();
        MissingProtein? first = null;
        for (var i = 0; i < proteins.Count; i++)
        {
            var (cds, (sequence, missing)) = (record.Cds[i], proteins[i]);
            if (sequence is not null)
            {
                genes.Add(MakeTranslated(cds, sequence, record, scaffold, i + 1));
                continue;
            }
            if (isForeign && missing == StopCodon)
                missing = ForeignBases;
            first ??= missing;
            without.Add(i);
            ledger.LeaveOut(missing!, NameOf(cds, scaffold, i + 1));
        }
        if (genes.Count == 0)
            Dropped.Add(new DroppedScaffold(scaffold, record.Cds.Count, first!.Reason));
        // After the others: a gene does not lose its id to a pseudogene that bears the same one.
        var untranslated = without.ConvertAll(i =>
            Make(record.Cds[i], proteinId: "", record.Cds[i].LocusTag ?? record.Cds[i].Id, record, scaffold, i + 1)
        );
        // Files have them in this order but for a gene across the origin, which many list first.
        return ([.. genes.OrderBy(gene => gene.Start)], [.. untranslated.OrderBy(gene => gene.Start)]);
    }

    private static readonly MissingProtein Pseudogene = new("marked as a pseudogene");

    private static readonly MissingProtein StopCodon = new("a stop codon lies inside: a pseudogene, or another genetic code");

    private static readonly MissingProtein ForeignBases = new(
        "stop codons lie inside most genes of the sequence: its bases are those of another assembly, or the genetic code is another"
    );

    private static (string? Sequence, MissingProtein? Missing) ProteinOf(AnnotatedCds cds, AnnotatedRecord record)
    {
        if (cds.Translation is { } given)
            return given.Length == 0 ? (null, new MissingProtein("its protein is empty"))
                : given.Contains('*') ? (null, new MissingProtein("its protein has a stop inside"))
                : (given, null);
        if (cds.IsPseudo)
            return (null, Pseudogene);
        if (record.Sequence.IsEmpty && record.Missing is { } missing)
            return (null, missing);
        if (CdsTranslator.Obstacle(cds, record) is { } obstacle)
            return (null, obstacle);
        // A stop inside means a frameshift or a wrong genetic code: there is no protein to embed.
        var sequence = CdsTranslator.Translate(cds, record);
        return string.IsNullOrEmpty(sequence) ? (null, new MissingProtein("it is shorter than a codon"))
            : sequence.Contains('*') ? (null, StopCodon)
            : (sequence, null);
    }

    private static string NameOf(AnnotatedCds cds, string scaffold, int position) =>
        cds.LocusTag ?? cds.Id ?? cds.ProteinId ?? string.Create(CultureInfo.InvariantCulture, $"{scaffold}_{position}");

    private Gene MakeTranslated(AnnotatedCds cds, string sequence, AnnotatedRecord record, string scaffold, int position)
    {
        var name = cds.ProteinId ?? cds.LocusTag ?? cds.Id ?? string.Create(CultureInfo.InvariantCulture, $"{scaffold}_{position}");
        // One accession may stand for several genes, but only with one sequence.
        if (Proteins.TryGetValue(name, out var known) && known.Sequence != sequence)
            name = string.Create(CultureInfo.InvariantCulture, $"{name}@{scaffold}:{position}");
        Proteins.TryAdd(name, new Protein(name, sequence, cds.Product ?? ""));
        return Make(cds, name, cds.LocusTag ?? cds.Id ?? name, record, scaffold, position);
    }

    private Gene Make(AnnotatedCds cds, string proteinId, string? name, AnnotatedRecord record, string scaffold, int position)
    {
        var id = name ?? string.Create(CultureInfo.InvariantCulture, $"{scaffold}_{position}");
        if (!_geneIds.Add(id))
            _geneIds.Add(id = string.Create(CultureInfo.InvariantCulture, $"{id}@{scaffold}:{position}"));
        var location = cds.Location;
        return new Gene(id, location.Parts[0].Strand, proteinId)
        {
            Name = cds.Name,
            Product = cds.Product,
            LocusTag = cds.LocusTag,
            OldLocusTags = cds.OldLocusTags,
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
