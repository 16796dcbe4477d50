namespace Glm.Training.FineTuning;

/// <summary>What is trained.</summary>
public enum FineTuningMode
{
    /// <summary>A linear head on the frozen model.</summary>
    Head,

    /// <summary>The head, then a low-rank adapter with it; the model's weights stay as they are.</summary>
    Lora,

    /// <summary>The head, then all weights below it with it.</summary>
    Full,
}
