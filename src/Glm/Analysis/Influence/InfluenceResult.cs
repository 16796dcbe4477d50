using Glm.Analysis.Operons;
using Glm.Modeling;

namespace Glm.Analysis.Influence;

/// <summary>
/// Which genes tell a gLM something of which, and where operons are known, how well this tells pairs of one operon from others, beside
/// what needs no model or no more than attention. Immutable by convention.
/// </summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Bands">One per stretch that was read, in order.</param>
/// <param name="Windows">How many windows were read.</param>
/// <param name="Passes">How many copies of windows went through the model.</param>
/// <param name="Options">How it was done.</param>
public sealed record InfluenceResult(string Source, IReadOnlyList<InfluenceBand> Bands, int Windows, long Passes, InfluenceOptions Options)
{
    /// <summary>The pairs of <see cref="PairGroups"/> that follow each other.</summary>
    public const int Neighbours = 0;

    /// <summary>Those of them that lie on one strand.</summary>
    public const int OneStrand = 1;

    /// <summary>All pairs within the reach.</summary>
    public const int WithinWindows = 2;

    /// <summary>What is known of operons; null for nothing.</summary>
    public OperonTruth? Truth { get; init; }

    /// <summary>The labelled pairs on which scores were tested; empty without labels of both kinds.</summary>
    public IReadOnlyList<InfluencePairs> PairGroups { get; init; } = [];

    /// <summary>The scores, baselines first and the influence last; empty without labels of both kinds.</summary>
    public IReadOnlyList<InfluenceScore> Scores { get; init; } = [];

    /// <summary>Whether nothing has trained the model.</summary>
    public bool IsUntrained { get; init; }

    /// <summary>Genomes of these that the model was trained on, as far as it is known.</summary>
    public IReadOnlyList<KnownGenome> TrainedOn { get; init; } = [];

    /// <summary>What was left out, and why: one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What may be concluded, in words.</summary>
    public string Conclusion { get; init; } = "";

    /// <summary>Number of genes that were read.</summary>
    public int GeneCount => Bands.Sum(band => band.Length);

    /// <summary>The score of a name, or null.</summary>
    public InfluenceScore? Find(string name) => Scores.FirstOrDefault(score => score.Name == name);
}
