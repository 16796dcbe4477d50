using Glm.Features;
using Glm.Formats;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Attention;

/// <summary>Reads one window with a gLM and keeps every head's attention.</summary>
public static class AttentionReader
{
    /// <summary>The attention over one window; nothing is masked, dropout is off.</summary>
    /// <param name="model">Whose heads.</param>
    /// <param name="data">Windows with features of the model's width, in memory or of a corpus.</param>
    /// <param name="window">Index of the window.</param>
    public static AttentionResult Run(GlmModel model, IWindowData data, int window)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)window, (uint)data.WindowCount, nameof(window));
        using var scope = NewDisposeScope();
        using var still = inference_mode();
        using var batch = GeneBatch.Read(data, [window], model.Device);
        using var output = model.Forward(batch, GlmOutputs.Attentions);
        var all = cat([.. output.Attentions!]).contiguous().cpu(); // [layers, A, L, L]
        return new AttentionResult(data.Window(window), model.Config.Layers, model.Config.Heads, all.data<float>().ToArray());
    }

    /// <summary>
    /// The attention over a stretch of a scaffold that may be longer than a window: it is read in windows each of which begins half a
    /// window after the one before, and a pair has the mean over the windows that hold both of its genes. Pairs that are farther apart
    /// than a window have none, and rows need not sum to 1.
    /// </summary>
    /// <param name="model">Whose heads.</param>
    /// <param name="set">Where the scaffold is.</param>
    /// <param name="proteins">A vector for every protein of the stretch.</param>
    /// <param name="transform">Of the vectors' width, as the model learned with.</param>
    /// <param name="stretch">Genes of a scaffold of the set, 2 or more.</param>
    /// <param name="windowGenes">Genes in a window; null for the longest window of the set.</param>
    /// <param name="cancellation">Polled before every window.</param>
    /// <exception cref="GlmException">The widths differ, or a protein has no vector.</exception>
    public static AttentionResult Run(
        GlmModel model,
        ScaffoldSet set,
        ProteinVectors proteins,
        FeatureTransform transform,
        GeneWindow stretch,
        int? windowGenes = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch.Length, 2, nameof(stretch));
        var genes = windowGenes
            ?? Math.Max(2, set.Windows.Select(window => window.Length).DefaultIfEmpty(WindowCutter.DefaultMaxGenes).Max());
        var part = stretch.Scaffold with { Genes = [.. stretch.Genes], Untranslated = [] };
        GeneWindow[] windows =
        [
            .. WindowCutter
                .Cover([part], genes)
                .Select(window => window with { Scaffold = stretch.Scaffold, Start = stretch.Start + window.Start }),
        ];
        var cover = new ScaffoldSet(set.Source, set.Genomes, set.Proteins, windows, []);
        var data = GeneDataset.Create(cover, proteins, transform, progress: null, cancellation);
        var (n, heads) = (stretch.Length, model.Config.Layers * model.Config.Heads);
        var values = new float[checked(heads * n * n)];
        var held = new int[n * n];
        for (var w = 0; w < windows.Length; w++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (read, first, length) = (Run(model, data, w), windows[w].Start - stretch.Start, windows[w].Length);
            for (var i = 0; i < length; i++)
            for (var j = 0; j < length; j++)
            {
                var at = ((first + i) * n) + first + j;
                held[at]++;
                for (var head = 0; head < heads; head++)
                    values[(head * n * n) + at] += read.Values[(((head * length) + i) * length) + j];
            }
        }
        for (var at = 0; at < held.Length; at++)
        for (var head = 0; head < heads && held[at] > 1; head++)
            values[(head * n * n) + at] /= held[at];
        return new AttentionResult(stretch, model.Config.Layers, model.Config.Heads, values);
    }

    /// <summary>
    /// The index of a window by name: the first one of a scaffold ("contig_7"), or one by its own id ("contig_7:31-60"); null for the very
    /// first.
    /// </summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static int FindWindow(IWindowData data, string? name)
    {
        for (var i = 0; i < data.WindowCount; i++)
            if (name is null || IsCalled(name, i))
                return i;
        if (name is null)
            throw new GlmException(
                $"There is no window. Load scaffolds with enough genes, or use a smaller {Setting.Of(nameof(LoadOptions.MinGenes))}."
            );
        var reason = data.WhyDropped(name) is { } why ? $"has no window ({why})" : "is not in this set";
        var others = Enumerable.Range(0, data.WindowCount).Select(ScaffoldIdOf).Distinct().Take(3);
        throw new GlmException($"Scaffold '{name}' {reason}; the first ones with a window are {string.Join(", ", others)}.");

        string ScaffoldIdOf(int window) => data.ScaffoldId(data.ScaffoldOf(window));

        bool IsCalled(string wanted, int window) =>
            wanted.StartsWith(ScaffoldIdOf(window), StringComparison.Ordinal)
            && (wanted == ScaffoldIdOf(window) || wanted == data.Window(window).Id);
    }
}
