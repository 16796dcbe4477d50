using System.Runtime.InteropServices;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Probes;

/// <summary>
/// The vectors of some genes, read over all windows that have them: a gene in several windows has the mean of what it is in each.
/// </summary>
/// <remarks>N genes, H hidden size, D width of a protein vector.</remarks>
internal sealed class GeneVectors
{
    /// <summary>Windows read at once.</summary>
    private const int BatchSize = 64;

    private readonly int[] _readings; // how often each gene was read

    private GeneVectors(int genes, int layers, int hidden, int proteinWidth)
    {
        (HiddenWidth, ProteinWidth, _readings) = (hidden, proteinWidth, new int[genes]);
        Contextual = [.. Enumerable.Range(0, layers).Select(_ => new float[checked(genes * hidden)])];
        ContextFree = new float[checked(genes * proteinWidth)];
    }

    /// <summary>H.</summary>
    public int HiddenWidth { get; }

    /// <summary>D.</summary>
    public int ProteinWidth { get; }

    /// <summary>[layers][N, H].</summary>
    public float[][] Contextual { get; }

    /// <summary>[N, D].</summary>
    public float[] ContextFree { get; }

    /// <summary>[layers][N, H], with the gene itself masked; null where it was not asked for.</summary>
    public float[][]? ContextOnly { get; private set; }

    /// <summary>Reads genes.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="data">Whose windows.</param>
    /// <param name="genes">Which gene stands where.</param>
    /// <param name="items">Numbers of the genes to read; each is in some window.</param>
    /// <param name="layers">Which hidden layers, from 0, the embedding block.</param>
    /// <param name="masked">Whether the same layers are read of each gene while it is masked.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">The widths differ, or a number is not finite.</exception>
    public static GeneVectors Read(
        GlmModel model,
        GeneDataset data,
        ProbeGroups genes,
        int[] items,
        int[] layers,
        bool masked,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var vectors = new GeneVectors(items.Length, layers.Length, model.Config.HiddenSize, data.FeatureWidth - 1);
        var itemOf = new int[genes.Genes.Count];
        Array.Fill(itemOf, -1);
        for (var i = 0; i < items.Length; i++)
            itemOf[items[i]] = i;
        (int Window, int Position, int Item)[] places =
        [
            .. Enumerable
                .Range(0, data.WindowCount)
                .SelectMany(window =>
                    Enumerable
                        .Range(0, data.LengthOf(window))
                        .Select(position => (window, position, Item: itemOf[genes.FirstGenes[window] + position]))
                )
                .Where(place => place.Item >= 0),
        ];
        foreach (var (_, _, item) in places)
            vectors._readings[item]++;
        var windows = places.Select(place => place.Window).Distinct().ToArray();
        using var still = inference_mode();
        vectors.ReadWindows(
            model,
            data,
            windows,
            places,
            layers,
            new ProgressCount(progress, "read genes", windows.Length, "windows", cancellation)
        );
        if (masked)
            vectors.ReadMasked(
                model,
                data,
                places,
                layers,
                new ProgressCount(progress, "read masked genes", places.Length, "genes", cancellation)
            );
        vectors.Check(genes, items, layers);
        return vectors;
    }

    private void ReadWindows(
        GlmModel model,
        GeneDataset data,
        int[] windows,
        (int Window, int Position, int Item)[] places,
        int[] layers,
        ProgressCount count
    )
    {
        var ofWindow = places.ToLookup(place => place.Window);
        var onlyLast = layers is [var single] && single == model.Config.Layers;
        foreach (var chunk in windows.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            using var batch = GeneBatch.Read(data, chunk, model.Device);
            using var output = model.Forward(batch, onlyLast ? GlmOutputs.None : GlmOutputs.HiddenStates);
            var rows = new List<long>(); // among B·L
            var items = new List<int>();
            for (var i = 0; i < chunk.Length; i++)
                foreach (var (_, position, item) in ofWindow[chunk[i]])
                {
                    rows.Add((i * batch.Length) + position);
                    items.Add(item);
                }
            var chosen = tensor(rows.ToArray()).to(model.Device);
            for (var i = 0; i < layers.Length; i++)
                Add(onlyLast ? output.LastHidden : output.HiddenStates![layers[i]], Contextual[i], HiddenWidth);
            Add(batch.Features, ContextFree, ProteinWidth);
            count.Add(chunk.Length);

            void Add(Tensor values, float[] target, int width) =>
                Accumulate(values.reshape(-1, values.shape[^1]).index_select(0, chosen).narrow(1, 0, width), items, target, width);
        }
    }

    /// <summary>A window is read once for each of its genes, in which this gene alone is masked.</summary>
    private void ReadMasked(
        GlmModel model,
        GeneDataset data,
        (int Window, int Position, int Item)[] places,
        int[] layers,
        ProgressCount count
    )
    {
        ContextOnly = Array.ConvertAll(Contextual, vectors => new float[vectors.Length]);
        var onlyLast = layers is [var single] && single == model.Config.Layers;
        foreach (var chunk in places.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            var rows = WindowRows.From(data, Array.ConvertAll(chunk, place => place.Window));
            var isMasked = new bool[rows.Windows * rows.Length];
            for (var i = 0; i < chunk.Length; i++)
                isMasked[(i * rows.Length) + chunk[i].Position] = true;
            using var batch = GeneBatch.Masked(rows, isMasked, device: model.Device);
            List<int> items = [.. chunk.Select(place => place.Item)];
            if (onlyLast)
                Accumulate(model.ForwardMasked(batch, training: false), items, ContextOnly[0], HiddenWidth); // [M, H], M = B
            else
            {
                using var output = model.Forward(batch, GlmOutputs.HiddenStates);
                for (var i = 0; i < layers.Length; i++)
                    Accumulate(
                        output.HiddenStates![layers[i]].reshape(-1, HiddenWidth).index_select(0, batch.MaskedRows!),
                        items,
                        ContextOnly[i],
                        HiddenWidth
                    );
            }
            count.Add(chunk.Length);
        }
    }

    /// <summary>Adds to each gene its share of one reading.</summary>
    private void Accumulate(Tensor rows, List<int> items, float[] target, int width)
    {
        using var numbers = rows.to(ScalarType.Float32).cpu().contiguous();
        var values = MemoryMarshal.Cast<byte, float>(numbers.bytes);
        for (var i = 0; i < items.Count; i++)
        for (var j = 0; j < width; j++)
            target[(items[i] * width) + j] += values[(i * width) + j] / _readings[items[i]];
    }

    private void Check(ProbeGroups genes, int[] items, int[] layers)
    {
        for (var i = 0; i < layers.Length; i++)
            Check(Contextual[i], HiddenWidth, $"vector in layer {layers[i]} of the model");
        Check(ContextFree, ProteinWidth, "protein vector");
        for (var i = 0; ContextOnly is not null && i < layers.Length; i++)
            Check(ContextOnly[i], HiddenWidth, $"vector in layer {layers[i]} of the model, with the gene masked,");

        void Check(float[] values, int width, string what)
        {
            var place = Array.FindIndex(values, value => !float.IsFinite(value));
            if (place >= 0)
                throw new GlmException(
                    $"The {what} of gene '{genes.Genes[items[place / width]].Id}' holds {values[place]}, which no probe can read. Embed "
                        + $"the proteins again, or use a model whose training did not diverge."
                );
        }
    }
}
