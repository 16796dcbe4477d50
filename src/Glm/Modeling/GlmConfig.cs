using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>
/// The shape of a gLM. Immutable. The defaults are the published model's; each number's reason stands beside it.
/// </summary>
public sealed record GlmConfig
{
    /// <summary>No size may exceed this. It is far above any model, and products of three sizes stay within 64 bits.</summary>
    private const int LargestSize = 1 << 20;

    private const int MostLayers = 1000;

    /// <summary>Width of a protein vector, without the orientation. 1280 for ESM-2 650M.</summary>
    public int ProteinWidth { get; init; } = 1280;

    /// <summary>H, the width of a hidden state; a multiple of <see cref="Heads"/>.</summary>
    public int HiddenSize { get; init; } = 1280;

    /// <summary>Attention heads per layer.</summary>
    public int Heads { get; init; } = 10;

    public int Layers { get; init; } = 19;

    /// <summary>
    /// Width of the feed-forward block. 3072 is RoBERTa's default, which the published model left in place (not 4 × 1280).
    /// </summary>
    public int FeedForwardSize { get; init; } = 3072;

    /// <summary>Label width K + 1: principal components of the protein vector, and the orientation.</summary>
    public int LabelWidth { get; init; } = 100;

    /// <summary>How many alternative predictions the head makes per gene.</summary>
    public int Predictions { get; init; } = 4;

    /// <summary>
    /// P: each distance table has 2P - 1 rows. 512 by a typo in the published configuration; a window of L genes uses rows P-1 ± (L-1).
    /// </summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>The most genes in a window. Longer windows are refused.</summary>
    public int MaxGenes { get; init; } = 30;

    /// <summary>Dropout on hidden states, in training only, 0 to below 1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout on attention probabilities, in training only, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Standard deviation of freshly made weights, where <see cref="Initialization"/> gives no other.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>How the weights of a fresh model are drawn.</summary>
    public GlmInitialization Initialization { get; init; } = GlmInitialization.Published;

    /// <summary>Width of a feature row: the protein vector and the orientation.</summary>
    public int FeatureWidth => ProteinWidth + 1;

    /// <summary>Width of a head.</summary>
    public int HeadSize => HiddenSize / Heads;

    /// <summary>The published model: 19 layers, 278,867,988 parameters.</summary>
    public static GlmConfig Paper { get; } = new();

    /// <summary>6 layers of 256: trains on a CPU in an hour.</summary>
    public static GlmConfig Small { get; } =
        new()
        {
            HiddenSize = 256,
            Heads = 8,
            Layers = 6,
            FeedForwardSize = 1024,
        };

    /// <summary>3 layers of 96: learns the sample data in a minute on two cores.</summary>
    public static GlmConfig Tiny { get; } =
        new()
        {
            HiddenSize = 96,
            Heads = 6,
            Layers = 3,
            FeedForwardSize = 192,
        };

    /// <summary>
    /// One layer of 256 for real genomes of thousands of families: two heads read the neighbours on either side, one the gene that is read
    /// towards the masked one and one that which is read away from it, and a feed-forward block of 8,192 remembers which families stand
    /// beside which.
    /// </summary>
    public static GlmConfig Genomes { get; } =
        new()
        {
            HiddenSize = 256,
            Heads = 2, // more of them, for neighbours further away, know more of training genes and not of others
            Layers = 1,
            FeedForwardSize = 8192,
            HiddenDropout = 0, // every pass shows other windows and other masks already
            AttentionDropout = 0,
            Initialization = GlmInitialization.Neighbours,
        };

    /// <summary>Checks that the numbers describe a model.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Within(ProteinWidth, 1, LargestSize, "protein width");
        Within(HiddenSize, 1, LargestSize, "hidden size");
        Within(Heads, 1, LargestSize, "number of heads");
        Within(Layers, 1, MostLayers, "number of layers");
        Within(FeedForwardSize, 1, LargestSize, "feed-forward size");
        Within(Predictions, 1, LargestSize, "number of predictions");
        Within(MaxPositions, 1, LargestSize, "number of positions");
        Within(LabelWidth, 2, LargestSize, "label width (components and the orientation)");
        if (HiddenSize % Heads != 0)
            throw new GlmException($"The hidden size {HiddenSize} is not a multiple of the {Heads} heads; choose one that is.");
        if (MaxGenes < 1 || MaxGenes > MaxPositions)
            throw new GlmException(
                $"The largest window has {MaxGenes} genes; it must be 1 to {MaxPositions}, the reach of the distance tables."
            );
        Probability(HiddenDropout, "hidden dropout");
        Probability(AttentionDropout, "attention dropout");
        if (!(LayerNormEpsilon >= 0 && double.IsFinite(LayerNormEpsilon)))
            throw new GlmException($"The LayerNorm epsilon is {LayerNormEpsilon}; it must be 0 or more.");
        if (!(InitializerRange >= 0 && double.IsFinite(InitializerRange)))
            throw new GlmException($"The initializer range is {InitializerRange}; it must be 0 or more.");

        static void Within(int value, int least, int most, string name)
        {
            if (value < least || value > most)
                throw new GlmException($"The {name} is {value}; it must be {least} to {most}.");
        }

        static void Probability(double value, string name)
        {
            if (!(value >= 0 && value < 1))
                throw new GlmException($"The {name} is {value}; it must be 0 to below 1.");
        }
    }
}
