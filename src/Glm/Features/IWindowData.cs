using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Features;

/// <summary>
/// Windows wherever they are kept, in memory or on disk: as numbers, which training and analyses compute with, and as genes of a genome,
/// which results are about. Safe for concurrent use.
/// </summary>
public interface IWindowData : IWindowPlaces
{
    /// <summary>What makes features and labels of protein vectors.</summary>
    FeatureTransform Transform { get; }

    /// <summary>Numbers per feature row, orientation included.</summary>
    int FeatureWidth { get; }

    /// <summary>Numbers per label row, orientation included.</summary>
    int LabelWidth { get; }

    /// <summary>A window with its scaffold, genes and strands.</summary>
    /// <param name="window">0 to <see cref="IWindowPlaces.WindowCount"/> - 1.</param>
    GeneWindow Window(int window);

    /// <summary>The genome that a window belongs to, with its lineage where that is known.</summary>
    /// <param name="window">0 to <see cref="IWindowPlaces.WindowCount"/> - 1.</param>
    Genome GenomeOf(int window);

    /// <summary>
    /// Why a scaffold has no window, for example "fewer than 15 genes"; null where it has one, or nothing is known of it.
    /// </summary>
    /// <param name="scaffold">The scaffold's id.</param>
    string? WhyDropped(string scaffold);

    /// <summary>
    /// Writes one window as gLM reads it, or as many genes that begin some places further on the same scaffold: training reads windows
    /// that start anywhere. Rows beyond its genes become zeros.
    /// </summary>
    /// <param name="window">0 to <see cref="IWindowPlaces.WindowCount"/> - 1.</param>
    /// <param name="shift">
    /// 0 for the window itself; places to the right, or to the left where it is negative, within <see cref="RoomAround"/>.
    /// </param>
    /// <param name="features">[rows, FeatureWidth], orientation last; empty where they are not asked for.</param>
    /// <param name="labels">[rows, LabelWidth], orientation last; not clipped.</param>
    /// <param name="mask">[rows], 1 for a gene and 0 for padding; its length says how many rows there are.</param>
    /// <exception cref="GlmException">The window has more genes than rows.</exception>
    void FillWindow(int window, int shift, Span<float> features, Span<float> labels, Span<float> mask);

    /// <summary>How many genes of the scaffold, of those that some window covers, lie directly before a window and after it.</summary>
    /// <param name="window">0 to <see cref="IWindowPlaces.WindowCount"/> - 1.</param>
    (int Before, int After) RoomAround(int window);

    /// <summary>What tells these windows from others: a training that is resumed must find those with which it began.</summary>
    DataIdentity Identify();
}
