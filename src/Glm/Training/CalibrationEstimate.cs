using Glm.Statistics;

namespace Glm.Training;

/// <summary>
/// Whether a model is as sure as it should be. A likelihood says how probable it is that a prediction is the closest of the model's
/// predictions to the label; among genes for which the likeliest one has 0.8, it should be the closest for 80%. Immutable by convention.
/// </summary>
/// <param name="Bins">Ten equal steps from 0 to 1, those without genes left out.</param>
/// <param name="Error">
/// Expected calibration error: how far likelihoods and shares of right ones are apart, in the mean over the genes; 0 is best.
/// </param>
public sealed record CalibrationEstimate(IReadOnlyList<CalibrationBin> Bins, Estimate Error)
{
    private const int Steps = 10;

    /// <summary>Of some genes.</summary>
    /// <param name="likelihoods">Of the likeliest prediction of each gene.</param>
    /// <param name="isClosest">1 where it is the closest one, else 0.</param>
    /// <param name="accuracies">The credit of each gene, 0 to 1.</param>
    /// <param name="groups">The group of each gene, for the bootstrap.</param>
    /// <param name="seed">Of the bootstrap.</param>
    internal static CalibrationEstimate Of(double[] likelihoods, double[] isClosest, double[] accuracies, int[] groups, int seed)
    {
        int[] bins = Array.ConvertAll(likelihoods, likelihood => Math.Clamp((int)(likelihood * Steps), 0, Steps - 1));
        return new CalibrationEstimate(
            [
                .. Enumerable
                    .Range(0, Steps)
                    .Select(step => (Step: step, Genes: Enumerable.Range(0, bins.Length).Where(gene => bins[gene] == step).ToArray()))
                    .Where(bin => bin.Genes.Length > 0)
                    .Select(bin => new CalibrationBin(
                        (double)bin.Step / Steps,
                        (double)(bin.Step + 1) / Steps,
                        bin.Genes.Length,
                        bin.Genes.Average(gene => likelihoods[gene]),
                        Mean(isClosest, bin.Genes),
                        Mean(accuracies, bin.Genes)
                    )),
            ],
            GroupBootstrap.OfItems(groups, ErrorOf, seed: seed)
        );

        Estimate Mean(double[] values, int[] genes) =>
            GroupBootstrap.OfMean(
                Array.ConvertAll(genes, gene => values[gene]),
                Array.ConvertAll(genes, gene => groups[gene]),
                seed: seed
            );

        double ErrorOf(int[] genes)
        {
            var apart = new double[Steps];
            foreach (var gene in genes)
                apart[bins[gene]] += likelihoods[gene] - isClosest[gene];
            return apart.Sum(Math.Abs) / genes.Length;
        }
    }
}
