namespace Glm.Analysis.Operons;

/// <summary>What an operon score stands on.</summary>
public enum OperonScoreKind
{
    /// <summary>Strand, distance and other genomes: what is known without a model.</summary>
    Baseline,

    /// <summary>What a model says without having seen an operon.</summary>
    ZeroShot,

    /// <summary>A regression on what a model says, alone or beside baselines.</summary>
    Model,
}
