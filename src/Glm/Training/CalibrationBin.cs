using Glm.Statistics;

namespace Glm.Training;

/// <summary>Masked genes of whose likeliest prediction a model is about as sure. Immutable.</summary>
/// <param name="From">Smallest likelihood of the bin.</param>
/// <param name="To">Where the next bin begins; the last one includes it, 1.</param>
/// <param name="Genes">How many masked genes there are.</param>
/// <param name="Likelihood">Their mean likelihood of the likeliest prediction, 0 to 1.</param>
/// <param name="Closest">Share of them whose likeliest prediction is the closest one to the label: what the likelihood claims.</param>
/// <param name="Accuracy">Share of them that the likeliest prediction identifies among the genes of the window.</param>
public sealed record CalibrationBin(double From, double To, int Genes, double Likelihood, Estimate Closest, Estimate Accuracy);
