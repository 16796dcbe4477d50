using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Features;

/// <summary>
/// Windows wherever they are kept, in memory or on disk: as numbers, which training and analyses compute with, and as genes of a genome,
/// which results are about. Safe for concurrent use.
/// </summary>
public interface IWindowData
{
    /// <summary>Where the windows came from, for messages.</summary>
    string Source { get; }

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

    /// <summary>A window with its scaffold, genes and strands.</summary>
    /// <param name="window">0 to <see cref="WindowCount"/> - 1.</param>
    GeneWindow Window(int window);

    /// <summary>The genome that a window belongs to, with its lineage where that is known.</summary>
    /// <param name="window">0 to <see cref="WindowCount"/> - 1.</param>
    Genome GenomeOf(int window);

    /// <summary>
    /// Why a scaffold has no window, for example "fewer than 15 genes"; null where it has one, or nothing is known of it.
    /// </summary>
    /// <param name="scaffold">The scaffold's id.</param>
    string? WhyDropped(string scaffold);

    /// <summary>Writes one window as gLM reads it; rows beyond its genes become zeros.</summary>
    /// <param name="window">0 to <see cref="WindowCount"/> - 1.</param>
    /// <param name="features">[rows, FeatureWidth], orientation last.</param>
    /// <param name="labels">[rows, LabelWidth], orientation last; not clipped.</param>
    /// <param name="mask">[rows], 1 for a gene and 0 for padding; its length says how many rows there are.</param>
    /// <exception cref="GlmException">The window has more genes than rows.</exception>
    void FillWindow(int window, Span<float> features, Span<float> labels, Span<float> mask);

    /// <summary>What tells these windows from others: a training that is resumed must find those with which it began.</summary>
    DataIdentity Identify();
}
