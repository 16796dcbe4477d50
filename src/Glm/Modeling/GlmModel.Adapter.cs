using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>Adapters: small changes that are kept apart from the weights.</summary>
public sealed partial class GlmModel
{
    /// <summary>What changes the weights as they are used; null for a model that computes with its weights alone.</summary>
    public LoraAdapter? Adapter { get; private init; }

    /// <summary>
    /// 32 hexadecimal digits that depend on shape and weights, so that an adapter knows the base that it was trained on.
    /// </summary>
    public string Fingerprint => CheckpointIdentity.Of(Config, Parameters, Glm.Features.FeatureFit.None);

    /// <summary>A model with the weights of this one and an adapter. It borrows both; only the adapter gets gradients.</summary>
    /// <exception cref="GlmException">The adapter is for models of another shape.</exception>
    public GlmModel WithAdapter(LoraAdapter adapter)
    {
        if (new ParameterLayout(adapter.Config).Slots.Select(slot => slot.Count).SequenceEqual(Layout.Slots.Select(slot => slot.Count)))
            return new GlmModel(Config, Parameters)
            {
                Adapter = adapter,
                Features = Features,
                TrainedOn = TrainedOn,
                LoadReport = LoadReport,
            };
        throw new GlmException(
            $"The adapter is for a gLM of {adapter.Config.Layers} layers of {adapter.Config.HiddenSize} (proteins of "
                + $"{adapter.Config.ProteinWidth} numbers), and this one has {Config.Layers} of {Config.HiddenSize} (proteins of "
                + $"{Config.ProteinWidth}). Use the model that it was trained on."
        );
    }

    /// <summary>A model with weights of its own that include the adapter, if there is one. The caller disposes of it.</summary>
    public GlmModel Merge()
    {
        var weights = new FlatParameters(Layout, Device);
        using (no_grad())
        using (NewDisposeScope())
            weights.Values.copy_(Parameters.Values);
        Adapter?.MergeInto(weights);
        return new GlmModel(Config, weights) { Features = Features, TrainedOn = TrainedOn };
    }

    /// <exception cref="GlmException">The model computes with an adapter.</exception>
    internal void CheckHasNoAdapter(string done)
    {
        if (Adapter is not null)
            throw new GlmException(
                $"This model computes with an adapter, which lies apart from its weights, and cannot be {done} as one. Merge it first "
                    + $"(model.Merge()), or save the adapter."
            );
    }

    /// <summary>The tensor to compute with: under an adapter the base gets no gradients.</summary>
    private Tensor Of(ParameterLeaf leaf) => Adapter is null ? Parameters[leaf] : Parameters[leaf].detach();
}
