using System.Globalization;
using Glm.Analysis.Ablation;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>What a triplet loss over functions was worth: the same model with it and without, on held-out genomes, beside what needs no
/// model; where it loses, the sentence says so.</summary>
public static class TripletAblationView
{
    public static MimeBundle Create(TripletAblation ablation) =>
        Html.Bundle(
            Text(ablation),
            Html.View(
                Html.NewId(),
                Html.Heading(Title(ablation)) + Html.Note(Setting(ablation)) + Html.Note(ablation.Conclusion) + Table(ablation).ToHtml()
            ),
            svg: null
        );

    internal static string Text(TripletAblation ablation) =>
        $"{Title(ablation)}. {Setting(ablation)}\n{ablation.Conclusion}\n{Table(ablation).ToText()}";

    private static string Title(TripletAblation ablation) =>
        $"With and without the triplet loss over '{Html.Line(ablation.Function, 60)}'";

    private static string Setting(TripletAblation ablation) =>
        $"{Html.Line(ablation.Source, 100)}, held-out genes alone. Transfer: {Html.Count(ablation.AskedGenes, "labelled gene")}, each "
        + $"with the function of the most similar of {Html.Count(ablation.KnownGenes, "training gene")} with "
        + $"{Html.Count(ablation.Functions, "function")}; {Html.Percent(ablation.Answerable)} have one that occurs there. 95% "
        + $"intervals over {Html.Line(ablation.FunctionUnits, 80)}. {Html.Count(ablation.MaskedGenes, "masked gene")} of "
        + $"{Html.Count(ablation.HeldOutWindows, "window")}, the same for both; 95% intervals over "
        + $"{Html.Line(ablation.MaskedUnits, 80)}. The model without it began with the same weights and had the same batches and as many "
        + "steps.";

    private static DataTable Table(TripletAblation ablation)
    {
        var table = new DataTable(["measure", "with the loss", "compared with", "there", "difference", "Holm's p", "the loss is"]);
        foreach (var figure in ablation.Figures)
            table.Add(
                Words(figure.Measure),
                figure.With.ToString(),
                Words(figure.Rival),
                figure.Other.ToString(),
                figure.Difference.ToString(),
                double.IsNaN(figure.HolmP) ? "–" : figure.HolmP.ToString("0.0##", CultureInfo.InvariantCulture),
                figure.Verdict switch
                {
                    > 0 => "better",
                    < 0 => "worse",
                    _ => "no clear difference",
                }
            );
        return table;
    }

    private static string Words(AblationMeasure measure) =>
        measure switch
        {
            AblationMeasure.Transfer => "transfer of functions",
            AblationMeasure.Accuracy => "accuracy on masked genes",
            AblationMeasure.PseudoAccuracy => "pseudo-accuracy on them",
            _ => "squared error on them",
        };

    private static string Words(AblationRival rival) =>
        rival switch
        {
            AblationRival.Without => "without the loss",
            AblationRival.Protein => "protein vectors alone",
            _ => "the most frequent function",
        };
}
