using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>What a forward pass returns besides the last hidden state.</summary>
[Flags]
public enum GlmOutputs
{
    None = 0,

    /// <summary>The hidden state after the embedding block and after every layer.</summary>
    HiddenStates = 1,

    /// <summary>Every head's attention.</summary>
    Attentions = 2,

    /// <summary>Predictions and likelihoods at every position.</summary>
    Predictions = 4,
}

/// <summary>The result of a forward pass. Owns its tensors.</summary>
/// <remarks>B windows, L genes, H hidden size, A heads, P predictions, K label width.</remarks>
public sealed class GlmOutput : IDisposable
{
    internal GlmOutput(
        Tensor lastHidden,
        IReadOnlyList<Tensor>? hiddenStates,
        IReadOnlyList<Tensor>? attentions,
        (Tensor Predictions, Tensor Likelihoods)? head
    ) =>
        (LastHidden, HiddenStates, Attentions, Predictions, Likelihoods) = (
            lastHidden,
            hiddenStates,
            attentions,
            head?.Predictions,
            head?.Likelihoods
        );

    /// <summary>[B, L, H].</summary>
    public Tensor LastHidden { get; }

    /// <summary>layers + 1 tensors [B, L, H]: the embedding block's first, the last layer's last. Null unless asked for.</summary>
    public IReadOnlyList<Tensor>? HiddenStates { get; }

    /// <summary>One tensor [B, A, L, L] per layer, [.., query, key], rows summing to 1. Null unless asked for.</summary>
    public IReadOnlyList<Tensor>? Attentions { get; }

    /// <summary>[B, L, P, K]: P alternative predictions of the label. Null unless asked for.</summary>
    public Tensor? Predictions { get; }

    /// <summary>[B, L, P]: raw likelihoods of the predictions, before softmax. Null unless asked for.</summary>
    public Tensor? Likelihoods { get; }

    /// <summary>
    /// [B, L, L, layers·A]: symmetrised attention A + Aᵀ per head, channel = layer · A + head. The caller disposes of it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The attentions were not asked for.</exception>
    public Tensor Contacts()
    {
        if (Attentions is null)
            throw new InvalidOperationException("Contacts need the attentions: ask for GlmOutputs.Attentions.");
        using var scope = NewDisposeScope();
        var all = cat([.. Attentions], dim: 1); // [B, layers·A, L, L]
        return all.Plus(all.transpose(2, 3)).permute(0, 2, 3, 1).contiguous().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in HiddenStates ?? [])
            tensor.Dispose();
        foreach (var tensor in Attentions ?? [])
            tensor.Dispose();
        LastHidden.Dispose();
        Predictions?.Dispose();
        Likelihoods?.Dispose();
    }
}
