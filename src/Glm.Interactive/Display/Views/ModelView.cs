using System.Globalization;
using Glm.Interactive.Hosting;
using Glm.Modeling;

namespace Glm.Interactive.Display.Views;

/// <summary>The shape and state of a model.</summary>
public static class ModelView
{
    public static MimeBundle Create(GlmModel model)
    {
        var config = model.Config;
        return KeyValueView.Create(
            "gLM",
            ("parameters", model.Parameters.Layout.Count.ToString("N0", CultureInfo.InvariantCulture)),
            ("layers", $"{config.Layers} of {config.HiddenSize}, {config.Heads} heads, feed-forward {config.FeedForwardSize}"),
            ("reads", $"up to {config.MaxGenes} genes, {config.ProteinWidth} numbers and the orientation each"),
            ("predicts", $"{config.Predictions} alternatives of {config.LabelWidth} numbers per masked gene"),
            ("weights", model.LoadReport is { } report ? $"{Path.GetFileName(report.Source)}: {report}" : "fresh"),
            (
                "normaliser and labels",
                (model.Normalizer, model.LabelPca) switch
                {
                    (not null, not null) => "of this model",
                    (null, not null) => "labels of this model, normaliser of the vectors",
                    (not null, null) => "normaliser of this model, labels fitted at training",
                    _ => "fitted at training",
                }
            ),
            ("device", model.Device.ToString())
        );
    }
}
