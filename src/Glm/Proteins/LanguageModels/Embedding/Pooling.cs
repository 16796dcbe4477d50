namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>How the vectors of residues become one of the protein.</summary>
public enum Pooling
{
    /// <summary>Their mean, without the tokens before and after: gLM's, ProtTrans' and PlasGO's.</summary>
    Mean,

    /// <summary>The mean of all tokens, also those before and after: DGEB's.</summary>
    MeanAll,

    /// <summary>The vector of the token before the first residue, which ProtT5 does not have.</summary>
    Cls,
}
