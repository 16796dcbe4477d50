using Glm.Proteins.Sentences;
using static TorchSharp.torch;

namespace Glm.Modeling.Functions;

/// <summary>Windows as a model of functions reads them. Owns its tensors.</summary>
/// <param name="Proteins">[B, L, d], padding 0.</param>
/// <param name="IsGene">[B, L] boolean.</param>
/// <param name="Items">[B · L]: the item of each place, -1 for padding.</param>
internal sealed record FunctionBatch(Tensor Proteins, Tensor IsGene, int[] Items) : IDisposable
{
    /// <summary>Reads windows, padded to the longest of them.</summary>
    /// <param name="model">Whose input is standardised as it asks.</param>
    /// <param name="sentences">Where the windows lie.</param>
    /// <param name="windows">All windows.</param>
    /// <param name="chosen">Those of the batch; at least one.</param>
    public static FunctionBatch Read(FunctionModel model, ProteinSentences sentences, FunctionWindows windows, ReadOnlySpan<int> chosen)
    {
        var (width, length) = (sentences.Width, 0);
        foreach (var window in chosen)
            length = Math.Max(length, windows.Lengths[window]);
        var values = new float[checked(chosen.Length * length * width)];
        var (isGene, items) = (new bool[chosen.Length * length], new int[chosen.Length * length]);
        Array.Fill(items, -1);
        for (var b = 0; b < chosen.Length; b++)
        for (var l = 0; l < windows.Lengths[chosen[b]]; l++)
        {
            var (place, at) = (windows.Starts[chosen[b]] + l, (b * length) + l);
            var vector = values.AsSpan(at * width, width);
            sentences.CopyVector(sentences.Proteins[place], vector);
            if (model.Input is { } input)
                for (var j = 0; j < width; j++)
                    vector[j] = (float)((vector[j] - input.Mean[j]) / input.StandardDeviation[j]);
            (isGene[at], items[at]) = (true, sentences.Items[place]);
        }
        return new FunctionBatch(tensor(values, [chosen.Length, length, width]), tensor(isGene, [chosen.Length, length]), items);
    }

    public void Dispose()
    {
        Proteins.Dispose();
        IsGene.Dispose();
    }
}
