using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace Glm.Analysis.Influence;

/// <summary>Sends changed copies of windows through the model, many at once, and compares what is predicted of their genes.</summary>
/// <remarks>B copies, L genes, M genes that are read, H hidden size, P predictions, K label width, N genes of one window.</remarks>
/// <param name="model">Borrowed.</param>
/// <param name="data">Windows with labels.</param>
/// <param name="options">How it is asked.</param>
/// <param name="reach">Pairs that are farther apart need not be read.</param>
internal sealed class InfluencePasses(GlmModel model, IWindowData data, InfluenceOptions options, int reach)
{
    /// <summary>Genes read at once, all copies together: the copies of a window of 30, and room for short windows to share a
    /// batch.</summary>
    private const int MostGenes = 2048;

    /// <summary>The temperature of <see cref="InfluenceMeasure.Likelihood"/>, that of the contrast with which models learn.</summary>
    private const double Temperature = 0.1;

    private bool IsMoved => options.Measure == InfluenceMeasure.Movement;

    private bool IsShown => options.Readout == InfluenceReadout.Shown;

    /// <summary>A copy of a window.</summary>
    /// <param name="Window">Its place in the group.</param>
    /// <param name="Hidden">Positions of the genes that are masked, ascending.</param>
    /// <param name="Read">Positions of the genes whose predictions are read: those that are hidden, or all.</param>
    private sealed record Copy(int Window, int[] Hidden, int[] Read);

    /// <summary>What is predicted of the genes that a copy reads.</summary>
    /// <param name="Own">[read], the logarithm of the density of the own label.</param>
    /// <param name="Expected">[read, K], the expected prediction; empty where it is not asked for.</param>
    private sealed record Predicted(double[] Own, double[] Expected);

    /// <summary>Windows of at least two genes in their order, together while they fit into one batch.</summary>
    public IEnumerable<int[]> Groups()
    {
        var (group, copies, longest) = (new List<int>(), 0L, 0);
        for (var window = 0; window < data.WindowCount; window++)
        {
            var length = data.LengthOf(window);
            if (length < 2)
                continue;
            if (group.Count > 0 && (copies + CopiesOf(length)) * Math.Max(longest, length) > MostGenes)
            {
                yield return [.. group];
                group.Clear();
                (copies, longest) = (0, 0);
            }
            group.Add(window);
            (copies, longest) = (copies + CopiesOf(length), Math.Max(longest, length));
        }
        if (group.Count > 0)
            yield return [.. group];
    }

    /// <summary>How often a window of some genes goes through the model.</summary>
    /// <param name="length">At least 2.</param>
    public long CopiesOf(int length)
    {
        if (IsShown)
            return length + 1L;
        if (options.Readout == InfluenceReadout.Alone)
            return length + 2L;
        var far = FarthestOf(length);
        return length + (((long)far * length) - (far * (far + 1L) / 2)) + 1;
    }

    /// <summary>Reads a group of windows.</summary>
    /// <param name="windows">One of <see cref="Groups"/>.</param>
    /// <param name="cancellation">Polled between batches.</param>
    public IReadOnlyList<WindowInfluence> Read(int[] windows, CancellationToken cancellation)
    {
        var rows = WindowRows.From(data, windows);
        var lengths = Array.ConvertAll(windows, data.LengthOf);
        var copies = new List<Copy>();
        var firsts = new int[windows.Length + 1];
        for (var w = 0; w < windows.Length; w++)
        {
            copies.AddRange(CopiesOf(w, lengths[w]));
            firsts[w + 1] = copies.Count;
        }
        var attention = new float[windows.Length][];
        var predicted = Predict(rows, copies, attention, windows, cancellation);
        if (!IsShown)
            ReadAttention(rows, attention, cancellation);
        return
        [
            .. lengths.Select(
                (n, w) =>
                    new WindowInfluence(
                        n,
                        Corrected(
                            copies.GetRange(firsts[w], firsts[w + 1] - firsts[w]),
                            predicted.AsSpan(firsts[w], firsts[w + 1] - firsts[w]),
                            n
                        ),
                        Square(attention[w], rows.Length, n),
                        Likeness(rows, w, n)
                    )
            ),
        ];
    }

    private int FarthestOf(int length) => options.NeedsWholeWindows ? length - 1 : Math.Min(reach, length - 1);

    private IEnumerable<Copy> CopiesOf(int window, int length)
    {
        int[] all = [.. Enumerable.Range(0, length)];
        switch (options.Readout)
        {
            case InfluenceReadout.Shown:
                yield return new Copy(window, [], all);
                foreach (var source in all)
                    yield return new Copy(window, [source], all);
                break;
            case InfluenceReadout.Alone:
                yield return new Copy(window, all, all);
                foreach (var source in all)
                {
                    int[] others = [.. all.Where(gene => gene != source)];
                    yield return new Copy(window, others, others);
                }
                break;
            default:
                foreach (var target in all)
                    yield return new Copy(window, [target], [target]);
                for (var first = 0; first < length; first++)
                for (var second = first + 1; second <= Math.Min(first + FarthestOf(length), length - 1); second++)
                    yield return new Copy(window, [first, second], [first, second]);
                break;
        }
    }

    /// <summary>What is predicted in each copy; and where all genes are shown, the attention.</summary>
    private Predicted[] Predict(WindowRows rows, List<Copy> copies, float[][] attention, int[] windows, CancellationToken cancellation)
    {
        var (l, d, k) = (rows.Length, rows.FeatureWidth, rows.LabelWidth);
        var predicted = new List<Predicted>(copies.Count);
        using var still = inference_mode();
        foreach (var batchCopies in copies.Chunk(Math.Max(1, MostGenes / l)))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var b = batchCopies.Length;
            var (features, visible, masked) = (new float[b * l * d], new float[b * l], new bool[b * l]);
            var (read, labels) = (new List<long>(), new List<long>());
            for (var i = 0; i < b; i++)
            {
                var (window, hidden, wanted) = batchCopies[i];
                rows.Features.AsSpan(window * l * d, l * d).CopyTo(features.AsSpan(i * l * d));
                rows.AttentionMask.AsSpan(window * l, l).CopyTo(visible.AsSpan(i * l));
                foreach (var gene in hidden)
                    masked[(i * l) + gene] = true;
                foreach (var gene in wanted)
                {
                    read.Add((i * l) + gene);
                    labels.Add(gene + ((long)window * l));
                }
            }
            using var batch = GeneBatch.Masked(new WindowRows(b, l, features, visible), masked, device: model.Device);
            Tensor last; // [M, H]
            if (IsShown)
            {
                using var output = model.Forward(batch, GlmOutputs.Attentions);
                last = output.LastHidden.reshape(b * l, model.Config.HiddenSize).index_select(0, tensor(read.ToArray()).to(model.Device));
                Keep(output, [.. Enumerable.Range(0, b).Where(i => batchCopies[i].Hidden.Length == 0)], i => batchCopies[i].Window);
            }
            else
                last = model.ForwardMasked(batch, training: false);
            using var all = tensor(
                Array.ConvertAll(rows.Labels!, label => Math.Clamp(label, -GlmLoss.LabelClip, GlmLoss.LabelClip)),
                rows.Windows * l,
                k
            );
            using var own = all.index_select(0, tensor(labels.ToArray())).to(model.Device); // [M, K]
            var (made, raw) = model.Predict(last); // [M, P, K], [M, P]
            var (densities, expected) = Judge(made.to(ScalarType.Float64), raw.to(ScalarType.Float64), own.to(ScalarType.Float64));
            var next = 0;
            foreach (var copy in batchCopies)
            {
                var count = copy.Read.Length;
                if (
                    !double.IsFinite(TensorPrimitives.Sum<double>(densities.AsSpan(next, count)))
                    || (IsMoved && !double.IsFinite(TensorPrimitives.Sum<double>(expected.AsSpan(next * k, count * k))))
                )
                    throw NotFinite(windows[copy.Window]);
                predicted.Add(
                    new Predicted(densities.AsSpan(next, count).ToArray(), IsMoved ? expected.AsSpan(next * k, count * k).ToArray() : [])
                );
                next += count;
            }
        }
        return [.. predicted];

        void Keep(GlmOutput output, int[] plain, Func<int, int> windowOf)
        {
            if (plain.Length == 0)
                return;
            var maps = MeanAttention(output, plain);
            for (var i = 0; i < plain.Length; i++)
                attention[windowOf(plain[i])] = maps.AsSpan(i * l * l, l * l).ToArray();
        }
    }

    /// <summary>The attention over windows that are read as they are.</summary>
    private void ReadAttention(WindowRows rows, float[][] attention, CancellationToken cancellation)
    {
        var size = rows.Length * rows.Length;
        using var still = inference_mode();
        for (var (first, most) = (0, Math.Max(1, MostGenes / rows.Length)); first < rows.Windows; first += most)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(most, rows.Windows - first);
            using var scope = NewDisposeScope();
            using var batch = GeneBatch.Read(rows.Slice(first, count), model.Device);
            using var output = model.Forward(batch, GlmOutputs.Attentions);
            var maps = MeanAttention(output, [.. Enumerable.Range(0, count)]);
            for (var i = 0; i < count; i++)
                attention[first + i] = maps.AsSpan(i * size, size).ToArray();
        }
    }

    /// <summary>[copies, L, L]: A + Aᵀ, the mean over heads and layers.</summary>
    private static float[] MeanAttention(GlmOutput output, int[] copies)
    {
        using var which = tensor(Array.ConvertAll(copies, copy => (long)copy)).to(output.LastHidden.device);
        var maps = cat([.. output.Attentions!.Select(map => map.index_select(0, which))], dim: 1).mean([1L]); // [copies, L, L]
        using var both = maps.Plus(maps.transpose(1, 2)).to(ScalarType.Float32).cpu().contiguous();
        return both.data<float>().ToArray();
    }

    /// <summary>The density that predictions give to labels, and what is expected.</summary>
    /// <param name="made">[M, P, K] in double precision.</param>
    /// <param name="raw">[M, P].</param>
    /// <param name="own">[M, K].</param>
    private (double[] Densities, double[] Expected) Judge(Tensor made, Tensor raw, Tensor own)
    {
        Tensor near; // [M, P]
        if (options.Distance == LabelDistance.Cosine)
            near = F.normalize(made, dim: 2).mul(F.normalize(own, dim: 1).unsqueeze(1)).sum(2).Plus(-1.0).Over(Temperature);
        else
            near = made.Minus(own.unsqueeze(1)).Squared().sum(2).Over(-2);
        using var densities = F.log_softmax(raw, 1).Plus(near).logsumexp(1).cpu().contiguous();
        if (!IsMoved)
            return (Numbers(densities), []);
        using var expected = F.softmax(raw, 1).unsqueeze(2).mul(made).sum(1).cpu().contiguous(); // [M, K]
        return (Numbers(densities), Numbers(expected));

        static double[] Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, double>(tensor.bytes).ToArray();
    }

    /// <summary>[N, N], what the copies of a window say of its pairs, corrected as it is asked for.</summary>
    private double[] Corrected(List<Copy> copies, ReadOnlySpan<Predicted> predicted, int n)
    {
        var width = IsMoved ? data.LabelWidth : 1;
        var whole = IsMoved && options.Centered ? new double[checked(n * n * width)] : []; // [N, N, K]
        var values = new double[n * n];
        Array.Fill(values, double.NaN);
        for (var i = 0; i < n; i++)
            values[(i * n) + i] = 0;
        for (var c = 0; c < copies.Count; c++)
        {
            var (copy, now) = (copies[c], predicted[c]);
            for (var at = 0; at < copy.Read.Length; at++)
            {
                var target = copy.Read[at];
                var source = SourceOf(copy, target, c);
                if (source < 0 || source == target)
                    continue;
                // Compared with the copy of the window, or of the gene, in which the source is as it is otherwise.
                var (before, place) = options.Readout == InfluenceReadout.Hidden ? (predicted[target], 0) : (predicted[0], target);
                if (!IsMoved)
                {
                    var gain = before.Own[place] - now.Own[at];
                    values[(target * n) + source] = options.Readout == InfluenceReadout.Alone ? -gain : gain;
                    continue;
                }
                var from = before.Expected.AsSpan(place * width, width);
                var to = now.Expected.AsSpan(at * width, width);
                if (options.Centered)
                    TensorPrimitives.Subtract(to, from, whole.AsSpan(((target * n) + source) * width, width));
                else
                    values[(target * n) + source] = TensorPrimitives.Distance<double>(from, to);
            }
        }
        if (IsMoved && options.Centered)
        {
            InfluenceCorrection.Center(whole, n, width);
            values = InfluenceCorrection.Norms(whole, n, width);
        }
        else if (options.Centered)
            InfluenceCorrection.Center(values, n);
        if (options.Symmetric)
            InfluenceCorrection.Symmetrize(values, n);
        if (options.AverageProduct)
            InfluenceCorrection.AverageProduct(values, n);
        return values;
    }

    /// <summary>The gene whose influence on the target a copy shows; -1 for none.</summary>
    /// <param name="copy">Of a window.</param>
    /// <param name="target">A gene that it reads.</param>
    /// <param name="number">Of the copy among those of its window: the first one is what the others are compared with.</param>
    private int SourceOf(Copy copy, int target, int number) =>
        options.Readout switch
        {
            InfluenceReadout.Hidden => copy.Hidden.Length < 2 ? -1
            : copy.Hidden[0] == target ? copy.Hidden[1]
            : copy.Hidden[0],
            _ => number - 1,
        };

    /// <summary>The first rows and columns of a square.</summary>
    private static float[] Square(float[] values, int side, int n)
    {
        if (side == n)
            return values;
        var part = new float[n * n];
        for (var i = 0; i < n; i++)
            values.AsSpan(i * side, n).CopyTo(part.AsSpan(i * n));
        return part;
    }

    /// <summary>[N, N], cosines of the proteins' vectors, without the orientation.</summary>
    private static float[] Likeness(WindowRows rows, int window, int n)
    {
        var (l, d) = (rows.Length, rows.FeatureWidth);
        ReadOnlySpan<float> Vector(int gene) => rows.Features.AsSpan(((window * l) + gene) * d, d - 1);
        var norms = new float[n];
        for (var i = 0; i < n; i++)
            norms[i] = Math.Max(1e-12f, TensorPrimitives.Norm(Vector(i)));
        var cosines = new float[n * n];
        for (var i = 0; i < n; i++)
        for (var j = i; j < n; j++)
            cosines[(i * n) + j] = cosines[(j * n) + i] = TensorPrimitives.Dot(Vector(i), Vector(j)) / (norms[i] * norms[j]);
        return cosines;
    }

    private GlmException NotFinite(int window) =>
        new(
            $"{LineText.Shown(data.Source)}: what the model predicts of genes of scaffold "
                + $"{LineText.Quoted(data.ScaffoldId(data.ScaffoldOf(window)))} is not a finite number: its weights or the protein "
                + $"vectors hold NaN or infinity. Load the model again, or embed the proteins again."
        );
}
