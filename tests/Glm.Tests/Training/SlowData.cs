using Glm.Features;
using Glm.Genomes;

namespace Glm.Tests.Training;

/// <summary>Data that say which window is read, to let a clock of one's own go on.</summary>
internal sealed class SlowData(IWindowData data, Action<int> reading) : IWindowData
{
    public string Source => data.Source;

    public FeatureTransform Transform => data.Transform;

    public int FeatureWidth => data.FeatureWidth;

    public int LabelWidth => data.LabelWidth;

    public int WindowCount => data.WindowCount;

    public int LengthOf(int window) => data.LengthOf(window);

    public int ScaffoldOf(int window) => data.ScaffoldOf(window);

    public string ScaffoldId(int scaffold) => data.ScaffoldId(scaffold);

    public string GenomeIdOf(int scaffold) => data.GenomeIdOf(scaffold);

    public Lineage? LineageOf(int scaffold) => data.LineageOf(scaffold);

    public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold) => data.ProteinHashesOf(scaffold);

    public (int Before, int After) RoomAround(int window) => data.RoomAround(window);

    public GeneWindow Window(int window) => data.Window(window);

    public Genome GenomeOf(int window) => data.GenomeOf(window);

    public string? WhyDropped(string scaffold) => data.WhyDropped(scaffold);

    public DataIdentity Identify() => data.Identify();

    public void FillWindow(int window, int shift, Span<float> features, Span<float> labels, Span<float> mask)
    {
        reading(window);
        data.FillWindow(window, shift, features, labels, mask);
    }
}
