namespace Glm.Arrays;

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
