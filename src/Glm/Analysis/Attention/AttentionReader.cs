using Glm.Features;
using Glm.Formats;
using Glm.Modeling;
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
