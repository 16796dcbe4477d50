using Glm.Formats.Fasta;
using Glm.Formats.Sources;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>Gives the genes of an annotation the proteins and the bases that stand in other files of its genome.</summary>
internal static class CompanionSequences
{
    /// <summary>Whether records have genes, and neither a protein of any of them nor bases to make one from.</summary>
    public static bool AreNeededBy(IReadOnlyCollection<AnnotatedRecord> records) =>
        records.Any(record => record.Cds.Count > 0)
        && records.All(record => record.Sequence.IsEmpty && record.Cds.All(cds => cds.Translation is null));

    /// <summary>Completes records as far as the genome's other files can.</summary>
    /// <exception cref="GlmException">One of the other files is damaged.</exception>
    public static List<AnnotatedRecord> Complete(List<AnnotatedRecord> records, GenomeFiles files, CancellationToken cancellation)
    {
        if (files.Proteins is { } proteins)
            records = WithProteins(records, proteins, cancellation);
        var lackBases = records.Exists(record => record.Sequence.IsEmpty && record.Cds.Any(cds => cds.Translation is null));
        return lackBases && files.Bases is { } bases ? WithBases(records, bases, cancellation) : records;
    }

    /// <summary>Completes records of a format that by itself holds no proteins.</summary>
    /// <exception cref="GlmException">No file has proteins or bases for them, or one of the files is damaged.</exception>
    public static List<AnnotatedRecord> Require(
        List<AnnotatedRecord> incomplete,
        GenomeFiles files,
        LoadOptions options,
        CancellationToken cancellation
    )
    {
        var records = Complete(incomplete, files, cancellation);
        return AreNeededBy(records)
            ? throw new GlmException(
                $"{files.Path} says where genes lie but holds neither proteins nor bases, nor does a FASTA file of the same name "
                    + $"beside it{(options.Proteins is { } named ? $", nor has {named} a protein of these genes" : "")}. Set "
                    + $"{Setting.Of(nameof(LoadOptions.Proteins))} to the protein FASTA."
            )
            : records;
    }

    private static List<AnnotatedRecord> WithProteins(List<AnnotatedRecord> records, string fasta, CancellationToken cancellation)
    {
        var byId = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var protein in FastaRecord.Enumerate(fasta, cancellation))
        {
            var sequence = protein.ToProtein();
            foreach (var name in Names(protein.Id))
                byId.TryAdd(name, sequence);
        }
        return records.ConvertAll(record => record with { Cds = [.. record.Cds.Select(cds => WithProtein(cds, record, byId))] });
    }

    private static AnnotatedCds WithProtein(AnnotatedCds cds, AnnotatedRecord record, Dictionary<string, string> byId) =>
        cds.Translation is null && Find(cds, record, byId) is { } sequence ? cds with { Translation = sequence } : cds;

    private static List<AnnotatedRecord> WithBases(List<AnnotatedRecord> records, string fasta, CancellationToken cancellation)
    {
        var byId = FastaRecord
            .Enumerate(fasta, cancellation)
            .DistinctBy(contig => contig.Id)
            .ToDictionary(contig => contig.Id, contig => contig.Letters, StringComparer.Ordinal);
        return records.ConvertAll(record =>
            record.Sequence.IsEmpty && byId.TryGetValue(record.Id, out var sequence)
                ? record with
                {
                    Sequence = sequence,
                    Length = sequence.Length,
                }
                : record
        );
    }

    // NCBI's older headers: gi|16127995|ref|NP_414542.1|.
    private static IEnumerable<string> Names(string id) =>
        id.Contains('|') ? id.Split('|', StringSplitOptions.RemoveEmptyEntries).Append(id) : [id];

    private static string? Find(AnnotatedCds cds, AnnotatedRecord record, Dictionary<string, string> byId) =>
        new[]
        {
            cds.ProteinId,
            cds.Id,
            cds.LocusTag,
            cds.Id is { } id && id.LastIndexOf('_') is var at and >= 0 ? record.Id + id[at..] : null,
            cds.Id?.StartsWith("cds-", StringComparison.Ordinal) == true ? cds.Id[4..] : null,
        }
            .OfType<string>()
            .Select(byId.GetValueOrDefault)
            .FirstOrDefault(sequence => sequence is not null);
}
