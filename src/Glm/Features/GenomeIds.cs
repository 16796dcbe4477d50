using Glm.Features;
using Glm.Modeling;

namespace Glm.Training;

/// <summary>The genomes that windows are of, by their ids: what a model is trained on or asked for.</summary>
internal static class TrainedGenomes
{
    /// <summary>Notes that a model learns from some windows, besides what it learned from before.</summary>
    public static void Note(GlmModel model, IWindowPlaces places, int[] windows) =>
        model.TrainedOn = IdsOf(places, windows).Union(model.TrainedOn).ToHashSet(StringComparer.Ordinal);

    /// <summary>The genomes of some windows.</summary>
    public static IReadOnlySet<string> IdsOf(IWindowPlaces places, int[] windows)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var last = -1;
        foreach (var window in windows) // in the order of scaffolds
            if (places.ScaffoldOf(window) is var scaffold && scaffold != last)
                ids.Add(places.GenomeIdOf(last = scaffold));
        return ids;
    }
}
