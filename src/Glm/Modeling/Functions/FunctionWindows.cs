using Glm.Proteins.Sentences;

namespace Glm.Modeling.Functions;

/// <summary>
/// Windows cut from sentences of proteins as PlasGO cuts plasmids: of at most so many genes, each beginning a stride after the one before;
/// where the last does not reach the end, one more that does. Immutable.
/// </summary>
/// <param name="Starts">The first place of each window among all places.</param>
/// <param name="Lengths">Its genes, 1 to the most that the model reads.</param>
internal sealed record FunctionWindows(int[] Starts, int[] Lengths)
{
    /// <summary>Number of windows.</summary>
    public int Count => Starts.Length;

    public static FunctionWindows Cut(ProteinSentences sentences, FunctionModelConfig config)
    {
        var (starts, lengths) = (new List<int>(), new List<int>());
        var (most, stride) = (config.MaxGenes, config.Stride);
        for (var s = 0; s < sentences.Count; s++)
        {
            var (first, length) = (sentences.Starts[s], sentences.Starts[s + 1] - sentences.Starts[s]);
            if (length <= most)
            {
                Add(first, length);
                continue;
            }
            var at = 0;
            for (; at + most <= length; at += stride)
                Add(first + at, most);
            if ((length - most) % stride != 0)
                Add(first + length - most, most);
        }
        return new FunctionWindows([.. starts], [.. lengths]);

        void Add(int start, int length)
        {
            starts.Add(start);
            lengths.Add(length);
        }
    }
}
