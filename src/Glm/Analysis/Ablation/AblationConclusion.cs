using System.Globalization;
using Glm.Runtime;

namespace Glm.Analysis.Ablation;

/// <summary>Says in words what the figures of a <see cref="TripletAblation"/> allow to be said.</summary>
internal static class AblationConclusion
{
    public static string Of(TripletAblation result)
    {
        var (transfer, accuracy) = (result.Of(AblationMeasure.Transfer), result.Of(AblationMeasure.Accuracy));
        var (protein, frequent) = (
            result.Of(AblationMeasure.Transfer, AblationRival.Protein),
            result.Of(AblationMeasure.Transfer, AblationRival.Frequent)
        );
        var weight = result.Weight.ToString(CultureInfo.InvariantCulture);
        return $"The triplet loss over '{LineText.Shown(result.Function, 60)}' (weight {weight}) {Did(transfer)} transfer of functions in "
            + $"context to held-out genes ({Figures(transfer)}) and {Did(accuracy)} the accuracy on masked genes ({Figures(accuracy)}); "
            + $"transfer with it is {Than(protein)} transfer by protein vectors alone ({Figures(protein)})"
            + (frequent.Verdict > 0 ? "." : $", and {Than(frequent)} giving every gene the most frequent function ({Figures(frequent)}).");
    }

    private static string Did(AblationFigure figure) =>
        figure.Verdict switch
        {
            > 0 => "helped",
            < 0 => "hurt",
            _ => "made no clear difference to",
        };

    private static string Than(AblationFigure figure) =>
        figure.Verdict switch
        {
            > 0 => "better than",
            < 0 => "worse than",
            _ => "not to be told from",
        };

    private static string Figures(AblationFigure figure)
    {
        var p = double.IsNaN(figure.HolmP) ? "no p" : $"Holm's p = {figure.HolmP.ToString("0.0##", CultureInfo.InvariantCulture)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{figure.With.Value:0.000} against {figure.Other.Value:0.000}, {figure.Difference}, {p}"
        );
    }
}
