using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Embeddings;

/// <summary>Reads windows with a gLM and keeps a hidden layer per gene.</summary>
public static class Contextualizer
{
    /// <summary>Windows read at once.</summary>
    private const int BatchSize = 64;

    /// <summary>Contextual embeddings of every gene of every window; nothing is masked, dropout is off.</summary>
    /// <param name="model">Whose hidden layer.</param>
    /// <param name="data">Windows with features of the model's width, in memory or of a corpus.</param>
    /// <param name="layer">0 for the embedding block, 1 to the number of layers for a layer's output; negative numbers count from the last
    /// (-1).</param>
    /// <param name="progress">Receives every batch.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">The layer does not exist, or the widths differ.</exception>
    public static ContextEmbeddings Run(
        GlmModel model,
        IWindowData data,
        int layer = -1,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var layers = model.Config.Layers;
        var chosen = layer < 0 ? layers + 1 + layer : layer;
        if (chosen < 0 || chosen > layers)
            throw new GlmException(
                $"Layer {layer} does not exist: this model has 0 (the embedding block) to {layers}, or -1 (the last) to -{layers + 1}."
            );

        var (h, d) = (model.Config.HiddenSize, data.FeatureWidth - 1);
        var all = Enumerable.Range(0, data.WindowCount).ToArray();
        var genes = all.Sum(window => (long)data.LengthOf(window));
        if (genes * Math.Max(h, d) > Array.MaxLength)
            throw new GlmException(
                $"{genes} genes with vectors of {Math.Max(h, d)} numbers do not fit into one array of {Array.MaxLength}. "
                    + $"Contextualize fewer scaffolds at a time."
            );
        var contextual = new float[genes * h];
        var contextFree = new float[genes * d];
        var row = 0L;
        using var still = inference_mode();
        foreach (var windows in all.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = GeneBatch.Read(data, windows, model.Device);
            using var output = model.Forward(batch, chosen == layers ? GlmOutputs.None : GlmOutputs.HiddenStates);
            var hidden = (chosen == layers ? output.LastHidden : output.HiddenStates![chosen]).cpu();
            var features = batch.Features.cpu();
            for (var i = 0; i < windows.Length; i++)
            {
                var length = data.LengthOf(windows[i]);
                Copy(hidden[i], length, h, contextual, row);
                Copy(features[i], length, d, contextFree, row);
                row += length;
            }
            progress?.Report(new ProgressReport("contextualize", windows[^1] + 1, data.WindowCount, "windows"));
        }
        var contents = new Dictionary<int, ulong>();
        foreach (var scaffold in all.Select(data.ScaffoldOf).Distinct())
            contents.Add(scaffold, ScaffoldContent.Of(data, scaffold));
        return new ContextEmbeddings(
            data.Source,
            [.. all.Select(data.Window)],
            [.. all.Select(data.GenomeOf)],
            chosen,
            h,
            contextual,
            d,
            contextFree
        )
        {
            ScaffoldContents = [.. all.Select(window => contents[data.ScaffoldOf(window)])],
        };
    }

    /// <summary>The first columns of the first rows of [L, W] into a row-major array.</summary>
    private static void Copy(Tensor source, int rows, int columns, float[] target, long firstRow)
    {
        using var part = source.narrow(0, 0, rows).narrow(1, 0, columns).contiguous();
        part.data<float>().CopyTo(target.AsSpan(checked((int)(firstRow * columns)), rows * columns));
    }
}
