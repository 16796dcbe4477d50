using System.Runtime.InteropServices;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training.FineTuning;

/// <summary>Makes one vector per item of what stands in windows.</summary>
/// <remarks>B windows, L genes, D numbers per gene, n places, W numbers per item: 4D for pairs, else D.</remarks>
internal static class ItemVectors
{
    /// <summary>Windows read at once.</summary>
    private const int BatchSize = 64;

    /// <summary>W, for D numbers per gene.</summary>
    public static int WidthOf(FineTuningTask task, int perGene) => task == FineTuningTask.Pair ? checked(4 * perGene) : perGene;

    /// <summary>[B, L, D] -> [n, W]. Belongs to the caller's dispose scope.</summary>
    /// <param name="task">What items are.</param>
    /// <param name="rows">[B, L, D].</param>
    /// <param name="mask">[B, L], 1 for genes.</param>
    /// <param name="places">[n]: window of the batch, and gene.</param>
    public static Tensor Gather(FineTuningTask task, Tensor rows, Tensor mask, IReadOnlyList<(int Window, int Position)> places)
    {
        var length = rows.shape[1];
        if (task is FineTuningTask.Window or FineTuningTask.Genome)
        {
            var weights = mask.unsqueeze(2); // [B, L, 1]
            var means = rows.mul(weights).sum(1).div(weights.sum(1)); // [B, D]
            return means.index_select(0, Numbers(places.Select(place => (long)place.Window)));
        }
        var genes = rows.reshape(-1, rows.shape[2]); // [B·L, D]
        var u = genes.index_select(0, Numbers(places.Select(place => (place.Window * length) + place.Position)));
        if (task == FineTuningTask.Gene)
            return u;
        var v = genes.index_select(0, Numbers(places.Select(place => (place.Window * length) + place.Position + 1)));
        return cat([u, v, u.mul(v), u.Minus(v).abs()], 1);

        Tensor Numbers(IEnumerable<long> numbers) => tensor(numbers.ToArray()).to(rows.device);
    }

    /// <summary>The hidden states of a model, or its feature rows.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="data">Whose windows.</param>
    /// <param name="items">All items.</param>
    /// <param name="chosen">[N]: those to read; each is in some window.</param>
    /// <param name="perGene">Numbers of a gene that are read: all of the hidden state, or the first of the feature row.</param>
    /// <param name="isContextFree">Whether feature rows are read.</param>
    /// <param name="progress">Windows read; null for none.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <returns>[N, W]: of an item that is read several times the mean.</returns>
    public static float[] Read(
        GlmModel model,
        GeneDataset data,
        TaskItems items,
        int[] chosen,
        int perGene,
        bool isContextFree,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var width = WidthOf(items.Task, perGene);
        var result = new float[checked(chosen.Length * width)];
        var ofWindow = Enumerable
            .Range(0, chosen.Length)
            .SelectMany(row => items.Readings[chosen[row]].Select(reading => (Row: row, reading.Window, reading.Position)))
            .ToLookup(place => place.Window);
        int[] windows = [.. ofWindow.Select(window => window.Key).Order()];
        var count = new ProgressCount(progress, isContextFree ? "read proteins" : "read windows", windows.Length, "windows", cancellation);
        using var still = inference_mode();
        foreach (var chunk in windows.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            using var batch = GeneBatch.Read(data, chunk, model.Device);
            var places = chunk
                .SelectMany((window, i) => ofWindow[window].Select(place => (place.Row, Place: (i, place.Position))))
                .ToArray();
            using var output = isContextFree ? null : model.Forward(batch, GlmOutputs.None);
            var rows = (output?.LastHidden ?? batch.Features).narrow(2, 0, perGene);
            var values = Gather(items.Task, rows, batch.AttentionMask, Array.ConvertAll(places, place => place.Place)).cpu().contiguous();
            var numbers = MemoryMarshal.Cast<byte, float>(values.bytes);
            for (var i = 0; i < places.Length; i++)
            {
                var share = 1f / items.Readings[chosen[places[i].Row]].Length;
                for (var j = 0; j < width; j++)
                    result[(places[i].Row * width) + j] += share * numbers[(i * width) + j];
            }
            count.Add(chunk.Length);
        }
        var bad = Array.FindIndex(result, value => !float.IsFinite(value));
        return bad < 0
            ? result
            : throw new GlmException(
                $"The vector of {LineText.Quoted(items.Names[chosen[bad / width]])} holds {result[bad]}, which nothing can be learned "
                    + $"from. Embed the proteins again, or use a model whose training did not diverge."
            );
    }
}
