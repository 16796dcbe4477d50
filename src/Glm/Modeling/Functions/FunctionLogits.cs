using static TorchSharp.torch;

namespace Glm.Modeling.Functions;

/// <summary>What a model of functions makes of a batch; owns its tensors.</summary>
/// <param name="Logits">[B, L, C], the confidence already multiplied in.</param>
/// <param name="Confidences">[B, L, C], 0 to 1.</param>
internal sealed record FunctionLogits(Tensor Logits, Tensor Confidences) : IDisposable
{
    public void Dispose()
    {
        Logits.Dispose();
        Confidences.Dispose();
    }
}
