using System.Globalization;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Modeling.Functions;

namespace Glm.Interactive.Display.Views;

/// <summary>The shape of a model of functions, and what it predicts.</summary>
public static class FunctionModelView
{
    private const int LabelsShown = 5;

    /// <param name="model">Its text is untrusted.</param>
    public static MimeBundle Create(FunctionModel model)
    {
        var config = model.Config;
        return KeyValueView.Create(
            "Model of functions",
            ("parameters", model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)),
            ("layers", $"{config.Layers} of {config.HiddenSize}, {config.Heads} heads, feed-forward {config.FeedForward}"),
            (
                "reads",
                $"windows of up to {config.MaxGenes} genes, {config.ProteinWidth} numbers each"
                    + (model.Input is null ? ", as they are" : ", standardised")
                    + (config.ConcatenatesInput ? "; the labels are read from them too" : "")
            ),
            (
                "predicts",
                $"{Html.Count(config.Labels.Count, "label")} of '{Html.Line(config.LabelName, 60)}': "
                    + string.Join(", ", config.Labels.Take(LabelsShown).Select(label => Html.Line(label, 40)))
                    + (config.Labels.Count > LabelsShown ? ", …" : "")
            ),
            ("weights", model.LoadReport is { } report ? $"{Path.GetFileName(report.Source)}: {report}" : "made here")
        );
    }
}
