using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>P alternative predictions of a gene's label, and how likely each is: two linear maps computed as one.</summary>
/// <remarks>N rows, H hidden size, P predictions, K label width.</remarks>
internal static class PredictionHead
{
    /// <summary>[N, H] -> float32 predictions [N, P, K] and raw likelihoods [N, P]. Belongs to the caller's dispose scope.</summary>
    /// <param name="hidden">[N, H].</param>
    /// <param name="weight">[P·K + P, H]: the predictions' rows, then the likelihoods'.</param>
    /// <param name="bias">[P·K + P].</param>
    /// <param name="predictions">P.</param>
    public static (Tensor Predictions, Tensor Likelihoods) Forward(Tensor hidden, Tensor weight, Tensor bias, long predictions)
    {
        var n = hidden.shape[0];
        var labels = (weight.shape[0] / predictions) - 1;
        var both = nn.functional.linear(hidden.to(weight.dtype), weight, bias).to(ScalarType.Float32);   // [N, P·K + P]
        return (
            both.narrow(1, 0, predictions * labels).reshape(n, predictions, labels),
            both.narrow(1, predictions * labels, predictions).contiguous());
    }
}
