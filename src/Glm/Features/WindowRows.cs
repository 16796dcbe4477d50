using Glm.Runtime;

namespace Glm.Features;

/// <summary>
/// Some windows as rows of numbers in managed arrays, padded to one length: what a batch of tensors is made from. The arrays are not
/// copied; whoever made them leaves them alone afterwards.
/// </summary>
/// <remarks>B windows, L genes, D feature width, K label width.</remarks>
public sealed class WindowRows
{
    private readonly int _firstRead; // of the windows that have features

    /// <param name="windows">B, at least 1.</param>
    /// <param name="length">L, at least 1.</param>
    /// <param name="features">[B, L, D] row-major; padding rows are zeros.</param>
    /// <param name="attentionMask">[B, L]: 1 for a gene, 0 for padding.</param>
    /// <param name="labels">[B, L, K] row-major; null where nothing is learned or scored.</param>
    /// <exception cref="ArgumentException">The lengths of the arrays contradict each other.</exception>
    public WindowRows(int windows, int length, float[] features, float[] attentionMask, float[]? labels = null)
    {
        var positions = (long)windows * length;
        if (
            positions < 1
            || attentionMask.Length != positions
            || features.Length % positions != 0
            || (labels is not null && labels.Length % positions != 0)
        )
            throw new ArgumentException($"The arrays do not describe {windows} windows of {length} genes.");
        (Windows, Length, Features, AttentionMask, Labels) = (windows, length, features, attentionMask, labels);
        FeatureWidth = (int)(features.Length / positions);
    }

    private WindowRows(int length, int featureWidth, int firstRead, float[] features, float[] attentionMask, float[] labels)
    {
        (Windows, Length, FeatureWidth, _firstRead) = (attentionMask.Length / length, length, featureWidth, firstRead);
        (Features, AttentionMask, Labels) = (features, attentionMask, labels);
    }

    /// <summary>B.</summary>
    public int Windows { get; }

    /// <summary>L.</summary>
    public int Length { get; }

    /// <summary>D.</summary>
    public int FeatureWidth { get; }

    /// <summary>K; 0 without labels.</summary>
    public int LabelWidth => (Labels?.Length ?? 0) / AttentionMask.Length;

    /// <summary>[B, L, D] row-major; of a process that trains with others, its windows alone.</summary>
    public float[] Features { get; }

    /// <summary>[B, L]: 1 for a gene, 0 for padding.</summary>
    public float[] AttentionMask { get; }

    /// <summary>[B, L, K] row-major, not clipped; null where nothing is learned or scored.</summary>
    public float[]? Labels { get; }

    /// <summary>Reads windows, padded to the longest of them or to <paramref name="leastLength"/>, whichever is longer.</summary>
    /// <param name="data">Where the windows are.</param>
    /// <param name="windows">Their indices, at least one.</param>
    /// <param name="leastLength">The fewest rows per window.</param>
    /// <exception cref="GlmException">The windows hold more numbers than an array can.</exception>
    public static WindowRows From(IWindowData data, ReadOnlySpan<int> windows, int leastLength = 0) =>
        From(data, windows, [], leastLength);

    /// <summary>As above, for windows that begin some places further on their scaffolds.</summary>
    /// <param name="data">Where the windows are.</param>
    /// <param name="windows">Their indices, at least one.</param>
    /// <param name="shifts">Places to the right, one per window, within <see cref="IWindowData.RoomAround"/>; empty for none.</param>
    /// <param name="leastLength">The fewest rows per window.</param>
    /// <exception cref="GlmException">The windows hold more numbers than an array can.</exception>
    public static WindowRows From(IWindowData data, ReadOnlySpan<int> windows, ReadOnlySpan<int> shifts, int leastLength) =>
        From(data, windows, shifts, leastLength, (0, windows.Length));

    /// <summary>
    /// As above, with features of some of the windows alone, the only ones that <see cref="Slice"/> then gives; labels and padding are
    /// of all.
    /// </summary>
    internal static WindowRows From(
        IWindowData data,
        ReadOnlySpan<int> windows,
        ReadOnlySpan<int> shifts,
        int leastLength,
        (int First, int End) read
    )
    {
        var l = leastLength;
        foreach (var window in windows)
            l = Math.Max(l, data.LengthOf(window));
        var (d, k) = (data.FeatureWidth, data.LabelWidth);
        if ((long)windows.Length * l * Math.Max(d, k) > Array.MaxLength)
            throw new GlmException(
                $"A batch of {windows.Length} windows of {l} genes holds more than {Array.MaxLength} numbers. Use a smaller "
                    + $"{Setting.Of("BatchSize")}."
            );
        var features = new float[(read.End - read.First) * l * d];
        var labels = new float[windows.Length * l * k];
        var mask = new float[windows.Length * l];
        for (var i = 0; i < windows.Length; i++)
            data.FillWindow(
                windows[i],
                shifts.IsEmpty ? 0 : shifts[i],
                i >= read.First && i < read.End ? features.AsSpan((i - read.First) * l * d, l * d) : [],
                labels.AsSpan(i * l * k, l * k),
                mask.AsSpan(i * l, l)
            );
        return new WindowRows(l, d, read.First, features, mask, labels);
    }

    /// <summary>Some of the windows, padded as all of them are; a copy, unless it is all of them.</summary>
    internal WindowRows Slice(int first, int count)
    {
        if (count == Windows)
            return this;
        return new WindowRows(
            count,
            Length,
            Part(Features, first - _firstRead, FeatureWidth),
            Part(AttentionMask, first, 1),
            Labels is null ? null : Part(Labels, first, LabelWidth)
        );

        float[] Part(float[] all, int from, int width) => all[(from * Length * width)..((from + count) * Length * width)];
    }

    /// <summary>
    /// Reads a window from the other strand: its genes stand in reverse order, each in the other orientation. In place, by whoever made
    /// the arrays.
    /// </summary>
    internal void Turn(int window)
    {
        var genes = AttentionMask.AsSpan(window * Length, Length).LastIndexOf(1f) + 1;
        var place = (window - _firstRead) * Length * FeatureWidth;
        if (place >= 0 && place < Features.Length)
            Turn(Features.AsSpan(place, genes * FeatureWidth), FeatureWidth);
        if (Labels is not null)
            Turn(Labels.AsSpan(window * Length * LabelWidth, genes * LabelWidth), LabelWidth);

        static void Turn(Span<float> rows, int width)
        {
            rows.Reverse();
            for (; rows.Length > 0; rows = rows[width..])
            {
                rows[..width].Reverse();
                rows[width - 1] = -rows[width - 1]; // the orientation
            }
        }
    }

    /// <summary>Draws which genes to mask; padding is never masked.</summary>
    /// <param name="random">One number is drawn from it per gene, in order.</param>
    /// <param name="probability">That a gene is masked, 0 to 1.</param>
    /// <returns>[B, L].</returns>
    public bool[] DrawMask(SeededRandom random, double probability)
    {
        var masked = new bool[AttentionMask.Length];
        for (var i = 0; i < masked.Length; i++)
            if (AttentionMask[i] > 0)
                masked[i] = random.NextDouble() < probability;
        return masked;
    }
}
