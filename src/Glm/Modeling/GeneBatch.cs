using Glm.Features;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// Windows as tensors on a device, padded to one length: read as they are (<see cref="Read(WindowRows, Device?)"/>) or with some genes
/// hidden (<see cref="Masked"/>). Owns its tensors.
/// </summary>
/// <remarks>B windows, L genes, D feature width, K label width, M masked genes.</remarks>
public sealed class GeneBatch : IDisposable
{
    /// <summary>The value of every channel of a masked gene's feature row, its orientation included.</summary>
    public const float MaskValue = -1f;

    private readonly long[] _maskedRows;

    private GeneBatch(
        Tensor features,
        Tensor attentionMask,
        bool hasPadding,
        Tensor? labels,
        long[] maskedRows,
        Tensor? maskedRowsOnDevice,
        int firstWindow
    )
    {
        (Features, AttentionMask, HasPadding, Labels, MaskedRows) = (features, attentionMask, hasPadding, labels, maskedRowsOnDevice);
        (_maskedRows, FirstWindow) = (maskedRows, firstWindow);
    }

    /// <summary>[B, L, D] float32: z-scored protein vector and orientation; masked rows are all -1, padding rows 0.</summary>
    public Tensor Features { get; }

    /// <summary>[B, L] float32: 1 for genes, 0 for padding.</summary>
    public Tensor AttentionMask { get; }

    /// <summary>Whether <see cref="AttentionMask"/> holds a zero.</summary>
    public bool HasPadding { get; }

    /// <summary>[B, L, K] float32, clipped; null for a batch that is only read.</summary>
    public Tensor? Labels { get; }

    /// <summary>[M] int64: positions of the masked genes among B·L, ascending; null for a batch that is only read.</summary>
    public Tensor? MaskedRows { get; }

    /// <summary>Number of the first window in the batch of which this is a piece.</summary>
    internal int FirstWindow { get; }

    /// <summary>B.</summary>
    public long Windows => Features.shape[0];

    /// <summary>L.</summary>
    public long Length => Features.shape[1];

    /// <summary>Windows to be read as they are, for inference: nothing is masked, and labels are not kept.</summary>
    /// <param name="rows">The windows.</param>
    /// <param name="device">Null for the CPU.</param>
    public static GeneBatch Read(WindowRows rows, Device? device = null)
    {
        using var scope = NewDisposeScope();
        return Create(rows, FeaturesOf(rows, device ?? CPU), null, [], null, device ?? CPU, firstWindow: 0);
    }

    /// <summary>Windows of a dataset to be read as they are, padded to the longest of them.</summary>
    /// <param name="data">Where the windows are.</param>
    /// <param name="windows">Their indices, at least one.</param>
    /// <param name="device">Null for the CPU.</param>
    public static GeneBatch Read(IWindowData data, ReadOnlySpan<int> windows, Device? device = null) =>
        Read(WindowRows.From(data, windows), device);

    /// <summary>Windows with some genes hidden from the model, for training and evaluation.</summary>
    /// <param name="rows">The windows, with labels where predictions are to be compared with them.</param>
    /// <param name="masked">[B, L]: which genes are hidden; padding among them is ignored.</param>
    /// <param name="labelLimit">Labels beyond ± this number are clipped to it.</param>
    /// <param name="device">Null for the CPU.</param>
    /// <param name="firstWindow">Number of the first window in the batch of which these are a piece.</param>
    public static GeneBatch Masked(
        WindowRows rows,
        bool[] masked,
        float labelLimit = GlmLoss.LabelClip,
        Device? device = null,
        int firstWindow = 0
    )
    {
        if (masked.Length != rows.AttentionMask.Length)
            throw new ArgumentException($"{masked.Length} masks do not describe {rows.Windows} windows of {rows.Length} genes.");
        using var scope = NewDisposeScope();
        var features = FeaturesOf(rows, device ?? CPU); // [B, L, D]
        var positions = new List<long>();
        for (var i = 0; i < masked.Length; i++)
            if (masked[i] && rows.AttentionMask[i] > 0)
                positions.Add(i);
        var numbers = positions.ToArray();
        var maskedRows = tensor(numbers); // [M]
        if (positions.Count > 0)
            TensorArithmetic.With(MaskValue, value => features.view(masked.Length, -1).index_fill_(0, maskedRows, value));
        var labels = rows.Labels is null
            ? null
            : tensor(
                Array.ConvertAll(rows.Labels, label => Math.Clamp(label, -labelLimit, labelLimit)),
                rows.Windows,
                rows.Length,
                rows.LabelWidth
            );
        return Create(rows, features, labels, numbers, maskedRows, device ?? CPU, firstWindow);
    }

    public void Dispose()
    {
        Features.Dispose();
        AttentionMask.Dispose();
        Labels?.Dispose();
        MaskedRows?.Dispose();
    }

    /// <summary>
    /// In memory of libtorch's own. A tensor that was just made lies in the managed array, wherever that begins, and the matrix library
    /// rounds by how its data are aligned: the same rows would give other last digits from one call to the next. For a GPU, in memory that
    /// stays where it is, at once: features are most of a batch.
    /// </summary>
    private static Tensor FeaturesOf(WindowRows rows, Device device)
    {
        var borrowed = tensor(rows.Features, rows.Windows, rows.Length, rows.FeatureWidth);
        return device.type == TorchSharp.DeviceType.CUDA ? borrowed.pin_memory() : borrowed.clone();
    }

    /// <summary>
    /// The tensor on a device. A GPU fetches it from memory that stays where it is, while the program goes on; libtorch keeps that memory
    /// until it is fetched.
    /// </summary>
    private static Tensor On(Device device, Tensor local) =>
        device.type == TorchSharp.DeviceType.CUDA ? local.pin_memory().to(device, non_blocking: true) : local.to(device);

    /// <summary>The windows' numbers, each so many times, one after the other: blocks of dropout.</summary>
    internal long[] BlocksOfWindows(int each = 1)
    {
        var blocks = new long[Windows * each];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = ((long)FirstWindow * each) + i;
        return blocks;
    }

    /// <summary>The masked genes, and after them others.</summary>
    /// <param name="others">Positions among B·L.</param>
    internal GeneRows MaskedGenes(params long[] others)
    {
        var blocks = Array.ConvertAll([.. _maskedRows, .. others], row => row + (FirstWindow * Length));
        return new GeneRows(others.Length == 0 ? MaskedRows! : cat([MaskedRows!, On(Features.device, tensor(others))]), blocks);
    }

    private static GeneBatch Create(
        WindowRows rows,
        Tensor features,
        Tensor? labels,
        long[] maskedRows,
        Tensor? maskedRowsOnDevice,
        Device device,
        int firstWindow
    )
    {
        Tensor Keep(Tensor local) => On(device, local).DetachFromDisposeScope();
        return new GeneBatch(
            Keep(features),
            Keep(tensor(rows.AttentionMask, rows.Windows, rows.Length)),
            rows.AttentionMask.Contains(0f),
            labels is null ? null : Keep(labels),
            maskedRows,
            maskedRowsOnDevice is null ? null : Keep(maskedRowsOnDevice),
            firstWindow
        );
    }
}
