namespace Glm.Modeling;

/// <summary>What became of a key of a checkpoint, or of a tensor of the model.</summary>
public enum CheckpointStatus
{
    /// <summary>Read into the model.</summary>
    Loaded,

    /// <summary>Known dead weight of the published layout: never used by the model, and not read.</summary>
    DeadWeight,

    /// <summary>The model needs it and the file lacks it.</summary>
    Missing,

    /// <summary>The file has it and the model has no place for it.</summary>
    Unexpected,

    /// <summary>In both, with different sizes.</summary>
    WrongShape,
}

/// <summary>One key.</summary>
/// <param name="Key">As in the file.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Found">Its shape in the file; null if missing.</param>
/// <param name="Expected">Its shape in the model; null if the model has none.</param>
public sealed record CheckpointEntry(string Key, CheckpointStatus Status, IReadOnlyList<long>? Found, IReadOnlyList<long>? Expected);

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
