namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>How likely a protein is to a language model.</summary>
/// <param name="Id">Of the protein.</param>
/// <param name="LogLikelihoods">[L]: of each residue given all others, natural logarithms.</param>
public sealed record PseudoLikelihood(string Id, float[] LogLikelihoods)
{
    /// <summary>L.</summary>
    public int Length => LogLikelihoods.Length;

    /// <summary>The pseudo-log-likelihood: their sum.</summary>
    public double Sum => LogLikelihoods.Sum(log => (double)log);

    /// <summary>
    /// The pseudo-perplexity, e to the minus mean: among how many residues the model wavers; 20 for one that knows nothing.
    /// </summary>
    public double Perplexity => Math.Exp(-Sum / Length);
}
