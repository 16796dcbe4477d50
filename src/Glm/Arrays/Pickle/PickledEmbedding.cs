namespace Glm.Arrays.Pickle;

/// <summary>One entry of an embeddings pickle.</summary>
/// <param name="Header">The whole FASTA header, without '>'.</param>
/// <param name="Vector">[D], floating point.</param>
public sealed record PickledEmbedding(string Header, NdArray Vector);
