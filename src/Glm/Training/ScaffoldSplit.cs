using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// Windows to learn from and windows to be tested on. Whole scaffolds change sides, so that no window's neighbour, which may hold
/// the other half of its operon, is seen in training.
/// </summary>
/// <param name="Training">Indices of windows.</param>
/// <param name="Evaluation">Indices of windows.</param>
internal sealed record ScaffoldSplit(int[] Training, int[] Evaluation)
{
    /// <summary>Splits by a seeded draw of scaffolds.</summary>
    /// <param name="windows">In dataset order.</param>
    /// <param name="fraction">Share of the windows to hold out, 0 to below 1; at least one scaffold is held out if it is above 0.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="GlmException">There are no windows, or too few scaffolds to have one on either side.</exception>
    public static ScaffoldSplit Create(IReadOnlyList<GeneWindow> windows, double fraction, long seed)
    {
        if (windows.Count == 0)
            throw new GlmException("There is no window to train on. Load scaffolds with enough genes, or a smaller --min-genes.");
        if (fraction == 0) return new ScaffoldSplit([.. Enumerable.Range(0, windows.Count)], []);

        var scaffolds = Enumerable.Range(0, windows.Count).GroupBy(i => windows[i].Scaffold.Id, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        if (scaffolds.Length < 2)
            throw new GlmException($"All windows lie on scaffold '{windows[0].Scaffold.Id}'; evaluation holds out whole scaffolds and needs at least 2. Use --eval 0, or load more scaffolds.");
        new SeededRandom(seed, stream: -1).Shuffle(scaffolds.AsSpan());
        var wanted = Math.Max(1, (int)Math.Round(fraction * windows.Count));
        var evaluation = new List<int>();
        var taken = 0;
        while (evaluation.Count < wanted && taken < scaffolds.Length - 1) evaluation.AddRange(scaffolds[taken++]);
        evaluation.Sort();
        return new ScaffoldSplit([.. scaffolds.Skip(taken).SelectMany(indices => indices).Order()], [.. evaluation]);
    }
}
