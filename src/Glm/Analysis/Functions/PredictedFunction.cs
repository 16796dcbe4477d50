namespace Glm.Analysis.Functions;

/// <summary>A label that a gene is predicted to have. Immutable. All texts are untrusted.</summary>
/// <param name="Gene">Its id; of PlasGO's files, the protein's.</param>
/// <param name="Name">What a person would call it: a symbol, a locus tag, or else the id.</param>
/// <param name="Product">Such as "hypothetical protein"; null where none is known.</param>
/// <param name="Before">What the genes before it are called, the nearest last; fewer at the end of a scaffold, and of genes in several
/// places, of the first.</param>
/// <param name="After">Those after it, the nearest first.</param>
/// <param name="Label">Such as "GO:0003677".</param>
/// <param name="Probability">As PlasGO calls it: in hundredths, the mean over the windows that kept it (see
/// <see cref="Modeling.Functions.FunctionRules"/>).</param>
/// <param name="Confidence">How far the model trusts itself, 0 to 1, the mean over all windows.</param>
public sealed record PredictedFunction(
    string Gene,
    string Name,
    string? Product,
    IReadOnlyList<string> Before,
    IReadOnlyList<string> After,
    string Label,
    double Probability,
    double Confidence
);
