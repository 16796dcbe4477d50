using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// B windows as tensors, padded to the same number of genes L. Owns its tensors.
/// </summary>
public sealed class GeneBatch : IDisposable
{
    /// <summary>What every channel of a masked gene's feature row holds, its orientation included.</summary>
    public const float MaskValue = -1f;

    private GeneBatch(Tensor features, Tensor attentionMask, bool hasPadding, Tensor? labels, Tensor? maskedRows) =>
        (Features, AttentionMask, HasPadding, Labels, MaskedRows) = (features, attentionMask, hasPadding, labels, maskedRows);

    /// <summary>[B, L, D] float32: z-scored protein vector and orientation; masked rows are all -1, padding rows 0.</summary>
    public Tensor Features { get; }

    /// <summary>[B, L] float32: 1 for genes, 0 for padding.</summary>
    public Tensor AttentionMask { get; }

    /// <summary>Whether <see cref="AttentionMask"/> holds a zero.</summary>
    public bool HasPadding { get; }

    /// <summary>[B, L, K] float32; null without labels.</summary>
    public Tensor? Labels { get; }

    /// <summary>[M] int64: where the masked genes are among B·L positions, ascending; null if nothing was said about masks.</summary>
    public Tensor? MaskedRows { get; }

    /// <summary>B.</summary>
    public long Windows => Features.shape[0];

    /// <summary>L.</summary>
    public long Length => Features.shape[1];

    /// <summary>Makes a batch from managed arrays, which are copied.</summary>
    /// <param name="windows">B, at least 1.</param>
    /// <param name="length">L, at least 1.</param>
    /// <param name="features">[B, L, D] row-major.</param>
    /// <param name="attentionMask">[B, L], each 0 or 1.</param>
    /// <param name="labels">[B, L, K] row-major, or null.</param>
    /// <param name="masked">[B, L]: which genes are hidden from the model; padding among them is ignored. Null masks nothing.</param>
    /// <param name="device">Null for the CPU.</param>
    public static GeneBatch Create(
        int windows,
        int length,
        float[] features,
        float[] attentionMask,
        float[]? labels = null,
        bool[]? masked = null,
        Device? device = null
    )
    {
        long positions = (long)windows * length;
        if (
            positions < 1
            || attentionMask.Length != positions
            || features.Length % positions != 0
            || (labels is not null && labels.Length % positions != 0)
            || (masked is not null && masked.Length != positions)
        )
            throw new ArgumentException($"The arrays do not describe {windows} windows of {length} genes.");
        using var scope = NewDisposeScope();
        var width = features.Length / positions;
        var featureTensor = tensor(features, windows, length, width);
        Tensor? maskedRows = null;
        if (masked is not null)
        {
            var rows = new List<long>();
            for (var i = 0; i < masked.Length; i++)
                if (masked[i] && attentionMask[i] > 0)
                    rows.Add(i);
            maskedRows = tensor(rows.ToArray());
            if (rows.Count > 0)
                TensorArithmetic.With(MaskValue, value => featureTensor.view(positions, width).index_fill_(0, maskedRows, value));
            maskedRows = maskedRows.to(device ?? CPU).DetachFromDisposeScope();
        }
        return new GeneBatch(
            featureTensor.to(device ?? CPU).DetachFromDisposeScope(),
            tensor(attentionMask, windows, length).to(device ?? CPU).DetachFromDisposeScope(),
            attentionMask.Contains(0f),
            labels is null ? null : tensor(labels, windows, length, labels.Length / positions).to(device ?? CPU).DetachFromDisposeScope(),
            maskedRows
        );
    }

    public void Dispose()
    {
        Features.Dispose();
        AttentionMask.Dispose();
        Labels?.Dispose();
        MaskedRows?.Dispose();
    }
}
