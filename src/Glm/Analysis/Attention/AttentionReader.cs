using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Attention;

/// <summary>Reads one window with a gLM and keeps every head's attention. The public C# twin of <c>#!glm attention</c>.</summary>
public static class AttentionReader
{
    /// <summary>The attention over one window; nothing is masked, dropout is off.</summary>
    /// <param name="model">Whose heads.</param>
    /// <param name="data">Windows with features of the model's width.</param>
    /// <param name="window">Index of the window in the dataset.</param>
    public static AttentionResult Run(GlmModel model, GeneDataset data, int window)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)window, (uint)data.Windows.Count, nameof(window));
        using var scope = NewDisposeScope();
        using var still = inference_mode();
        using var batch = GeneBatch.Read(data, [window], model.Device);
        using var output = model.Forward(batch, GlmOutputs.Attentions);
        var all = cat([.. output.Attentions!]).contiguous().cpu(); // [layers, A, L, L]
        return new AttentionResult(data.Windows[window], model.Config.Layers, model.Config.Heads, all.data<float>().ToArray());
    }

    /// <summary>
    /// The index of a window: the first of the scaffold with this id, or the one with this id itself ("contig_7:31-60"); the first of all
    /// for null.
    /// </summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static int FindWindow(GeneDataset data, string? name)
    {
        for (var i = 0; i < data.Windows.Count; i++)
            if (name is null || data.Windows[i].Id == name || data.Windows[i].Scaffold.Id == name)
                return i;
        if (name is null)
            throw new GlmException("There is no window. Load scaffolds with enough genes, or use a smaller --min-genes.");
        var reason = data.Scaffolds.Dropped.FirstOrDefault(dropped => dropped.ScaffoldId == name) is { } gone
            ? $"has no window ({gone.Reason})"
            : "is not in this set";
        throw new GlmException(
            $"Scaffold '{name}' {reason}; the first ones with a window are "
                + $"{string.Join(", ", data.Windows.Select(window => window.Scaffold.Id).Distinct().Take(3))}."
        );
    }
}
