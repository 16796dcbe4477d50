using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Attention;

/// <summary>
/// Reads all windows with a gLM and asks of every head what its attention follows: the strand, the distance, the likeness of the proteins,
/// operons. Memory does not grow with the number of windows.
/// </summary>
public static class HeadProfileReader
{
    /// <summary>Windows read at once.</summary>
    private const int BatchSize = 16;

    /// <summary>Whether both genes lie on one strand: 1 or 0.</summary>
    public const string SameStrand = "same strand";

    /// <summary>How close they stand: the negative logarithm of the number of genes from one to the other.</summary>
    public const string Closeness = "closeness";

    /// <summary>The cosine of their protein vectors.</summary>
    public const string Likeness = "likeness";

    /// <summary>Whether one operon has both: 1 or 0.</summary>
    public const string Operon = "operon";

    /// <summary>Reads every window; nothing is masked, dropout is off.</summary>
    /// <param name="model">Whose heads.</param>
    /// <param name="data">Windows with features of the model's width, in memory or of a corpus. Windows that overlap count a pair as often
    /// as they hold it.</param>
    /// <param name="truth">What is known of operons; null to do without.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    public static HeadProfiles Run(
        GlmModel model,
        IWindowData data,
        OperonTruth? truth = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var (layers, heads, width) = (model.Config.Layers, model.Config.Heads, data.FeatureWidth - 1);
        string[] properties = truth is null ? [SameStrand, Closeness, Likeness] : [SameStrand, Closeness, Likeness, Operon];
        var tallies = Array.ConvertAll(properties, _ => new HeadTally(layers * heads));
        using var still = inference_mode();
        foreach (var windows in Enumerable.Range(0, data.WindowCount).Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = GeneBatch.Read(data, windows, model.Device);
            using var output = model.Forward(batch, GlmOutputs.Attentions);
            using var maps = cat([.. output.Attentions!], dim: 1); // [B, layers·A, L, L]
            using var vectors = batch.Features.narrow(2, 0, width).contiguous().cpu();
            using var unit = vectors.div(vectors.norm(2, true).clamp_min(1e-12));
            using var cosines = bmm(unit, unit.transpose(1, 2)).contiguous(); // [B, L, L]
            var alike = cosines.data<float>().ToArray();
            var rows = (int)cosines.shape[1];
            for (var b = 0; b < windows.Length; b++)
            {
                var window = data.Window(windows[b]);
                Gene[] genes = [.. window.Genes];
                var start = b * rows * rows;
                for (var property = 0; property < properties.Length; property++)
                    tallies[property].Add(maps[b], window, ValueOf(properties[property]));

                Func<int, int, double> ValueOf(string property) =>
                    property switch
                    {
                        SameStrand => (i, j) => genes[i].Strand == genes[j].Strand ? 1 : 0,
                        Closeness => (i, j) => -Math.Log(j - i),
                        Likeness => (i, j) => alike[start + (i * rows) + j],
                        _ => (i, j) =>
                            truth!.Label(genes[i], genes[j]) is not { } label ? double.NaN
                            : label ? 1
                            : 0,
                    };
            }
            progress?.Report(new ProgressReport("heads", windows[^1] + 1, data.WindowCount, "windows"));
        }
        return new HeadProfiles(data.Source, properties, [.. tallies.Select(tally => tally.Count)], HeadTally.Profiles(tallies, heads));
    }
}
