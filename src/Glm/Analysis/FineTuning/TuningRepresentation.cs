namespace Glm.Analysis.FineTuning;

/// <summary>What items are predicted with.</summary>
public enum TuningRepresentation
{
    /// <summary>The fine-tuned model.</summary>
    FineTuned,

    /// <summary>A linear probe of the last hidden layer of the model as it was.</summary>
    Frozen,

    /// <summary>A linear probe of the proteins' vectors alone; of pairs with their strands.</summary>
    ContextFree,

    /// <summary>A linear probe of the strands of a pair, and of its distance where that is known.</summary>
    StrandAndDistance,

    /// <summary>Nothing: the largest class, or the mean of the training items.</summary>
    Guess,
}
