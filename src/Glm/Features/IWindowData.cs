using Glm.Runtime;

namespace Glm.Features;

/// <summary>Windows as numbers, wherever they are kept: what training reads. Safe for concurrent use.</summary>
public interface IWindowData
{
    /// <summary>What makes features and labels of protein vectors.</summary>
    FeatureTransform Transform { get; }

    /// <summary>Numbers per feature row, orientation included.</summary>
    int FeatureWidth { get; }

    /// <summary>Numbers per label row, orientation included.</summary>
    int LabelWidth { get; }

    int WindowCount { get; }

    /// <summary>Number of genes of a window, at least 1.</summary>
    int LengthOf(int window);

    /// <summary>
    /// The number of the scaffold that a window lies on, from 0: windows of one scaffold are kept together where data are split.
    /// </summary>
    int ScaffoldOf(int window);

    /// <summary>The id of the scaffold with this number.</summary>
    string ScaffoldId(int scaffold);

    /// <summary>Writes one window as gLM reads it; rows beyond its genes become zeros.</summary>
    /// <param name="window">0 to <see cref="WindowCount"/> - 1.</param>
    /// <param name="features">[rows, FeatureWidth], orientation last.</param>
    /// <param name="labels">[rows, LabelWidth], orientation last; not clipped.</param>
    /// <param name="mask">[rows], 1 for a gene and 0 for padding; its length says how many rows there are.</param>
    /// <exception cref="GlmException">The window has more genes than rows.</exception>
    void FillWindow(int window, Span<float> features, Span<float> labels, Span<float> mask);
}
