using static TorchSharp.torch;

namespace Glm.Modeling.Sets;

/// <summary>What a protein set transformer makes of a batch; the tensors belong to the caller's dispose scope.</summary>
/// <param name="Context">[N, D'] proteins in context.</param>
/// <param name="Sets">[S, D'] one vector per set.</param>
/// <param name="Pooling">[N, H] share of each protein in each head's pooling of its set; null without a decoder.</param>
internal sealed record SetOutput(Tensor Context, Tensor Sets, Tensor? Pooling);
