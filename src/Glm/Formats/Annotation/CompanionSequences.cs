using Glm.Formats.Fasta;
using Glm.Formats.Ledger;
using Glm.Formats.Sources;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>
/// Gives the genes of an annotation the proteins and the bases that stand in other files of its genome, or in other records of its file.
/// </summary>
internal static class CompanionSequences
{
    /// <summary>Whether records have genes, and neither a protein of any of them nor bases to make one from.</summary>
    public static bool AreNeededBy(IReadOnlyCollection<AnnotatedRecord> records) =>
        records.Any(record => record.Cds.Count > 0)
        && records.All(record => record.Sequence.IsEmpty && record.Cds.All(cds => cds.Translation is null));

    /// <summary>Completes records as far as the file's own sequences and the genome's other files can.</summary>
    /// <exception cref="GlmException">One of the other files is damaged, or does not belong to the annotation.</exception>
    public static List<AnnotatedRecord> Complete(List<AnnotatedRecord> records, GenomeFiles files, CancellationToken cancellation)
    {
        records = JoinOwn(records);
        if (files.Proteins is { } proteins)
            records = WithProteins(records, proteins, files, cancellation);
        foreach (var bases in files.Bases)
            if (records.Exists(LacksBases))
                records = WithBases(records, bases, files, cancellation);
        return records;
    }

    /// <summary>Completes records of a format that by itself holds no proteins.</summary>
    /// <exception cref="GlmException">No file has proteins or bases for them, or one of the files is damaged.</exception>
    public static List<AnnotatedRecord> Require(List<AnnotatedRecord> incomplete, GenomeFiles files, CancellationToken cancellation)
    {
        var records = Complete(incomplete, files, cancellation);
        if (!AreNeededBy(records))
            return records;
        throw new GlmException(
            files.Proteins is null && files.Bases.Count == 0
                ? $"{files.Path} says where genes lie but holds neither proteins nor bases, nor does a FASTA file of the same name beside "
                    + $"it. Set {Setting.Of(nameof(LoadOptions.Proteins))} or {Setting.Of(nameof(LoadOptions.Bases))} to a FASTA file."
                : $"{files.Path}: no gene has a protein: {records.First(record => record.Cds.Count > 0).Missing?.Reason}. Make the names "
                    + $"agree, or set {Setting.Of(nameof(LoadOptions.Proteins))} or {Setting.Of(nameof(LoadOptions.Bases))} to the "
                    + $"right file."
        );
    }

    private static bool LacksBases(AnnotatedRecord record) =>
        record.Sequence.IsEmpty && record.Cds.Any(cds => cds.Translation is null && !cds.IsPseudo);

    /// <summary>
    /// Joins records that have genes and no bases with those that have bases and no genes and the same name but for database and version:
    /// GFF3 files name a sequence differently in their first column and behind ##FASTA.
    /// </summary>
    private static List<AnnotatedRecord> JoinOwn(List<AnnotatedRecord> records)
    {
        if (!records.Exists(LacksBases))
            return records;
        var bare = new NamedSequences<AnnotatedRecord>();
        foreach (var record in records)
            if (record.Cds.Count == 0 && !record.Sequence.IsEmpty)
                bare.Add(record.Id, record);
        if (bare.Count == 0)
            return records;
        var used = new HashSet<AnnotatedRecord>(ReferenceEqualityComparer.Instance);
        var joined = records.ConvertAll(record =>
        {
            if (!LacksBases(record))
                return record;
            if (bare.Find(record.Id) is not { } sequence || !used.Add(sequence))
                return record with { Missing = NoSequence("the file's FASTA section", record.Id, bare) };
            return record with
            {
                Sequence = sequence.Sequence,
                Length = sequence.Length,
                Notes = [.. record.Notes, NamedAlike(record.Id, sequence.Id)],
            };
        });
        joined.RemoveAll(used.Contains);
        return joined;
    }

    private static List<AnnotatedRecord> WithProteins(
        List<AnnotatedRecord> records,
        string fasta,
        GenomeFiles files,
        CancellationToken cancellation
    )
    {
        var proteins = new NamedSequences<string>();
        foreach (var protein in FastaRecord.Enumerate(fasta, FastaLetters.ProteinsWithStops, cancellation))
            proteins.Add(protein.Id, protein.ToProtein());
        var name = Path.GetFileName(fasta);
        var any = false;
        var completed = records.ConvertAll(record => record with { Cds = [.. record.Cds.Select(cds => WithProtein(cds, record))] });
        var missing = any
            ? new MissingProtein($"no protein in {name}")
            : new MissingProtein($"names {name}", $"{name} has no protein {Named(records)}; it has {Listed(proteins.Examples)}");
        return completed.ConvertAll(record =>
            record with
            {
                Missing = record.Sequence.IsEmpty ? And(record.Missing, missing) : record.Missing,
                Companions = any ? [.. record.Companions, fasta] : record.Companions,
            }
        );

        AnnotatedCds WithProtein(AnnotatedCds cds, AnnotatedRecord record)
        {
            if (
                cds.Translation is not null
                || Names(cds, record).Select(proteins.Find).FirstOrDefault(found => found is not null) is not { } found
            )
                return cds;
            any = true;
            RequireLength(cds, found, fasta, files);
            return cds with { Translation = found };
        }
    }

    /// <summary>Requires that a protein is as long as its gene, where nothing that the annotation says explains another length.</summary>
    private static void RequireLength(AnnotatedCds cds, string protein, string fasta, GenomeFiles files)
    {
        if (!ProteinLength.Fits(cds, protein))
            throw new GlmException(
                $"{fasta}: the protein of {LineText.Quoted(cds.LocusTag ?? cds.Id ?? cds.ProteinId)} has {protein.Length} residues, and "
                    + $"its CDS ({files.Path}:{cds.Line}) asks for {ProteinLength.Of(cds.Location).Least}: it was cut, or is that of "
                    + $"another annotation. Fetch both files again."
            );
    }

    private static List<AnnotatedRecord> WithBases(
        List<AnnotatedRecord> records,
        string fasta,
        GenomeFiles files,
        CancellationToken cancellation
    )
    {
        var contigs = new NamedSequences<Contig>();
        foreach (var contig in FastaRecord.Enumerate(fasta, FastaLetters.Bases, cancellation))
            contigs.Add(contig.Id, new Contig(contig.Id, contig.Letters));
        var name = Path.GetFileName(fasta);
        return records.ConvertAll(record =>
        {
            if (!LacksBases(record))
                return record;
            if (contigs.Find(record.Id) is not { } contig)
                return record with { Missing = And(record.Missing, NoSequence(name, record.Id, contigs)) };
            if (record is { AnnouncedLength: null, Length: { } stated } && stated != contig.Bases.Length)
                throw new GlmException(
                    $"{fasta}: sequence {LineText.Quoted(contig.Id)} has {contig.Bases.Length} bases, and {files.Path} says {stated}: "
                        + $"it is cut, or the sequence of another assembly. Fetch both files again."
                );
            return record with
            {
                Sequence = contig.Bases,
                Length = contig.Bases.Length,
                Missing = null,
                Companions = [.. record.Companions, fasta],
                Notes = contig.Id == record.Id ? record.Notes : [.. record.Notes, NamedAlike(record.Id, contig.Id)],
            };
        });
    }

    private static MissingProtein NoSequence<T>(string file, string id, NamedSequences<T> there)
        where T : class => new($"names {file}", $"{file} has no sequence {LineText.Quoted(id)}; it has {Listed(there.Near(id))}");

    private static MissingProtein And(MissingProtein? first, MissingProtein second) =>
        first is null ? second : new MissingProtein($"{first.Kind} {second.Kind}", $"{first.Reason}, and {second.Reason}");

    private static string NamedAlike(string id, string other) =>
        $"Sequence {LineText.Quoted(id)} is called {LineText.Quoted(other)} in the FASTA; both were taken for one.";

    private static string Named(List<AnnotatedRecord> records) =>
        records.SelectMany(record => record.Cds.SelectMany(cds => Names(cds, record).Take(1))).FirstOrDefault() is { } name
            ? LineText.Quoted(name)
            : "of these genes";

    private static string Listed(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => LineText.Quoted(name))) is { Length: > 0 } list ? list : "none";

    /// <summary>What a protein of the coding sequence may be called.</summary>
    private static IEnumerable<string> Names(AnnotatedCds cds, AnnotatedRecord record) =>
        new[]
        {
            cds.ProteinId,
            cds.Id,
            cds.LocusTag,
            cds.Id is { } id && id.LastIndexOf('_') is var at and >= 0 ? record.Id + id[at..] : null,
            cds.Id?.StartsWith("cds-", StringComparison.Ordinal) == true ? cds.Id[4..] : null,
        }.OfType<string>();

    private sealed record Contig(string Id, byte[] Bases);
}
