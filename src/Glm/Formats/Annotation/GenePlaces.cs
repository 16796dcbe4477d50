using Glm.Genomes;

namespace Glm.Formats.Annotation;

/// <summary>
/// Recognises a genome that comes a second time: under another name, or in another format. It is the same if nine tenths of its genes lie
/// at the same places of sequences of the same names. Not thread-safe.
/// </summary>
internal sealed class GenePlaces
{
    private const double Alike = 0.9;

    private readonly Dictionary<string, List<int>> _genomesOfSequence = new(StringComparer.Ordinal);
    private readonly List<(string File, HashSet<long> Places)> _genomes = [];

    /// <summary>The file of the genome that records repeat; null if they are new, and then they are remembered.</summary>
    public string? FindOrAdd(string file, IReadOnlyList<AnnotatedRecord> records) =>
        FindOrAdd(
            file,
            [.. records.Where(record => record.Cds.Count > 0).Select(record => SequenceName.Bare(record.Id))],
            records.SelectMany(Of)
        );

    /// <inheritdoc cref="FindOrAdd(string, IReadOnlyList{AnnotatedRecord})"/>
    public string? FindOrAdd(string file, IReadOnlyList<Genome> genomes)
    {
        var scaffolds = genomes.SelectMany(genome => genome.Scaffolds).ToList();
        return FindOrAdd(file, scaffolds.ConvertAll(scaffold => SequenceName.Bare(scaffold.Id)), scaffolds.SelectMany(Of));
    }

    private string? FindOrAdd(string file, List<string> sequences, IEnumerable<long> stops)
    {
        var places = stops.ToHashSet();
        if (places.Count == 0)
            return null;
        var names = sequences.Distinct(StringComparer.Ordinal).ToList();
        foreach (var other in names.SelectMany(name => _genomesOfSequence.GetValueOrDefault(name) ?? []).Distinct())
        {
            var known = _genomes[other].Places;
            if (places.Count(known.Contains) >= Alike * Math.Max(places.Count, known.Count))
                return _genomes[other].File;
        }
        foreach (var name in names)
        {
            if (!_genomesOfSequence.TryGetValue(name, out var genomes))
                _genomesOfSequence.Add(name, genomes = []);
            genomes.Add(_genomes.Count);
        }
        _genomes.Add((file, places));
        return null;
    }

    /// <summary>Whether two records have their genes at the same places.</summary>
    public static bool AreEqual(AnnotatedRecord first, AnnotatedRecord second) =>
        first.Cds.Count == second.Cds.Count && first.Length == second.Length && Of(first).SequenceEqual(Of(second));

    private static IEnumerable<long> Of(AnnotatedRecord record)
    {
        var sequence = SequenceName.Bare(record.Id);
        return record.Cds.Select(cds => Hash(sequence, cds.Location.Strand != Strand.Reverse ? cds.Location.End : -cds.Location.Start));
    }

    private static IEnumerable<long> Of(Scaffold scaffold)
    {
        var sequence = SequenceName.Bare(scaffold.Id);
        return scaffold
            .Genes.Where(gene => gene.End is not null)
            .Select(gene => Hash(sequence, gene.Strand == Strand.Forward ? gene.End!.Value : -gene.Start!.Value));
    }

    // The reading end alone: annotations differ in where a gene starts, hardly ever in where it stops.
    private static long Hash(string sequence, int stop) =>
        ((long)string.GetHashCode(sequence, StringComparison.Ordinal) << 32) | (uint)stop;
}
