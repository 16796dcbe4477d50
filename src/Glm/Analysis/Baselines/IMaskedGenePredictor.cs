namespace Glm.Analysis.Baselines;

/// <summary>Predicts the label rows of masked genes. Safe for concurrent use.</summary>
public interface IMaskedGenePredictor
{
    /// <summary>P, predictions per masked gene, at least 1.</summary>
    int PredictionsPerGene { get; }

    /// <summary>Predicts every masked gene of a window.</summary>
    /// <param name="window">Shows what is not masked.</param>
    /// <param name="predictions">[M, P, K], M in the order of <see cref="MaskedWindow.Masked"/>, the likeliest prediction first. NaN as
    /// the first number of a prediction says that there is none, which is scored as a guess.</param>
    void Predict(MaskedWindow window, Span<float> predictions);
}
