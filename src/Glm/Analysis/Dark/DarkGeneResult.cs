using System.Globalization;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>How far dark genes lie from annotated ones before and in context, and what their context suggests. Immutable by
/// convention.</summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="LabelsOf">Name of the labels. Untrusted text.</param>
/// <param name="DarkBy">What makes a gene dark, in words. Untrusted text.</param>
/// <param name="Layer">The layer that was read.</param>
/// <param name="Unit">What genes were resampled by, and what no gene is asked of its own: "genomes", "scaffolds" or "windows".</param>
/// <param name="Units">How many there are.</param>
/// <param name="Annotated">Genes that are not dark.</param>
/// <param name="Labelled">Those of them with a label, which are asked.</param>
/// <param name="Components">K, principal components that were compared.</param>
/// <param name="Divergences">gLM, then baselines.</param>
/// <param name="Scores">gLM, then baselines.</param>
/// <param name="Hidden">Annotated genes that were hidden.</param>
/// <param name="Calibration">Of the confidences of hidden genes; each from a fit on other genomes.</param>
/// <param name="Ranking">AUROC of right guesses by confidence: 0.5 is chance.</param>
/// <param name="Genes">Dark genes by <see cref="DarkGene.Confidence"/>, the largest first.</param>
/// <param name="Check">Share of right guesses for dark genes that have a label all the same, one that annotated genes have too; NaN where
/// none has.</param>
/// <param name="Checked">How many have.</param>
/// <param name="CheckedConfidence">Their mean confidence; NaN where there is none.</param>
/// <param name="Surroundings">Of the gene that was asked for, or of the surest.</param>
/// <param name="Left">Genes that were not compared, by reason.</param>
/// <param name="Options">How it was done.</param>
public sealed record DarkGeneResult(
    string Source,
    string LabelsOf,
    string DarkBy,
    int Layer,
    string Unit,
    int Units,
    int Annotated,
    int Labelled,
    int Components,
    IReadOnlyList<SpaceDivergence> Divergences,
    IReadOnlyList<DarkTransferScore> Scores,
    int Hidden,
    CalibrationCurve Calibration,
    double Ranking,
    IReadOnlyList<DarkGene> Genes,
    Estimate Check,
    int Checked,
    double CheckedConfidence,
    IReadOnlyList<DarkSurroundings> Surroundings,
    IReadOnlyDictionary<string, int> Left,
    DarkGeneOptions Options
)
{
    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion => $"{OfDistances()} {OfGuesses()}{OfCheck()}";

    private string OfDistances()
    {
        var (own, proteins, mean) = (Divergences[0], Divergences[1], Divergences[2]);
        if (double.IsNaN(own.Divergence.Value) || double.IsNaN(proteins.Divergence.Value))
            return "How far dark genes lie from annotated ones cannot be measured: one kind does not vary where the other does.";
        var change =
            own.BeyondProteins.High < 0 ? "nearer to annotated ones in context than as proteins"
            : own.BeyondProteins.Low > 0 ? "farther from annotated ones in context than as proteins"
            : "not told nearer to or farther from annotated ones in context";
        var text = $"Dark genes are {change} ({own.Divergence} against {proteins.Divergence} nats)";
        if (own.BeyondProteins.High < 0)
            text +=
                mean.Divergence.Value <= own.Divergence.Value
                    ? $", and the mean of neighbouring proteins does as much without a model ({mean.Divergence})"
                    : $"; the mean of neighbouring proteins gives {mean.Divergence}";
        return text + (own.PValue > 0.05 ? "; in context no farther than genes drawn at random." : ".");
    }

    private string OfGuesses()
    {
        var baselines = Scores.Where(score => score.IsBaseline).OrderByDescending(score => score.Accuracy.Value).ToArray();
        // One that is surely ahead counts before one that is further ahead by chance.
        var best = baselines.FirstOrDefault(score => score.Lead.High < 0) ?? baselines[0];
        var standing =
            best.Lead.Low > 0 ? "better than the best baseline,"
            : best.Lead.High < 0 ? "worse than a baseline,"
            : "not told apart from the best baseline,";
        var sure = Genes.Count(gene => gene.Confidence >= 0.5);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Hidden annotated genes whose proteins are as alone as dark ones get the right '{LineText.Shown(LabelsOf, 40)}' from their "
                + $"nearest in context in {100 * Scores[0].Accuracy.Value:0.0}% [{100 * Scores[0].Accuracy.Low:0.0}, "
                + $"{100 * Scores[0].Accuracy.High:0.0}], {standing} {best.Name} ({100 * best.Accuracy.Value:0.0}%). {sure} of "
                + $"{Genes.Count} dark genes have a guess that is more likely right than wrong."
        );
    }

    private string OfCheck() =>
        Checked == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" Of {Checked} dark genes that have a label all the same it is right for {Check}, and claims {CheckedConfidence:0.000}."
            );
}
