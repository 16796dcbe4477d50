namespace Glm.Arrays;

/// <summary>Key by key, what loading a checkpoint found. Immutable.</summary>
/// <param name="Source">The file.</param>
/// <param name="Entries">The model's tensors in model order, then the file's other keys.</param>
public sealed record CheckpointReport(string Source, IReadOnlyList<CheckpointEntry> Entries)
{
    /// <summary>How many keys have this status.</summary>
    public int Count(CheckpointStatus status) => Entries.Count(entry => entry.Status == status);

    /// <summary>Whether every tensor of the model was read, and nothing in the file contradicts the model's shape.</summary>
    public bool IsComplete => Entries.All(entry => entry.Status is CheckpointStatus.Loaded or CheckpointStatus.DeadWeight);

    /// <summary>One line: counts, and the first key of every kind that is a problem.</summary>
    public override string ToString()
    {
        var problems = Entries
            .Where(entry => entry.Status is not (CheckpointStatus.Loaded or CheckpointStatus.DeadWeight))
            .GroupBy(entry => entry.Status)
            .Select(group => $"{group.Count()} {Describe(group.Key)} (first: {Describe(group.First())})");
        return string.Join(
            ", ",
            [$"{Count(CheckpointStatus.Loaded)} tensors loaded", $"{Count(CheckpointStatus.DeadWeight)} unused ones skipped", .. problems]
        );
    }

    private static string Describe(CheckpointStatus status) =>
        status switch
        {
            CheckpointStatus.Missing => "missing",
            CheckpointStatus.Unexpected => "unexpected",
            _ => "of the wrong shape",
        };

    private static string Describe(CheckpointEntry entry) =>
        entry.Status == CheckpointStatus.WrongShape
            ? $"{entry.Key} is [{string.Join(", ", entry.Found!)}], not [{string.Join(", ", entry.Expected!)}]"
            : entry.Key;
}
