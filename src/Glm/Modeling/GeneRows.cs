using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>Some genes of a batch, of which alone the last layer is computed.</summary>
/// <param name="Positions">[N] int64, among B·L.</param>
/// <param name="Blocks">[N]: their numbers in the whole batch, blocks of dropout.</param>
internal readonly record struct GeneRows(Tensor Positions, long[] Blocks);
