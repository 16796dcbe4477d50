namespace Glm.Features;

/// <summary>The genomes that windows are of: what a model is trained on, or asked for.</summary>
internal static class GenomeIds
{
    /// <summary>Their ids. Untrusted text.</summary>
    /// <param name="places">Where the windows lie.</param>
    /// <param name="windows">Their numbers; those of a scaffold side by side, as they mostly are, cost one look.</param>
    public static HashSet<string> Of(IWindowPlaces places, int[] windows)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var last = -1;
        foreach (var window in windows)
            if (places.ScaffoldOf(window) is var scaffold && scaffold != last)
                ids.Add(places.GenomeIdOf(last = scaffold));
        return ids;
    }
}
