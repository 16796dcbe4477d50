namespace Glm.Training.FineTuning;

/// <summary>How much a genome is like those that a model was fine-tuned on. Immutable.</summary>
/// <param name="Genome">Its id. Untrusted text.</param>
/// <param name="Genes">Genes that were looked at.</param>
/// <param name="FarGenes">Those whose protein is farther from its nearest training protein than 99% of the training proteins are from
/// theirs: about 1% of a genome like the training genomes.</param>
public sealed record GenomeLikeness(string Genome, int Genes, int FarGenes)
{
    /// <summary>The share of far genes from which on a genome counts as unlike: five times what is to be expected.</summary>
    public const double UnlikeFrom = 0.05;

    /// <summary>0 to 1.</summary>
    public double FarShare => (double)FarGenes / Genes;

    /// <summary>Whether predictions of this genome are of something that was not trained for.</summary>
    public bool IsUnlike => FarShare >= UnlikeFrom;
}
