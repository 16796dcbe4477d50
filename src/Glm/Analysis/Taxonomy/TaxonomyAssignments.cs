using System.Globalization;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// The taxa of unknown scaffolds, with confidence that was calibrated on held-out genomes, and whether they are unlike anything known.
/// Immutable by convention.
/// </summary>
/// <param name="Source">Where the unknown scaffolds come from. Untrusted text.</param>
/// <param name="KnownSource">Where the known genomes come from. Untrusted text.</param>
/// <param name="Options">How it was made: rank, folds, seed and the strictness of the verdict.</param>
/// <param name="Classes">The known taxa, by number of windows. Untrusted text.</param>
/// <param name="WindowsPerClass">How many known windows each has.</param>
/// <param name="Genomes">Number of known genomes.</param>
/// <param name="Left">Known windows that were not learned from, by reason.</param>
/// <param name="Stretches">Held-out stretches: as many windows in a row, of as many genes, as the unknown scaffolds have.</param>
/// <param name="Scores">gLM first, then context-free.</param>
/// <param name="Used">The name of the score whose vectors assign: the one that is less surprised at the taxa of held-out
/// genomes.</param>
/// <param name="Scaffolds">In the order of the unknown windows.</param>
/// <param name="Notes">What has to be known to read the figures: one line each.</param>
public sealed record TaxonomyAssignments(
    string Source,
    string KnownSource,
    TaxonomyOptions Options,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> WindowsPerClass,
    int Genomes,
    IReadOnlyDictionary<string, int> Left,
    int Stretches,
    IReadOnlyList<AssignmentScore> Scores,
    string Used,
    IReadOnlyList<AssignedScaffold> Scaffolds,
    IReadOnlyList<string> Notes
)
{
    /// <summary>The score of the vectors that assign.</summary>
    public AssignmentScore Score => Scores.First(score => score.Name == Used);

    /// <summary>Accuracy of always assigning the largest class, over known windows; 0 to 1.</summary>
    public double ChanceAccuracy => (double)WindowsPerClass.Max() / WindowsPerClass.Sum();

    /// <summary>What may be concluded, in words.</summary>
    public string Conclusion
    {
        get
        {
            var rank = Options.Rank.ToString().ToLowerInvariant();
            var unlike = Scaffolds.Count(scaffold => scaffold.IsUnlike);
            var score = Score;
            var finds = string.Create(
                CultureInfo.InvariantCulture,
                $"calls {100 * Options.Unlike:0.#}% of known stretches unlike, and "
                    + $"{Percent(score.UnlikeFound)} of those of a {rank} that was left out whole"
            );
            return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Scaffolds.Count - unlike} of {Scaffolds.Count} scaffolds are assigned to a {rank}, and {unlike} are unlike "
                        + $"anything known. "
                        + $"Of stretches of held-out genomes {Percent(score.Accuracy)} were assigned rightly "
                        + $"(always the largest {rank}: "
                        + $"{100 * ChanceAccuracy:0.0}%), and confidence and truth are "
                        + $"{100 * score.Calibration.ExpectedCalibrationError:0.0} "
                        + $"points apart. "
                )
                + (
                    score.UnlikeFound.Low > Options.Unlike
                        ? $"The verdict {finds}."
                        : $"Nothing new can be told from these vectors: the verdict {finds}."
                );
        }
    }

    private static string Percent(Estimate share) =>
        double.IsNaN(share.Low)
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0}%")
            : string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0}% [{100 * share.Low:0.0}, {100 * share.High:0.0}]");
}
