using Glm.Analysis.Embeddings;
using Glm.Runtime;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// Known genomes in pieces like unknown scaffolds: windows in a row, as many as a scaffold has, each cut to as many genes. Immutable by
/// convention.
/// </summary>
internal sealed class HeldOutStretches
{
    private readonly List<(int Sample, int Genes)> _pieces = [];
    private readonly List<int> _stretchOf = [];
    private readonly List<int> _firsts = [];

    /// <summary>Cuts the scaffolds of a task one after the other, by the shapes in shuffled order, again and again.</summary>
    /// <param name="task">Known windows.</param>
    /// <param name="shapes">How many genes each window of each unknown scaffold has.</param>
    /// <param name="seed">Shuffles the shapes.</param>
    public HeldOutStretches(TaxonomyTask task, int[][] shapes, int seed)
    {
        var order = shapes.ToArray();
        new SeededRandom(seed).Shuffle(order.AsSpan());
        for (var at = 0; at < task.Rows.Length; )
        {
            var shape = order[_firsts.Count % order.Length];
            var scaffold = task.WindowOf(at).Scaffold;
            var first = at;
            for (; at < task.Rows.Length && at - first < shape.Length && ReferenceEquals(task.WindowOf(at).Scaffold, scaffold); at++)
            {
                _pieces.Add((at, Math.Min(shape[at - first], task.WindowOf(at).Length)));
                _stretchOf.Add(_firsts.Count);
            }
            _firsts.Add(first);
        }
    }

    /// <summary>Number of stretches.</summary>
    public int Count => _firsts.Count;

    /// <summary>Number of pieces of windows in all stretches.</summary>
    public int Pieces => _pieces.Count;

    /// <summary>[Count], the number of each stretch's first sample, which has its genome, taxon and fold.</summary>
    public IReadOnlyList<int> Firsts => _firsts;

    /// <summary>[Pieces], the number of each piece's stretch.</summary>
    public IReadOnlyList<int> StretchOf => _stretchOf;

    /// <summary>The sample of which a piece is a part.</summary>
    public int SampleOf(int piece) => _pieces[piece].Sample;

    /// <summary>
    /// [Pieces, width], the means over the first genes of the pieces' windows; the vectors of the whole windows where the model makes
    /// such, since no model is at hand to read a part of one.
    /// </summary>
    /// <param name="task">The task that was cut.</param>
    /// <param name="known">The vectors of its genes.</param>
    /// <param name="space">Which of them.</param>
    public float[] Vectors(TaxonomyTask task, ContextEmbeddings known, EmbeddingSpace space)
    {
        var (genes, width) =
            space == EmbeddingSpace.Context ? (known.Contextual, known.ContextualWidth) : (known.ContextFree, known.ContextFreeWidth);
        var starts = new int[known.Windows.Count];
        for (var window = 1; window < starts.Length; window++)
            starts[window] = starts[window - 1] + known.Windows[window - 1].Length;
        var means = new float[checked(_pieces.Count * width)];
        var sums = new double[width];
        for (var piece = 0; piece < _pieces.Count; piece++)
        {
            Array.Clear(sums);
            var (sample, count) = _pieces[piece];
            if (space == EmbeddingSpace.Context && known.Wholes is { } wholes)
            {
                wholes.Windows.AsSpan(task.Rows[sample] * width, width).CopyTo(means.AsSpan(piece * width));
                continue;
            }
            for (var gene = starts[task.Rows[sample]]; gene < starts[task.Rows[sample]] + count; gene++)
            for (var i = 0; i < width; i++)
                sums[i] += genes[(gene * width) + i];
            for (var i = 0; i < width; i++)
                means[(piece * width) + i] = (float)(sums[i] / count);
        }
        return means;
    }
}
