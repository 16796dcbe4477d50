using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Prediction;

/// <summary>
/// The genes of the windows, each once, with the window that shows most of what is around it: where windows overlap, the one from whose
/// ends it is farthest. Immutable by convention.
/// </summary>
internal sealed class HiddenGenes
{
    /// <param name="Window">Its number.</param>
    /// <param name="Position">In the window, from 0.</param>
    public readonly record struct Place(int Window, int Position);

    private HiddenGenes(Place[] all, Place[] wanted, int leftOut) => (All, Wanted, LeftOut) = (all, wanted, leftOut);

    /// <summary>Of every gene that a window covers, in the order of scaffolds and places.</summary>
    public IReadOnlyList<Place> All { get; }

    /// <summary>Those to predict, in the same order: not those that are alone in their window.</summary>
    public IReadOnlyList<Place> Wanted { get; }

    /// <summary>Genes that were asked for and are alone in their window or in none.</summary>
    public int LeftOut { get; }

    /// <exception cref="GlmException">There is no such scaffold or gene, or none that can be predicted.</exception>
    public static HiddenGenes Of(IWindowData data, GenePredictionOptions options, CancellationToken cancellation)
    {
        var best = new Dictionary<(int Scaffold, int Place), Place>();
        var scaffolds = new Dictionary<int, Scaffold>();
        for (var window = 0; window < data.WindowCount; window++)
        {
            cancellation.ThrowIfCancellationRequested();
            var genes = data.Window(window);
            scaffolds.TryAdd(data.ScaffoldOf(window), genes.Scaffold);
            for (var position = 0; position < genes.Length; position++)
            {
                var key = (data.ScaffoldOf(window), genes.Start + position);
                var room = Math.Min(position, genes.Length - 1 - position);
                if (!best.TryGetValue(key, out var known) || room > Room(known))
                    best[key] = new Place(window, position);
            }
        }
        Place[] all = [.. best.OrderBy(gene => gene.Key).Select(gene => gene.Value)];
        Func<Gene, bool> isWanted = _ => true;
        var asked = scaffolds.Values.ToList();
        if (options.Scaffold is { } id)
        {
            asked = [.. asked.Where(scaffold => scaffold.Id == id)];
            if (asked.Count == 0)
                throw NoScaffold(data, id, [.. scaffolds.Values.Select(scaffold => scaffold.Id)]);
        }
        if (options.Genes is { } names)
            isWanted = Named(data, names, asked);
        var kept = asked.Select(scaffold => scaffold.Id).ToHashSet(StringComparer.Ordinal);
        Place[] wanted =
        [
            .. all.Where(place => data.LengthOf(place.Window) > 1)
                .Where(place => kept.Contains(data.Window(place.Window).Scaffold.Id) && isWanted(GeneAt(data, place))),
        ];
        if (wanted.Length == 0)
            throw new GlmException(
                $"{data.Source}: no gene can be predicted: those that are asked for are alone in their windows, or in none. A gene is "
                    + $"predicted from its neighbours; load scaffolds with two genes or more."
            );
        return new HiddenGenes(all, wanted, asked.Sum(scaffold => scaffold.Genes.Count(isWanted)) - wanted.Length);

        int Room(Place place) => Math.Min(place.Position, data.LengthOf(place.Window) - 1 - place.Position);
    }

    /// <summary>The gene at a place.</summary>
    public static Gene GeneAt(IWindowData data, Place place)
    {
        var window = data.Window(place.Window);
        return window.Scaffold.Genes[window.Start + place.Position];
    }

    private static GlmException NoScaffold(IWindowData data, string id, string[] known)
    {
        if (data.WhyDropped(id) is { } reason)
            return new GlmException(
                $"Scaffold {LineText.Quoted(id)} of {data.Source} has no window to predict genes from: {LineText.Shown(reason)}. Load it "
                    + $"with a smaller {Setting.Of("MinGenes")}."
            );
        var near = NearestName.Of(id, known) is { } guess
            ? $"Did you mean {LineText.Quoted(guess)}?"
            : $"It has {string.Join(", ", known.Take(3).Select(name => LineText.Quoted(name, 40)))}{(known.Length > 3 ? ", …" : "")}.";
        return new GlmException($"{data.Source} has no scaffold {LineText.Quoted(id)}. {near}");
    }

    private static Func<Gene, bool> Named(IWindowData data, IReadOnlyList<string> names, List<Scaffold> scaffolds)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var found = scaffolds.SelectMany(scaffold => scaffold.Genes).Where(gene => gene.Id == name || gene.LocusTag == name).ToList();
            if (found.Count == 0)
                found = [.. scaffolds.SelectMany(scaffold => scaffold.Genes).Where(gene => gene.Name == name)];
            if (found.Count == 0)
                throw new GlmException(
                    $"{data.Source} has no gene {LineText.Quoted(name)} in its windows: ids, locus tags and symbols were searched. Check "
                        + $"the name in {Setting.Of(nameof(GenePredictionOptions.Genes))}."
                );
            wanted.UnionWith(found.Select(gene => gene.Id));
        }
        return gene => wanted.Contains(gene.Id);
    }
}
