using Glm.Genomes;
using Glm.Modeling.Functions;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training.Functions;

namespace Glm.Analysis.Functions;

/// <summary>How functions of genes are learned and tested. Immutable.</summary>
public sealed record FunctionOptions
{
    /// <summary>The fewest genes of a label, at least 2; rarer ones are left out and counted.</summary>
    public int MinCount { get; init; } = 20;

    /// <summary>
    /// Parts of labels that count where dots separate them, as in EC numbers: 1 makes 2.7.1.39 into 2, 3 into 2.7.1. Labels with fewer
    /// parts are left out and counted. Null for all.
    /// </summary>
    public int? Level { get; init; }

    /// <summary>Number of folds, at least 2: of genomes where there are as many, else of stretches of <see cref="BlockGenes"/>.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>Consecutive genes of a stretch that are tested together where genomes are too few; at least 1.</summary>
    public int BlockGenes { get; init; } = 100;

    /// <summary>Whether homologs of tested genes are kept from what is learned from (see <see cref="FamilyHoldOut"/>).</summary>
    public bool HoldOutFamilies { get; init; } = true;

    /// <summary>How many known genes <see cref="FunctionMethod.SeveralNearest"/> asks, at least 2.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>H, numbers per gene within the network; divided evenly among the heads. PlasGO has 512.</summary>
    public int HiddenSize { get; init; } = 512;

    /// <summary>Heads of attention, at least 1. PlasGO has 8.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Layers of the encoder, at least 1. PlasGO has 4, and 2 for cellular component.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Genes of a window, at least 1. PlasGO has 56. Windows begin three quarters of it apart.</summary>
    public int MaxGenes { get; init; } = 56;

    /// <summary>Whether the network reads labels from the protein's own vector too, as PlasGO does for biological process.</summary>
    public bool ConcatenatesInput { get; init; }

    /// <summary>How the network is trained.</summary>
    public FunctionTrainingOptions Training { get; init; } = new();

    /// <summary>Inverse strength of the L2 penalty of linear probes, above 0.</summary>
    public double C { get; init; } = 1;

    /// <summary>Resamples of the bootstrap, at least 1.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Decides folds, resamples, first weights, order and dropout.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The network that these options describe.</summary>
    /// <param name="width">Numbers of a protein vector.</param>
    /// <param name="labels">What it predicts.</param>
    /// <param name="name">Of the labels.</param>
    public FunctionModelConfig ConfigOf(int width, IReadOnlyList<string> labels, string name) =>
        new(width, labels)
        {
            HiddenSize = HiddenSize,
            Heads = Heads,
            FeedForward = 4 * HiddenSize,
            Layers = Layers,
            MaxGenes = MaxGenes,
            ConcatenatesInput = ConcatenatesInput,
            LabelName = name,
        };

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        if (MinCount < 2)
            throw new GlmException(
                $"The fewest genes of a label are {MinCount}; one must be learned from and one tested. Use "
                    + $"{Setting.Of(nameof(MinCount), 2)} or more."
            );
        if (FoldCount < 2)
            throw new GlmException($"Cross-validation needs 2 or more folds, not {FoldCount}. Use {Setting.Of(nameof(FoldCount), 5)}.");
        if (BlockGenes < 1)
            throw new GlmException($"{Setting.Of(nameof(BlockGenes), BlockGenes)}: a stretch has at least 1 gene. Use 100.");
        if (Level < 1)
            throw new GlmException($"{Setting.Of(nameof(Level), Level)}: at least 1 part of a label counts. Use 1 to 4 for EC numbers.");
        if (Neighbours < 2)
            throw new GlmException($"{nameof(Neighbours)} = {Neighbours}: at least 2 genes are asked. Use 10.");
        if (!(C > 0 && double.IsFinite(C)))
            throw new GlmException(FormattableString.Invariant($"The inverse strength of the penalty is {C}; it must be above 0. Use 1."));
        if (Resamples < 1)
            throw new GlmException($"The bootstrap draws {Resamples} resamples; it needs 1 or more. Use 1000.");
        Training.Validate();
        ConfigOf(1, ["any"], "any").Validate();
    }

    /// <summary>Labels cut to <see cref="Level"/>, each of a gene once.</summary>
    /// <param name="labels">Any.</param>
    /// <param name="tooShort">Genes none of whose labels has so many parts.</param>
    internal GeneLabels Cut(GeneLabels labels, out int tooShort)
    {
        tooShort = 0;
        if (Level is not { } level)
            return labels;
        var cut = new IReadOnlyList<string>[labels.PerGene.Count];
        for (var gene = 0; gene < cut.Length; gene++)
        {
            cut[gene] =
            [
                .. labels
                    .PerGene[gene]
                    .Select(label => label.Split('.'))
                    // "1.1.-.-" and "1.1.n1.-" say nothing beyond their second part.
                    .Where(parts => parts.Length >= level && parts.Take(level).All(part => part.Length > 0 && part != "-"))
                    .Select(parts => string.Join('.', parts.Take(level)))
                    .Distinct(StringComparer.Ordinal),
            ];
            if (cut[gene].Count == 0 && labels.PerGene[gene].Count > 0)
                tooShort++;
        }
        return labels with { PerGene = cut };
    }
}
