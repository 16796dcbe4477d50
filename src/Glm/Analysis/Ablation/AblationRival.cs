namespace Glm.Analysis.Ablation;

/// <summary>What a model that learned with a triplet loss is compared with.</summary>
public enum AblationRival
{
    /// <summary>The same model after the same steps without the loss.</summary>
    Without,

    /// <summary>The most similar training gene by protein vectors alone, which know no context.</summary>
    Protein,

    /// <summary>The most frequent function among training genes, for every gene.</summary>
    Frequent,
}
