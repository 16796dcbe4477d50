namespace Glm.Arrays;

/// <summary>One key.</summary>
/// <param name="Key">As in the file.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Found">Its shape in the file; null if missing.</param>
/// <param name="Expected">Its shape in the model; null if the model has none.</param>
public sealed record CheckpointEntry(string Key, CheckpointStatus Status, IReadOnlyList<long>? Found, IReadOnlyList<long>? Expected);
