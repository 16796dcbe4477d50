using System.Runtime.CompilerServices;
using Glm.Features;
using Glm.Modeling;

namespace Glm.Training;

/// <summary>The genomes that models in memory were trained on in this process, by their ids. Thread-safe.</summary>
internal static class TrainedGenomes
{
    private static readonly ConditionalWeakTable<GlmModel, IReadOnlySet<string>> Known = [];

    /// <summary>Notes that a model learns from some windows, besides what it learned from before.</summary>
    public static void Note(GlmModel model, IWindowPlaces places, int[] windows) =>
        Known.AddOrUpdate(model, IdsOf(places, windows).Union(Of(model)).ToHashSet(StringComparer.Ordinal));

    /// <summary>What a model was trained on; empty where nothing is known.</summary>
    public static IReadOnlySet<string> Of(GlmModel model) => Known.TryGetValue(model, out var ids) ? ids : new HashSet<string>();

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
