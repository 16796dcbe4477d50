namespace Glm.Analysis.Baselines;

/// <summary>A predictor that says how sure it is of each of its predictions.</summary>
internal interface ILikelihoodPredictor : IMaskedGenePredictor
{
    /// <summary>As <see cref="IMaskedGenePredictor.Predict"/>, and how likely each prediction is.</summary>
    /// <param name="window">Shows what is not masked.</param>
    /// <param name="predictions">[M, P, K].</param>
    /// <param name="likelihoods">[M, P], in the order of the predictions; their sum is 1 for each gene.</param>
    void Predict(MaskedWindow window, Span<float> predictions, Span<float> likelihoods);
}
