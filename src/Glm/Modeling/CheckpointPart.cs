namespace Glm.Modeling;

/// <summary>
/// A named part of a checkpoint beyond the model itself, such as the state of an optimiser: one file of the folder. Whoever defines a part
/// says how it is read and written; <see cref="GlmCheckpoint"/> only carries it.
/// </summary>
/// <typeparam name="T">What the part is.</typeparam>
/// <param name="FileName">Its file in the folder, without path; not one of the model's own three.</param>
/// <param name="Read">From the path of its file.</param>
/// <param name="Write">To a path; complete before the path exists, as <see cref="Arrays.Storage.StoredFile.Replace"/> does it.</param>
public sealed record CheckpointPart<T>(string FileName, Func<string, T> Read, Action<string, T> Write)
    where T : class;
