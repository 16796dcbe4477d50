using System.Globalization;
using Glm.Interactive.Hosting;
using Glm.Modeling.Sets;

namespace Glm.Interactive.Display.Views;

/// <summary>The shape of a protein set transformer, and who attends to whom in it.</summary>
public static class ProteinSetModelView
{
    /// <param name="model">Its text is untrusted.</param>
    public static MimeBundle Create(ProteinSetTransformer model)
    {
        var config = model.Config;
        return KeyValueView.Create(
            "Protein set transformer",
            ("parameters", model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)),
            (
                "layers",
                $"{config.Layers} of {config.OutputWidth}, {config.Heads} heads"
                    + (config.HasDecoder ? ", and a decoder that pools sets" : "; the mean stands for a set")
            ),
            (
                "reads",
                $"sets of up to {config.MaxProteins} proteins, {config.ProteinWidth} numbers each, {config.PlaceWidth} for position and "
                    + $"{config.PlaceWidth} for strand"
            ),
            (
                "attention",
                config.Attention.Pattern switch
                {
                    SetAttentionPattern.Full => "among all proteins of a set",
                    SetAttentionPattern.Sparse => $"up to {config.Attention.Threshold} places apart",
                    _ => $"within stretches of {config.Attention.ChunkSize} proteins",
                }
            ),
            ("weights", model.LoadReport is { } report ? $"{Path.GetFileName(report.Source)}: {report}" : "made here")
        );
    }
}
