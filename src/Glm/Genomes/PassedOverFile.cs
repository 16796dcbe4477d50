namespace Glm.Genomes;

/// <summary>A file that a load did not use.</summary>
/// <param name="File">As the caller gave it, or as its folder was given.</param>
/// <param name="Reason">One line, for example "the same genome as PROKKA.gbk, whose annotation is richer".</param>
/// <param name="IsUnreadable">Whether it should have been read: a genome file that is damaged, or not what its name says.</param>
public sealed record PassedOverFile(string File, string Reason, bool IsUnreadable);
