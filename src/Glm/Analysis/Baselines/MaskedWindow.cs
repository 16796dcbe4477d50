using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;

namespace Glm.Analysis.Baselines;

/// <summary>
/// A window of which some genes are hidden, as a predictor sees it: their labels cannot be read, and their features are those of the mask.
/// Immutable, safe for concurrent use.
/// </summary>
public sealed class MaskedWindow
{
    private readonly WindowRows _rows;
    private readonly int _row;
    private readonly bool[] _isMasked;
    private readonly float[] _maskFeatures;
    private readonly GeneWindow _place;
    private readonly float _labelLimit;

    /// <param name="rows">A batch with labels.</param>
    /// <param name="row">Which of its windows.</param>
    /// <param name="isMasked">[B, L].</param>
    /// <param name="place">Where the window lies.</param>
    /// <param name="window">Its number in its data.</param>
    /// <param name="labelLimit">Labels beyond ± this number are clipped to it.</param>
    internal MaskedWindow(WindowRows rows, int row, bool[] isMasked, GeneWindow place, int window, float labelLimit)
    {
        (_rows, _row, _place, _labelLimit, Window) = (rows, row, place, labelLimit, window);
        _isMasked = isMasked.AsSpan(row * rows.Length, place.Length).ToArray();
        _maskFeatures = new float[rows.FeatureWidth];
        Array.Fill(_maskFeatures, GeneBatch.MaskValue);
        Masked = [.. Enumerable.Range(0, place.Length).Where(position => _isMasked[position])];
    }

    /// <summary>The window's number in its data.</summary>
    public int Window { get; }

    /// <summary>Number of genes.</summary>
    public int Length => _isMasked.Length;

    /// <summary>Positions of the masked genes, from 0, ascending.</summary>
    public IReadOnlyList<int> Masked { get; }

    /// <summary>D, numbers per feature row, orientation included.</summary>
    public int FeatureWidth => _rows.FeatureWidth;

    /// <summary>K, numbers per label row, orientation included.</summary>
    public int LabelWidth => _rows.LabelWidth;

    /// <summary>The id of the window's genome. Untrusted text.</summary>
    public string GenomeId => _place.Scaffold.GenomeId;

    /// <summary>The id of the window's scaffold. Untrusted text.</summary>
    public string ScaffoldId => _place.Scaffold.Id;

    /// <summary>The place of the window's first gene on its scaffold, from 0.</summary>
    public int Start => _place.Start;

    /// <summary>Whether a gene is hidden; false for positions outside the window, where there is no gene.</summary>
    public bool IsMasked(int position) => IsInside(position) && _isMasked[position];

    /// <summary>Whether there is a gene at a position and it can be seen.</summary>
    public bool IsVisible(int position) => IsInside(position) && !_isMasked[position];

    /// <summary>[D], the feature row of a gene; all -1 where it is masked, as the model reads it.</summary>
    public ReadOnlySpan<float> FeaturesOf(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Length, nameof(position));
        return _isMasked[position] ? _maskFeatures : _rows.Features.AsSpan(Row(position) * FeatureWidth, FeatureWidth);
    }

    /// <summary>Writes the label row of a visible gene, clipped as for training.</summary>
    /// <param name="position">A visible gene.</param>
    /// <param name="label">[K].</param>
    /// <exception cref="InvalidOperationException">The gene is masked.</exception>
    public void CopyLabel(int position, Span<float> label)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Length, nameof(position));
        if (_isMasked[position])
            throw new InvalidOperationException($"Gene {position} of the window is masked; a predictor does not see its label.");
        CopyTruth(position, label);
    }

    /// <summary>The label row of any gene, for the scorer only.</summary>
    internal void CopyTruth(int position, Span<float> label)
    {
        var row = _rows.Labels.AsSpan(Row(position) * LabelWidth, LabelWidth);
        for (var i = 0; i < row.Length; i++)
            label[i] = Math.Clamp(row[i], -_labelLimit, _labelLimit);
    }

    private int Row(int position) => (_row * _rows.Length) + position;

    private bool IsInside(int position) => (uint)position < (uint)Length;
}
