namespace Glm.Analysis.Ablation;

/// <summary>What a triplet loss over functions of genes was worth, on held-out genomes. Immutable by convention.</summary>
/// <param name="Function">Name of the labels. Untrusted text.</param>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Weight">What the loss counted.</param>
/// <param name="KnownGenes">Labelled genes of training windows, which functions are transferred from.</param>
/// <param name="Functions">Different labels that they have.</param>
/// <param name="AskedGenes">Labelled genes of held-out windows, whose functions are asked for.</param>
/// <param name="Answerable">Share of these with a label that some training gene has: the most that transfer can reach, 0 to 1.</param>
/// <param name="FunctionUnits">What the intervals of transfers draw, for example "12 genomes".</param>
/// <param name="HeldOutWindows">Windows whose genes were masked.</param>
/// <param name="MaskedGenes">How many were, the same for both models.</param>
/// <param name="MaskedUnits">What the intervals of masked genes draw.</param>
/// <param name="Figures">With the triplet loss, beside what it is compared with.</param>
public sealed record TripletAblation(
    string Function,
    string Source,
    double Weight,
    int KnownGenes,
    int Functions,
    int AskedGenes,
    double Answerable,
    string FunctionUnits,
    int HeldOutWindows,
    int MaskedGenes,
    string MaskedUnits,
    IReadOnlyList<AblationFigure> Figures
)
{
    /// <summary>One of the figures.</summary>
    /// <param name="measure">What is measured.</param>
    /// <param name="rival">Transfers have all rivals, masked genes the model without alone.</param>
    public AblationFigure Of(AblationMeasure measure, AblationRival rival = AblationRival.Without) =>
        Figures.First(figure => figure.Measure == measure && figure.Rival == rival);

    /// <summary>In one sentence, what the loss did, also where it was for the worse.</summary>
    public string Conclusion => AblationConclusion.Of(this);
}
