namespace Glm.Formats.KnownOperons;

/// <summary>A gene that a file of operons names. Immutable. All text is from the file and untrusted.</summary>
/// <param name="Names">What the file calls the gene: one name, or several of different kinds, the most exact first.</param>
/// <param name="Operon">The operon's name; null where the file says that the gene is in none.</param>
/// <param name="Line">The line in the file, from 1.</param>
public sealed record OperonMember(IReadOnlyList<string> Names, string? Operon, long Line)
{
    /// <summary>The gene's family, where a column of that name says so; else null.</summary>
    public string? Family { get; init; }
}
