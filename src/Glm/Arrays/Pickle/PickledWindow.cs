namespace Glm.Arrays.Pickle;

/// <summary>One scaffold of a batch pickle, padded to the window length L.</summary>
/// <param name="ProteinIds">[L] row numbers from 1; 0 is padding.</param>
/// <param name="Embeds">[L, features], float16 as the reference writes it.</param>
/// <param name="LabelEmbeds">[L, label width], not clipped.</param>
/// <param name="AttentionMask">[L]: 1 for a gene, 0 for padding.</param>
public sealed record PickledWindow(long[] ProteinIds, NdArray Embeds, NdArray LabelEmbeds, long[] AttentionMask);
