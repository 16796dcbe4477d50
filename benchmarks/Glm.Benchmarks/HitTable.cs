using System.Globalization;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Homology;

namespace Glm.Benchmarks;

/// <summary>
/// Hits that DIAMOND found before, so that a benchmark need not search for a quarter of an hour: qseqid sseqid bitscore score evalue
/// nident length qstart qend sstart send qlen slen. Proteins go by their id or by the name that a corpus gives their sequence.
/// </summary>
internal static class HitTable
{
    private const int Block = 1 << 16;

    public static IEnumerable<HomologyHit[]> Read(string path, IReadOnlyList<Protein> queries, IReadOnlyList<Protein> targets)
    {
        var (queryOf, targetOf) = (Numbers(queries), Numbers(targets));
        var hits = new List<HomologyHit>(Block);
        foreach (var line in File.ReadLines(path))
        {
            var cells = line.Split('\t');
            if (!queryOf.TryGetValue(cells[0], out var query) || !targetOf.TryGetValue(cells[1], out var target))
                continue;
            hits.Add(
                new HomologyHit(
                    query,
                    target,
                    float.Parse(cells[2], CultureInfo.InvariantCulture),
                    double.Parse(cells[4], CultureInfo.InvariantCulture),
                    Whole(cells[5]),
                    Whole(cells[6]),
                    Whole(cells[7]) - 1,
                    Whole(cells[8]),
                    Whole(cells[9]) - 1,
                    Whole(cells[10])
                )
            );
            if (hits.Count < Block)
                continue;
            yield return hits.ToArray();
            hits.Clear();
        }
        yield return hits.ToArray();
    }

    private static Dictionary<string, int> Numbers(IReadOnlyList<Protein> proteins)
    {
        var numbers = new Dictionary<string, int>(2 * proteins.Count, StringComparer.Ordinal);
        for (var i = 0; i < proteins.Count; i++)
        {
            numbers.TryAdd(proteins[i].Id, i);
            numbers.TryAdd(SequenceHash.Name(SequenceHash.Of(proteins[i].Sequence)), i);
        }
        return numbers;
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
