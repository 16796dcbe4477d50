using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Analysis.Influence;

/// <summary>
/// Reads which genes tell a gLM something of which: one gene is hidden or shown, and the prediction of another one is watched. It is the
/// gene-level counterpart of the categorical Jacobian of residue models (Zhang et al. 2024), and needs no label of any pair.
/// </summary>
/// <remarks>
/// Longer stretches are read in windows each of which begins half a window after the one before, as attention is; a pair has the mean
/// over the windows that hold both of its genes, corrections being applied to each window before. Pairs of up to half a window apart are
/// all held by some window; of those farther apart some are not. Memory grows with the genes times the reach.
/// </remarks>
public static class InfluenceReader
{
    /// <summary>Reads scaffolds, or stretches of them.</summary>
    /// <param name="model">Borrowed, and not to be used by others meanwhile. One that nothing has trained is allowed, and named.</param>
    /// <param name="set">Where the scaffolds are; its own windows say only how long a window is.</param>
    /// <param name="proteins">A vector for every protein of the stretches.</param>
    /// <param name="transform">With labels, as the model learned with.</param>
    /// <param name="stretches">What is read, without overlap; null for all scaffolds.</param>
    /// <param name="truth">What is known of operons, to compare with; null for nothing.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Passes through the model.</param>
    /// <param name="cancellation">Polled between batches and between resamples.</param>
    /// <exception cref="GlmException">An option is out of range, the widths differ, there are no labels, a protein has no vector, or the
    /// model predicts no numbers.</exception>
    public static InfluenceResult Run(
        GlmModel model,
        ScaffoldSet set,
        ProteinVectors proteins,
        FeatureTransform transform,
        IReadOnlyList<GeneWindow>? stretches = null,
        OperonTruth? truth = null,
        InfluenceOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new InfluenceOptions();
        options.Validate();
        if (transform.LabelCount == 0 || transform.LabelWidth != model.Config.LabelWidth)
            throw new GlmException(
                $"{LineText.Shown(set.Source)}: the feature transform makes labels of {transform.LabelWidth} numbers and the model "
                    + $"predicts {model.Config.LabelWidth}. Use the label PCA that the model was made with."
            );
        stretches ??= [.. set.Scaffolds.Select(scaffold => new GeneWindow(scaffold, 0, scaffold.Genes.Count))];
        var genes = options.WindowGenes
            ?? Math.Max(2, set.Windows.Count == 0 ? WindowCutter.DefaultMaxGenes : set.Windows.Max(window => window.Length));
        if (genes > model.Config.MaxGenes)
            throw new GlmException(
                $"{Setting.Of(nameof(InfluenceOptions.WindowGenes), genes)}: the model reads at most {model.Config.MaxGenes} genes at "
                    + $"once. Use {Setting.Of(nameof(InfluenceOptions.WindowGenes), model.Config.MaxGenes)}."
            );
        var (windows, places) = (new List<GeneWindow>(), new List<(int Stretch, int First)>());
        for (var s = 0; s < stretches.Count; s++)
        {
            var stretch = stretches[s];
            if (stretch.Length < 2)
                continue;
            var part = stretch.Scaffold with { Genes = [.. stretch.Genes], Untranslated = [] };
            foreach (var window in WindowCutter.Cover([part], genes))
            {
                windows.Add(window with { Scaffold = stretch.Scaffold, Start = stretch.Start + window.Start });
                places.Add((s, window.Start));
            }
        }
        var sums = stretches.Select(stretch => new Sums(stretch, ReachOf(stretch, genes, options))).ToArray();
        var passes = 0L;
        if (windows.Count > 0)
        {
            var cover = new ScaffoldSet(set.Source, set.Genomes, set.Proteins, windows, []);
            var data = GeneDataset.Create(cover, proteins, transform, progress, cancellation);
            var reader = new InfluencePasses(model, data, options, options.Reach ?? genes);
            var count = new ProgressCount(
                progress,
                "influence",
                windows.Sum(window => reader.CopiesOf(window.Length)),
                "passes",
                cancellation
            );
            foreach (var group in reader.Groups())
            {
                var read = reader.Read(group, cancellation);
                for (var w = 0; w < group.Length; w++)
                    sums[places[group[w]].Stretch].Add(read[w], places[group[w]].First);
                var done = read.Sum(window => reader.CopiesOf(window.Length));
                passes += done;
                count.Add(done);
            }
        }
        InfluenceBand[] bands = [.. sums.Select(sum => sum.ToBand())];
        var result = new InfluenceResult(set.Source, bands, windows.Count, passes, options)
        {
            IsUntrained = model.LabelPca is null,
            TrainedOn = model.TrainedOn.KnownOf(set, stretches),
            Notes = [.. Notes(stretches, bands)],
        };
        if (truth is not null)
            result = InfluenceTest.Run(result, set, truth, progress, cancellation);
        return result with { Conclusion = InfluenceConclusion.Of(result) };
    }

    private static int ReachOf(GeneWindow stretch, int genes, InfluenceOptions options) =>
        Math.Max(0, Math.Min(options.Reach ?? int.MaxValue, Math.Min(genes, stretch.Length) - 1));

    private static IEnumerable<string> Notes(IReadOnlyList<GeneWindow> stretches, InfluenceBand[] bands)
    {
        if (stretches.Count(stretch => stretch.Length < 2) is > 0 and var alone)
            yield return $"{alone} of {stretches.Count} stretches have one gene, which nothing stands beside: they were not read.";
        var (apart, pairs) = (0L, 0L);
        foreach (var band in bands)
            for (var i = 0; i < band.Length; i++)
            for (var d = 1; d <= Math.Min(band.Reach, band.Length - 1 - i); d++)
            {
                pairs++;
                if (float.IsNaN(band.Attention[(i * band.Reach) + d - 1]))
                    apart++;
            }
        if (apart > 0)
            yield return $"{apart} of {pairs} pairs within the reach are farther apart than half a window and in no window together: "
                + "nothing was read of them.";
        var untranslated = stretches.Select(stretch => stretch.Scaffold).Distinct().Sum(scaffold => scaffold.Untranslated.Count);
        if (untranslated > 0)
            yield return $"{untranslated} genes without a protein, pseudogenes most often, were passed over: the model reads proteins.";
    }

    /// <summary>Sums over the windows that hold a pair.</summary>
    private sealed class Sums(GeneWindow stretch, int reach)
    {
        private readonly float[] _values = new float[checked(stretch.Length * ((2 * reach) + 1))];
        private readonly float[] _attention = new float[checked(stretch.Length * reach)];
        private readonly float[] _likeness = new float[checked(stretch.Length * reach)];
        private readonly ushort[] _windows = new ushort[checked(stretch.Length * reach)];

        public void Add(WindowInfluence window, int first)
        {
            var n = window.Length;
            for (var i = 0; i < n; i++)
            for (var j = i + 1; j <= Math.Min(n - 1, i + reach); j++)
            {
                var at = ((first + i) * reach) + j - i - 1;
                _windows[at]++;
                _attention[at] += window.Attention[(i * n) + j];
                _likeness[at] = window.Likeness[(i * n) + j];
                _values[Place(first + i, first + j)] += (float)window.Values[(i * n) + j];
                _values[Place(first + j, first + i)] += (float)window.Values[(j * n) + i];
            }
        }

        public InfluenceBand ToBand()
        {
            for (var i = 0; i < stretch.Length; i++)
            for (var d = 1; d <= reach; d++)
            {
                var at = (i * reach) + d - 1;
                var held = _windows[at];
                if (held == 0)
                    _attention[at] = _likeness[at] = float.NaN;
                else
                    _attention[at] /= held;
                // Beyond the end there is no gene, whose own row has no place for this one either.
                if (i + d < stretch.Length)
                    foreach (var place in (ReadOnlySpan<int>)[Place(i, i + d), Place(i + d, i)])
                        _values[place] = held == 0 ? float.NaN : _values[place] / held;
                else
                    _values[Place(i, i + d)] = float.NaN;
                if (i - d < 0)
                    _values[Place(i, i - d)] = float.NaN;
            }
            return new InfluenceBand(stretch, reach, _values, _attention, _likeness);
        }

        private int Place(int target, int source) => (target * ((2 * reach) + 1)) + reach + source - target;
    }
}
