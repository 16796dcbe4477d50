namespace Glm.Analysis.Baselines;

/// <summary>A predictor that says how sure it is of each of its predictions.</summary>
internal interface ILikelihoodPredictor : IMaskedGenePredictor
{
    /// <summary>
    /// As <see cref="IMaskedGenePredictor.Predict"/> for several windows in one pass, and how likely each prediction is. No window sees
    /// another.
    /// </summary>
    /// <param name="windows">Of one length; they may be copies of one window that hide different genes of it.</param>
    /// <param name="predictions">[M, P, K], M over all windows in turn.</param>
    /// <param name="likelihoods">[M, P], in the order of the predictions; their sum is 1 for each gene.</param>
    void Predict(IReadOnlyList<MaskedWindow> windows, Span<float> predictions, Span<float> likelihoods);
}
