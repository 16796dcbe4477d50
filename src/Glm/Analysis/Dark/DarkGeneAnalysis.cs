using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>
/// Genes of which nothing is known: how far they lie from annotated ones before and in context, and what the annotated genes nearest to
/// each in context suggest, with a probability that was learned on genes whose labels were hidden.
/// </summary>
/// <remarks>
/// <para>
/// The distance is that of the publication, a Kullback–Leibler divergence (Hwang et al. 2024), here of normal distributions on the first
/// principal components of each space, which does not depend on the scale of its axes. The mean of neighbouring proteins stands beside it:
/// any smoothing over the genome brings distributions together.
/// </para>
/// <para>
/// Dark genes are dark because nothing known resembles them, so that a guess learned on well-known genes would claim too much. Every
/// hidden gene is therefore made as alone as a dark one: the similarity of some dark gene to its nearest annotated protein is drawn, and
/// annotated genes whose proteins are more similar than that are passed over. No gene asks another of its own genome (scaffold or window,
/// where there are few genomes). Cosines are of standardised vectors.
/// </para>
/// </remarks>
public static class DarkGeneAnalysis
{
    private const int DrawsByChance = 200;

    /// <summary>Dark genes whose surroundings are shown where none is named.</summary>
    private const int Shown = 3;

    /// <summary>Compares dark and annotated genes.</summary>
    /// <param name="context">Contextual embeddings of the scaffolds' windows.</param>
    /// <param name="scaffolds">The scaffolds that were contextualized.</param>
    /// <param name="labels">What is known of annotated genes, and guessed of dark ones.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Genes asked.</param>
    /// <param name="cancellation">Polled between genes and resamples.</param>
    /// <exception cref="GlmException">An option is out of range, labels or embeddings are of other genes, no gene is dark, too few are
    /// labelled, a number is not finite, or no dark gene goes by the name.</exception>
    public static DarkGeneResult Run(
        ContextEmbeddings context,
        ScaffoldSet scaffolds,
        GeneLabels labels,
        DarkGeneOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new DarkGeneOptions();
        options.Validate();
        var places = DarkPlaces.Of(context, scaffolds, labels, options);
        var asked = options.Gene is { } name ? FindDark(places, name) : -1;
        Require(context.Contextual, "contextual", context);
        Require(context.ContextFree, "context-free", context);
        var proteins = DarkSpace.Of("proteins", true, context.ContextFree, context.ContextFreeWidth, places.Rows);
        DarkSpace[] spaces =
        [
            DarkSpace.Of("gLM in context", false, context.Contextual, context.ContextualWidth, places.Rows),
            proteins,
            DarkSpace.MeanOfNeighbours(proteins, places.ScaffoldNumbers, places.Positions, options.Reach),
        ];
        var (components, divergences) = DarkDivergences.Measure(spaces, places, options, DrawsByChance, cancellation);
        var guesses = new DarkGuesses(spaces, places, options, progress, cancellation);
        var genes = guesses.Dark();
        var (check, isChecked, claimed) = Check(genes, places, guesses, options);
        DarkGene[] ordered =
        [
            .. genes.OrderByDescending(gene => gene.Gene.Confidence).ThenBy(gene => gene.Item).Select(gene => gene.Gene),
        ];
        return new DarkGeneResult(
            context.Source,
            labels.Name,
            places.DarkBy,
            context.Layer,
            places.Unit,
            places.Units.Distinct().Count(),
            places.IsDark.Count(isDark => !isDark),
            guesses.Candidates,
            components,
            divergences,
            guesses.Scores(),
            guesses.Hidden,
            guesses.Calibration,
            guesses.Ranking,
            ordered,
            check,
            isChecked,
            claimed,
            Surroundings(asked >= 0 ? [genes.First(gene => gene.Item == asked).Gene] : ordered.Take(Shown), scaffolds, cancellation),
            places.Left,
            options
        );
    }

    /// <summary>Dark genes that have labels all the same which annotated genes have too: whether the guess is among them.</summary>
    private static (Estimate Share, int Count, double Claimed) Check(
        IReadOnlyList<(int Item, DarkGene Gene)> genes,
        DarkPlaces places,
        DarkGuesses guesses,
        DarkGeneOptions options
    )
    {
        var known = genes.Where(gene => gene.Gene.Known.Any(guesses.IsAsked)).ToArray();
        if (known.Length == 0)
            return (new Estimate(double.NaN, double.NaN, double.NaN), 0, double.NaN);
        var share = GroupBootstrap.OfMean(
            [.. known.Select(gene => gene.Gene.Known.Contains(gene.Gene.Label, StringComparer.Ordinal) ? 1.0 : 0)],
            [.. known.Select(gene => places.Units[gene.Item])],
            options.Resamples,
            options.Seed
        );
        return (share, known.Length, known.Average(gene => gene.Gene.Confidence));
    }

    private static DarkSurroundings[] Surroundings(IEnumerable<DarkGene> genes, ScaffoldSet set, CancellationToken cancellation)
    {
        var titles = set.Scaffolds.ToDictionary(scaffold => scaffold.Id, scaffold => GeneSurroundings.TitleOf(set.GenomeOf(scaffold)));
        var places = set.Scaffolds.SelectMany(scaffold => scaffold.Genes.Select(gene => (gene.Id, scaffold.Id))).ToDictionary();
        return
        [
            .. from dark in genes
            let shown = dark.Nearest.Select(near => near.Gene.Id).Prepend(dark.Gene.Id)
            let map = GeneSurroundings.Of(set, shown.Select(id => (places[id], id, titles[places[id]])), cancellation)
            where map is not null
            select new DarkSurroundings(dark.Gene.Id, map),
        ];
    }

    private static int FindDark(DarkPlaces places, string name)
    {
        var found = Enumerable
            .Range(0, places.Count)
            .Where(item =>
                places.GeneOf(item) is var gene
                && new[] { gene.Id, gene.Name, gene.LocusTag, gene.ProteinId }.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            .ToArray();
        if (found.Length == 0)
            throw new GlmException($"No gene in any window goes by {LineText.Quoted(name)}. Use a gene's name, locus tag, id or protein.");
        return Array.FindIndex(found, item => places.IsDark[item]) is >= 0 and var place
            ? found[place]
            : throw new GlmException(
                $"Gene {LineText.Quoted(name)} is annotated ({LineText.Quoted(places.GeneOf(found[0]).Product ?? "", 80)}), and only dark "
                    + $"genes are guessed (dark are {places.DarkBy}). Name another, or say what is dark."
            );
    }

    private static void Require(float[] rows, string kind, ContextEmbeddings context)
    {
        if (Array.Exists(rows, number => !float.IsFinite(number)))
            throw new GlmException(
                $"{LineText.Shown(context.Source)}: the {kind} vectors hold a number that is not finite. Embed the proteins again, or use "
                    + "a model whose training did not diverge."
            );
    }
}
