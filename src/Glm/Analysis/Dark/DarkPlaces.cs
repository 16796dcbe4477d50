using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Dark;

/// <summary>The genes that some window shows, in the order of scaffolds: which are dark, which have labels, and which depend on each
/// other. Immutable by convention.</summary>
internal sealed class DarkPlaces
{
    /// <summary>So many genomes or scaffolds are needed to resample them; else windows are.</summary>
    private const int FewestUnits = 5;

    private const int FewestLabelled = 20;

    private DarkPlaces(ScaffoldSet set, GeneLabels labels, int[] rows, int[] windows, DarkGeneOptions options)
    {
        List<(Scaffold Scaffold, int Position)> all =
        [
            .. set.Scaffolds.SelectMany(scaffold => Enumerable.Range(0, scaffold.Genes.Count).Select(position => (scaffold, position))),
        ];
        int[] items = [.. Enumerable.Range(0, all.Count).Where(gene => rows[gene] >= 0)];
        Rows = Array.ConvertAll(items, gene => rows[gene]);
        Scaffolds = Array.ConvertAll(items, gene => all[gene].Scaffold);
        Positions = Array.ConvertAll(items, gene => all[gene].Position);
        Labels = Array.ConvertAll<int, IReadOnlyList<string>>(items, gene =>
            [.. labels.PerGene[gene].Where(label => !string.IsNullOrWhiteSpace(label))]
        );
        ScaffoldNumbers = Numbers(Scaffolds.Select(scaffold => scaffold.Id));
        var byLabels =
            options.UnlabelledAreDark || Enumerable.Range(0, items.Length).All(item => GeneOf(item).Product is not { Length: > 0 });
        DarkBy = byLabels
            ? $"genes without a label '{LineText.Shown(labels.Name, 60)}'"
            : "genes without a product"
                + (options.DarkWords.Count == 0 ? "" : ", or of which it says ")
                + string.Join(", ", options.DarkWords.Select(word => LineText.Quoted(word, 30)));
        IsDark =
        [
            .. Enumerable
                .Range(0, items.Length)
                .Select(item => byLabels ? Labels[item].Count == 0 : IsUnknown(GeneOf(item).Product, options.DarkWords)),
        ];
        var genomes = Numbers(Scaffolds.Select(scaffold => scaffold.GenomeId));
        (Unit, Units) =
            Different(genomes) >= FewestUnits ? ("genomes", genomes)
            : Different(ScaffoldNumbers) >= FewestUnits ? ("scaffolds", ScaffoldNumbers)
            : ("windows", Numbers(items.Select(gene => windows[gene])));
        var outside = rows.Length - items.Length;
        Left = outside == 0 ? [] : new Dictionary<string, int>(StringComparer.Ordinal) { ["outside every window"] = outside };
    }

    /// <summary>[items]: of the embeddings.</summary>
    public int[] Rows { get; }

    /// <summary>[items].</summary>
    public Scaffold[] Scaffolds { get; }

    /// <summary>[items].</summary>
    public int[] ScaffoldNumbers { get; }

    /// <summary>[items], on the scaffold, from 0.</summary>
    public int[] Positions { get; }

    /// <summary>[items].</summary>
    public IReadOnlyList<string>[] Labels { get; }

    /// <summary>[items].</summary>
    public bool[] IsDark { get; }

    /// <summary>What makes a gene dark, in words.</summary>
    public string DarkBy { get; }

    /// <summary>What genes depend on each other by.</summary>
    public string Unit { get; }

    /// <summary>[items], from 0.</summary>
    public int[] Units { get; }

    /// <summary>Genes that are not compared, by reason.</summary>
    public Dictionary<string, int> Left { get; }

    /// <summary>Number of items.</summary>
    public int Count => Rows.Length;

    /// <summary>The gene of an item.</summary>
    public Gene GeneOf(int item) => Scaffolds[item].Genes[Positions[item]];

    /// <summary>Finds them.</summary>
    /// <exception cref="GlmException">The embeddings or labels are of other scaffolds, or there is nothing to compare.</exception>
    public static DarkPlaces Of(ContextEmbeddings context, ScaffoldSet set, GeneLabels labels, DarkGeneOptions options)
    {
        labels.CheckFits(set);
        var (rows, windows) = ContextRows.Of(context, set);
        var places = new DarkPlaces(set, labels, rows, windows, options);
        var dark = places.IsDark.Count(isDark => isDark);
        int[] labelled = [.. Enumerable.Range(0, places.Count).Where(item => !places.IsDark[item] && places.Labels[item].Count > 0)];
        var source = LineText.Shown(context.Source);
        if (dark == 0)
            throw new GlmException(
                $"{source}: none of {places.Count} genes is dark (dark are {places.DarkBy}). Use other "
                    + $"{Setting.Of(nameof(DarkGeneOptions.DarkWords))}, or {Setting.Of(nameof(DarkGeneOptions.UnlabelledAreDark))}."
            );
        if (labelled.Length < FewestLabelled)
            throw new GlmException(
                $"{source}: {labelled.Length} genes are annotated and have a label {LineText.Quoted(labels.Name)}; {FewestLabelled} are "
                    + $"needed to learn from. {dark} of {places.Count} genes are dark (dark are {places.DarkBy}). Name other labels."
            );
        if (labelled.Select(item => places.Units[item]).Distinct().Count() < 2)
            throw new GlmException(
                $"{source}: all genes with a label {LineText.Quoted(labels.Name)} are of one of the {places.Unit}, and none is asked of "
                    + "its own. Load more annotated genomes, or make shorter windows."
            );
        return places;
    }

    private static bool IsUnknown(string? product, IReadOnlyList<string> words) =>
        string.IsNullOrWhiteSpace(product) || words.Any(word => product.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static int Different(int[] numbers) => numbers.Length == 0 ? 0 : numbers.Max() + 1;

    private static int[] Numbers<T>(IEnumerable<T> keys)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        return [.. keys.Select(key => numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count)];
    }
}
