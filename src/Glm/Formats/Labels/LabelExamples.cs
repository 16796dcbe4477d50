namespace Glm.Formats.Labels;

/// <summary>Some ids: how many, and the first few. Immutable by convention. Ids come from files and are untrusted text.</summary>
/// <param name="Count">How many different ones.</param>
/// <param name="Examples">At most ten of them, in file order.</param>
public sealed record LabelExamples(int Count, IReadOnlyList<string> Examples)
{
    /// <summary>The most examples that are kept.</summary>
    internal const int Most = 10;
}
