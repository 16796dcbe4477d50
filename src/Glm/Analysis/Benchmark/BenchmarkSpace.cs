namespace Glm.Analysis.Benchmark;

/// <summary>Vectors that a benchmark compares. Immutable.</summary>
/// <param name="Name">Of the embedder or of the model and its layer. Untrusted text.</param>
/// <param name="Kind">Where they come from.</param>
/// <param name="Layer">Of the model, 0 for the embedding block; 0 for all others.</param>
/// <param name="Layers">How many layers the model has; 0 for all others.</param>
/// <param name="Parameters">How many parameters the model has; 0 for all others.</param>
/// <param name="Width">Numbers per gene.</param>
public sealed record BenchmarkSpace(string Name, BenchmarkSpaceKind Kind, int Layer, int Layers, long Parameters, int Width);
