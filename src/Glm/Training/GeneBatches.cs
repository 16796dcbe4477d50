using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>Makes batches from the windows of a dataset.</summary>
internal static class GeneBatches
{
    /// <summary>The windows with these indices, padded to the longest of them or to <paramref name="length"/>.</summary>
    /// <param name="data">Where the windows are.</param>
    /// <param name="windows">Indices of windows.</param>
    /// <param name="length">Rows per window; null for the longest window's.</param>
    /// <param name="random">Decides the masks; null masks nothing.</param>
    /// <param name="maskProbability">Probability that a gene is masked.</param>
    /// <param name="clipLabels">Whether labels are limited to what is learned.</param>
    /// <param name="device">Where the tensors go.</param>
    public static GeneBatch Create(
        IWindowData data,
        ReadOnlySpan<int> windows,
        int? length,
        SeededRandom? random,
        double maskProbability,
        bool clipLabels,
        Device device
    )
    {
        var longest = 0;
        foreach (var window in windows)
            longest = Math.Max(longest, data.LengthOf(window));
        var l = Math.Max(length ?? 0, longest);
        var (d, k) = (data.FeatureWidth, data.LabelWidth);
        if ((long)windows.Length * l * Math.Max(d, k) > Array.MaxLength)
            throw new GlmException(
                $"A batch of {windows.Length} windows of {l} genes holds more than {Array.MaxLength} numbers. Use a smaller --batch."
            );
        var features = new float[windows.Length * l * d];
        var labels = new float[windows.Length * l * k];
        var mask = new float[windows.Length * l];
        var masked = random is null ? null : new bool[mask.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            data.FillWindow(windows[i], features.AsSpan(i * l * d, l * d), labels.AsSpan(i * l * k, l * k), mask.AsSpan(i * l, l));
            for (var gene = 0; masked is not null && gene < data.LengthOf(windows[i]); gene++)
                masked[(i * l) + gene] = random!.NextDouble() < maskProbability;
        }
        if (clipLabels)
            for (var i = 0; i < labels.Length; i++)
                labels[i] = Math.Clamp(labels[i], -GlmLoss.LabelClip, GlmLoss.LabelClip);
        return GeneBatch.Create(windows.Length, l, features, mask, labels, masked, device);
    }
}
