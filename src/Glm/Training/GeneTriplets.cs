using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// The genes of a batch that a triplet loss over functions is about: those with labels that are not hidden. A hidden gene takes no part.
/// What is left of it are its neighbours, who may well allow for several functions, and its vector has to go on allowing for all of them,
/// or the four predictions would be drawn to one; and vectors are used later of genes that are read, not of hidden ones.
/// </summary>
/// <param name="Rows">[N] positions among B·L, ascending.</param>
/// <param name="Anchors">[A] of the rows: genes with a positive and a negative.</param>
/// <param name="Positives">
/// [A] of the rows: another gene with a function of the anchor, drawn among those of other genomes, or where there is none among those of
/// other windows. Neighbours have similar vectors anyway, and genes of one genome similar neighbours.
/// </param>
/// <param name="Alike">[A, N]: which rows have a function of the anchor; all others are its negatives.</param>
internal sealed record GeneTriplets(int[] Rows, int[] Anchors, int[] Positives, bool[] Alike)
{
    /// <summary>
    /// As many genes of a batch as take part; of more, as a batch of thousands of windows has, so many are drawn: every anchor is compared
    /// with all of them, which takes 16 MiB.
    /// </summary>
    private const int MostGenes = 2048;

    /// <summary>Chooses genes and draws positives.</summary>
    /// <param name="functions">Of the set.</param>
    /// <param name="windows">[B] numbers.</param>
    /// <param name="genes">[B, L] of the set; -1 for padding.</param>
    /// <param name="masked">[B, L]: which are hidden.</param>
    /// <param name="random">Its numbers decide what is drawn.</param>
    public static GeneTriplets Of(GeneFunctions functions, int[] windows, int[] genes, bool[] masked, SeededRandom random)
    {
        var length = genes.Length / windows.Length;
        int[] rows =
        [
            .. Enumerable.Range(0, genes.Length).Where(i => genes[i] >= 0 && !masked[i] && functions.LabelsOf(genes[i]).Length > 0),
        ];
        if (rows.Length > MostGenes)
        {
            random.Shuffle(rows.AsSpan());
            rows = rows[..MostGenes];
            Array.Sort(rows);
        }
        var withLabel = new Dictionary<int, List<int>>(); // rows by label
        for (var i = 0; i < rows.Length; i++)
            foreach (var label in functions.LabelsOf(genes[rows[i]]))
                (withLabel.TryGetValue(label, out var some) ? some : withLabel[label] = []).Add(i);

        var (anchors, positives, alike) = (new List<int>(), new List<int>(), new List<bool>());
        for (var i = 0; i < rows.Length; i++)
        {
            var isAlike = new bool[rows.Length];
            foreach (var label in functions.LabelsOf(genes[rows[i]]))
            foreach (var other in withLabel[label])
                isAlike[other] = true;
            if (isAlike.Contains(false) && Draw(i, isAlike) is { } positive)
            {
                anchors.Add(i);
                positives.Add(positive);
                alike.AddRange(isAlike);
            }
        }
        return new GeneTriplets(rows, [.. anchors], [.. positives], [.. alike]);

        int? Draw(int anchor, bool[] isAlike)
        {
            var (window, gene) = (rows[anchor] / length, genes[rows[anchor]]);
            var (elsewhere, abroad) = (new List<int>(), new List<int>()); // in other windows, and of them in other genomes
            for (var i = 0; i < rows.Length; i++)
            {
                // Windows that are moved, or drawn twice, may share a gene.
                if (!isAlike[i] || rows[i] / length == window || genes[rows[i]] == gene)
                    continue;
                elsewhere.Add(i);
                if (functions.GenomeOf(windows[rows[i] / length]) != functions.GenomeOf(windows[window]))
                    abroad.Add(i);
            }
            var choice = abroad.Count > 0 ? abroad : elsewhere;
            return choice.Count > 0 ? choice[random.Next(choice.Count)] : null;
        }
    }
}
