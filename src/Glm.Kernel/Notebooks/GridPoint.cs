namespace Glm.Kernel.Notebooks;

/// <summary>One run of a <see cref="ParameterGrid"/>.</summary>
/// <param name="Values">The value of every parameter that was given.</param>
/// <param name="Label">The values in which the runs differ, for people: "steps=100, seed=1"; empty for a single run.</param>
/// <param name="FileName">The same as the name of a file or folder, without an extension, which no other run has.</param>
public sealed record GridPoint(IReadOnlyDictionary<string, string> Values, string Label, string FileName);
