using Glm.Features;
using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// Scaffolds on both sides of a comparison. Within one dataset they have numbers; two datasets are compared by their protein sequences in
/// order, and by names only where one of them has no sequences.
/// </summary>
internal static class SharedScaffolds
{
    /// <summary>
    /// The first scaffold to predict that is learned from, quoted, and what it is called there; null in place of an equal name, and null
    /// for none.
    /// </summary>
    public static (string Predicted, string? Learned)? First(WindowSelection training, WindowSelection heldOut)
    {
        if (ReferenceEquals(training.Data, heldOut.Data))
        {
            var numbers = training.Windows.Select(training.Data.ScaffoldOf).ToHashSet();
            foreach (var window in heldOut.Windows)
                if (numbers.Contains(heldOut.Data.ScaffoldOf(window)))
                    return (LineText.Quoted(Side.IdOf(heldOut.Data, window)), null);
            return null;
        }
        var (learned, predicted) = (new Side(training), new Side(heldOut));
        var (byContent, unknown) = (new Dictionary<ulong, int>(), new HashSet<(string, string)>());
        foreach (var window in learned.Firsts)
            if (learned.ContentOf(window) is not ScaffoldContent.Unknown and var content)
                byContent.TryAdd(content, window);
            else
                unknown.Add(learned.NameOf(window));
        var names = new Lazy<HashSet<(string, string)>>(() => [.. learned.Firsts.Select(learned.NameOf)]);
        foreach (var window in predicted.Firsts)
        {
            var content = predicted.ContentOf(window);
            if ((content == ScaffoldContent.Unknown ? names.Value : unknown).Contains(predicted.NameOf(window)))
                return (LineText.Quoted(predicted.NameOf(window).Scaffold), null);
            if (content == ScaffoldContent.Unknown || !byContent.TryGetValue(content, out var twin))
                continue;
            var (own, other) = (predicted.NameOf(window), learned.NameOf(twin));
            return (
                LineText.Quoted(own.Scaffold),
                own.Scaffold == other.Scaffold ? null : $"{LineText.Quoted(other.Scaffold)} of genome {LineText.Quoted(other.Genome)}"
            );
        }
        return null;
    }

    /// <summary>The scaffolds of some windows, each by the first of these.</summary>
    private sealed class Side(WindowSelection selection)
    {
        private readonly IWindowData _data = selection.Data;

        public int[] Firsts { get; } = [.. selection.Windows.DistinctBy(selection.Data.ScaffoldOf)];

        public static string IdOf(IWindowData data, int window) => data.ScaffoldId(data.ScaffoldOf(window));

        public (string Genome, string Scaffold) NameOf(int window) => (_data.GenomeIdOf(_data.ScaffoldOf(window)), IdOf(_data, window));

        public ulong ContentOf(int window) => ScaffoldContent.Of(_data, _data.ScaffoldOf(window));
    }
}
