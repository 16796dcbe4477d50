namespace Glm.Kernel.Jobs;

/// <summary>A name in a job's file: a command with its options, or an option with its value.</summary>
/// <param name="Name">As it is written; empty for a value that stands for all options of a command.</param>
/// <param name="Line">Line of the name, from 1.</param>
/// <param name="Options">Of a command; empty for an option.</param>
internal sealed record JobEntry(string Name, int Line, IReadOnlyList<JobEntry> Options)
{
    /// <summary>Of an option; null if none is written.</summary>
    public string? Value { get; init; }

    /// <summary>True for a value without quotes.</summary>
    public bool IsPlain { get; init; }
}
