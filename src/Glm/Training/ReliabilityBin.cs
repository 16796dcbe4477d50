namespace Glm.Training;

/// <summary>The masked genes about whose likeliest prediction a model is about equally sure.</summary>
/// <param name="Genes">How many.</param>
/// <param name="Confidence">Mean likelihood of the likeliest prediction, 0 to 1; NaN where there is no gene.</param>
/// <param name="Accuracy">Share of them whose likeliest prediction is the closest one, 0 to 1; NaN where there is no gene.</param>
public readonly record struct ReliabilityBin(int Genes, double Confidence, double Accuracy);
