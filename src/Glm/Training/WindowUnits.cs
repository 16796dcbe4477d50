using System.Globalization;
using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>The units of some windows, numbered in the order in which they come.</summary>
/// <param name="Names">Ids of genomes or scaffolds, or names of taxa. Untrusted text.</param>
internal sealed record WindowUnits(IReadOnlyList<string> Names)
{
    private const int NamesShown = 3;

    // Numbers, not groups of objects: there may be millions of scaffolds.
    private readonly Dictionary<int, int> _ofScaffold = [];

    /// <summary>The unit of a window on a scaffold.</summary>
    public int this[int scaffold] => _ofScaffold[scaffold];

    /// <summary>Finds them.</summary>
    /// <param name="places">Where the windows lie.</param>
    /// <param name="windows">Their numbers.</param>
    /// <param name="unit">What to count together.</param>
    /// <param name="consequence">Why a genome without that rank is in the way: "so …".</param>
    /// <param name="remedy">The option with a unit that every genome has.</param>
    /// <exception cref="GlmException">There are genomes without the rank.</exception>
    public static WindowUnits Of(IWindowPlaces places, IEnumerable<int> windows, WindowUnit unit, string consequence, Setting remedy)
    {
        TaxonomicRank? rank = unit is WindowUnit.Scaffold or WindowUnit.Genome ? null : Enum.Parse<TaxonomicRank>($"{unit}");
        var (names, numbers) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var units = new WindowUnits(names);
        foreach (var window in windows)
        {
            var scaffold = places.ScaffoldOf(window);
            if (units._ofScaffold.ContainsKey(scaffold))
                continue;
            if (unit == WindowUnit.Scaffold) // each for itself: scaffolds of two genomes may have the same id
            {
                units._ofScaffold.Add(scaffold, names.Count);
                names.Add(places.ScaffoldId(scaffold));
                continue;
            }
            var name = rank is { } of ? places.LineageOf(scaffold)?[of] : places.GenomeIdOf(scaffold);
            if (string.IsNullOrEmpty(name))
            {
                unknown.Add(places.GenomeIdOf(scaffold));
                continue;
            }
            if (!numbers.TryGetValue(name, out var number))
            {
                numbers.Add(name, number = names.Count);
                names.Add(name);
            }
            units._ofScaffold.Add(scaffold, number);
        }
        if (unknown.Count > 0)
        {
            var shown = string.Join(", ", unknown.Take(NamesShown).Select(id => LineText.Shown(id)));
            throw new GlmException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{places.Source}: the {Word(unit)} of {unknown.Count:N0} genomes is unknown "
                        + $"({shown}{(unknown.Count > NamesShown ? ", …" : "")}), {consequence}. Load them with a taxonomy, or use "
                        + $"{remedy}."
                )
            );
        }
        return units;
    }

    /// <summary>The word for a unit in a sentence.</summary>
    public static string Word(WindowUnit unit) => unit.ToString().ToLowerInvariant();
}
