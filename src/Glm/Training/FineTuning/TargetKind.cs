namespace Glm.Training.FineTuning;

/// <summary>What is predicted of an item.</summary>
public enum TargetKind
{
    /// <summary>One class of several (softmax, cross-entropy).</summary>
    SingleLabel,

    /// <summary>Any number of labels (a sigmoid each, binary cross-entropy).</summary>
    MultiLabel,

    /// <summary>A number (squared error of the standardised number).</summary>
    Regression,
}
