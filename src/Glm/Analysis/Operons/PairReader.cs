using Glm.Analysis.Attention;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Operons;

/// <summary>
/// Reads whole scaffolds with a gLM, window by window so that every pair of neighbours lies in some window, and keeps what concerns pairs
/// of neighbours: memory grows with the number of genes and of heads, not with the maps of attention.
/// </summary>
public static class PairReader
{
    /// <summary>Windows read at once.</summary>
    private const int BatchSize = 16;

    /// <summary>Reads all scaffolds of a set; nothing is masked, dropout is off.</summary>
    /// <param name="model">Whose heads and hidden layer.</param>
    /// <param name="set">Scaffolds of any length; its own windows say only how long a window is.</param>
    /// <param name="proteins">A vector for every protein.</param>
    /// <param name="transform">Of the vectors' width, as the model learned with.</param>
    /// <param name="pairs">Of this set.</param>
    /// <param name="truth">What is known of operons; null to do without the correlations of heads.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">The widths differ, a protein has no vector, the windows are longer than the model reads, or there
    /// are more genes than arrays hold.</exception>
    public static PairReading Read(
        GlmModel model,
        ScaffoldSet set,
        ProteinVectors proteins,
        FeatureTransform transform,
        IReadOnlyList<GenePair> pairs,
        OperonTruth? truth = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var length = Math.Max(2, set.Windows.Count == 0 ? WindowCutter.DefaultMaxGenes : set.Windows.Max(window => window.Length));
        var cover = new ScaffoldSet(set.Source, set.Genomes, set.Proteins, WindowCutter.Cover(set.Scaffolds, length), []);
        var data = GeneDataset.Create(cover, proteins, transform, progress, cancellation);
        var (layers, heads) = (model.Config.Layers, model.Config.Heads);
        var (channels, hidden, width) = (layers * heads, model.Config.HiddenSize, transform.ProteinWidth);

        var firstOf = new Dictionary<Scaffold, int>(ReferenceEqualityComparer.Instance);
        var genes = 0;
        foreach (var scaffold in set.Scaffolds)
        {
            firstOf.Add(scaffold, genes);
            genes += scaffold.Genes.Count;
        }
        RequireRoom(set, genes, Math.Max(hidden, width));
        RequireRoom(set, pairs.Count, channels);
        var pairOf = new int[genes];
        Array.Fill(pairOf, -1);
        for (var i = 0; i < pairs.Count; i++)
            if (pairs[i].HasProteins && pairs[i].SecondNumber == pairs[i].FirstNumber + 1)
                pairOf[pairs[i].FirstNumber] = i;

        var attention = new float[pairs.Count * channels];
        var readings = new int[pairs.Count];
        var contextual = new float[genes * hidden];
        var contextFree = new float[genes * width];
        var seen = new int[genes];
        var tally = truth is null ? null : new HeadTally(channels);
        int[] all = [.. Enumerable.Range(0, data.WindowCount)];
        var done = 0;
        using var still = inference_mode();
        foreach (var windows in all.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = GeneBatch.Read(data, windows, model.Device);
            using var output = model.Forward(batch, GlmOutputs.Attentions);
            using var maps = cat([.. output.Attentions!], dim: 1); // [B, layers·A, L, L]
            // The one gene looks at the other just above the diagonal, the other at the one just below.
            using var both = maps.diagonal(1, 2, 3).add(maps.diagonal(-1, 2, 3)); // [B, layers·A, L-1]
            using var beside = both.transpose(1, 2).contiguous().cpu();
            var between = beside.data<float>().ToArray();
            using var vectors = output.LastHidden.contiguous().cpu();
            var last = vectors.data<float>().ToArray();
            using var features = batch.Features.contiguous().cpu();
            var own = features.data<float>().ToArray();
            var rows = (int)vectors.shape[1];
            for (var b = 0; b < windows.Length; b++)
            {
                var window = data.Window(windows[b]);
                var first = firstOf[window.Scaffold] + window.Start;
                for (var i = 0; i < window.Length; i++)
                {
                    Add(last.AsSpan(((b * rows) + i) * hidden, hidden), contextual.AsSpan((first + i) * hidden, hidden));
                    if (seen[first + i]++ == 0)
                        own.AsSpan(((b * rows) + i) * (width + 1), width).CopyTo(contextFree.AsSpan((first + i) * width));
                    if (i + 1 == window.Length || pairOf[first + i] is not (>= 0 and var pair))
                        continue;
                    Add(between.AsSpan(((b * (rows - 1)) + i) * channels, channels), attention.AsSpan(pair * channels, channels));
                    readings[pair]++;
                }
                // Windows side by side hold each pair once; the others would count it twice.
                if (tally is null || window.Start % length != 0)
                    continue;
                Gene[] inside = [.. window.Genes];
                tally.Add(maps[b], window, (i, j) => Number(truth!.Label(inside[i], inside[j])));
            }
            done += windows.Length;
            progress?.Report(new ProgressReport("read genomes", done, data.WindowCount, "windows"));
        }
        for (var gene = 0; gene < genes; gene++)
            Scale(contextual.AsSpan(gene * hidden, hidden), 1f / Math.Max(1, seen[gene]));
        for (var pair = 0; pair < pairs.Count; pair++)
            if (readings[pair] == 0)
                attention.AsSpan(pair * channels, channels).Fill(float.NaN);
            else
                Scale(attention.AsSpan(pair * channels, channels), 1f / readings[pair]);
        return new PairReading(
            layers,
            heads,
            attention,
            VectorLikeness.Of(pairs, contextual, hidden),
            VectorLikeness.Of(pairs, contextFree, width),
            data.WindowCount,
            tally is null ? [] : Correlations(heads, attention, pairs, truth!, tally)
        );
    }

    private static void RequireRoom(ScaffoldSet set, int genes, int numbers)
    {
        if ((long)genes * numbers > Array.MaxLength)
            throw new GlmException(
                $"{LineText.Shown(set.Source)}: {genes} genes are more than one reading holds, at most {Array.MaxLength / numbers} with "
                    + $"{numbers} numbers each. Read fewer genomes at once, or do without a model."
            );
    }

    private static double Number(bool? label) =>
        label is not { } known ? double.NaN
        : known ? 1
        : 0;

    private static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        for (var i = 0; i < values.Length; i++)
            sums[i] += values[i];
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref var value in values)
            value *= factor;
    }

    private static HeadProfile[] Correlations(
        int heads,
        float[] attention,
        IReadOnlyList<GenePair> pairs,
        OperonTruth truth,
        HeadTally windows
    )
    {
        var channels = windows.Channels;
        var neighbours = new HeadTally(channels);
        for (var i = 0; i < pairs.Count; i++)
            if (!float.IsNaN(attention[i * channels]) && truth.Label(pairs[i].First, pairs[i].Second) is { } label)
                neighbours.Add(attention.AsSpan(i * channels, channels), Number(label));
        return HeadTally.Profiles([neighbours, windows], heads);
    }
}
