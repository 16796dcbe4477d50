using Glm.Features;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// Which windows an evaluation reads and which of their genes it hides: the same at every evaluation of a run, and the same for a model
/// and for the baselines beside it.
/// </summary>
internal sealed class EvaluationMasks
{
    /// <summary>
    /// Evaluation masks this many genes where the data allow it, which keeps the standard error of an accuracy below one percentage point.
    /// </summary>
    private const int WantedGenes = 2500;
    private const int MostRounds = 16;
    private const int MostWindows = 8192;

    private readonly int _batchSize;
    private readonly long _seed;
    private readonly int _rounds;

    /// <param name="data">Where the windows are.</param>
    /// <param name="heldOut">Windows to evaluate on; of very many an even sample is taken: more would not make the accuracies more
    /// certain.</param>
    /// <param name="batchSize">Windows per batch, at least 1.</param>
    /// <param name="maskProbability">That a gene is hidden, above 0 to 1.</param>
    /// <param name="seed">Of the run.</param>
    public EvaluationMasks(IWindowData data, int[] heldOut, int batchSize, double maskProbability, long seed)
    {
        (_batchSize, _seed) = (batchSize, seed);
        var stride = (heldOut.Length + MostWindows - 1) / MostWindows;
        Windows = stride <= 1 ? heldOut : [.. heldOut.Where((_, i) => i % stride == 0)];
        var genes = Windows.Sum(data.LengthOf) * maskProbability;
        _rounds = (int)Math.Clamp(Math.Ceiling(WantedGenes / genes), 1, MostRounds);
    }

    /// <summary>The windows that are evaluated.</summary>
    public int[] Windows { get; }

    /// <summary>How many windows an evaluation reads, all rounds together.</summary>
    public long Readings => (long)Windows.Length * _rounds;

    /// <summary>
    /// Batches of windows, every window once per round, each with the random numbers that <see cref="WindowRows.DrawMask"/> takes.
    /// </summary>
    public IEnumerable<(ArraySegment<int> Windows, SeededRandom Random)> Batches()
    {
        for (var round = 0; round < _rounds; round++)
        for (var start = 0; start < Windows.Length; start += _batchSize)
            yield return (
                new ArraySegment<int>(Windows, start, Math.Min(_batchSize, Windows.Length - start)),
                new SeededRandom(_seed + 3L, stream: ((long)round << 32) + start)
            );
    }
}
