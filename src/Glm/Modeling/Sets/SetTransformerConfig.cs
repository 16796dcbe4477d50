using Glm.Runtime;

namespace Glm.Modeling.Sets;

/// <summary>The shape of a protein set transformer, and what it needs to know of its data. Immutable.</summary>
/// <param name="ProteinWidth">d, numbers of a protein's vector.</param>
/// <param name="PlaceWidth">e, numbers of a position's and of a strand's vector.</param>
/// <param name="OutputWidth">D', numbers of all vectors from the first layer on: D = d + 2e, or fewer where it projects.</param>
/// <param name="Heads">H; divides D and D'.</param>
/// <param name="Layers">Of the encoder.</param>
/// <param name="MaxProteins">Positions in the table: the most proteins of a set.</param>
/// <param name="HasDecoder">Whether it pools the proteins of a set by attention; else their mean stands for the set.</param>
public sealed record SetTransformerConfig(
    int ProteinWidth,
    int PlaceWidth,
    int OutputWidth,
    int Heads = 4,
    int Layers = 5,
    int MaxProteins = SetTransformerConfig.PublishedMaxProteins,
    bool HasDecoder = true
)
{
    /// <summary>Of the published models.</summary>
    public const int PublishedMaxProteins = 2048;

    /// <summary>D, numbers of what the encoder reads: protein, position and strand.</summary>
    public int Width => ProteinWidth + (2 * PlaceWidth);

    /// <summary>In training, the share of numbers dropped in feed-forward blocks; 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>In training, the probability that a layer is skipped; 0 to below 1.</summary>
    public double LayerDropout { get; init; }

    /// <summary>Who attends to whom.</summary>
    public SetAttention Attention { get; init; } = new();

    /// <summary>Scaffolds are cut into sets of so many proteins; null for whole ones.</summary>
    public int? FragmentSize { get; init; }

    /// <summary>How it is trained.</summary>
    public TripletOptions Triplet { get; init; } = new();

    /// <summary>A model as PST makes one: positions and strands get d / embedScale numbers each.</summary>
    /// <param name="proteinWidth">d.</param>
    /// <param name="embedScale">1, 2, 4 or 8 in PST.</param>
    /// <param name="heads">H; null for 4, or as many fewer as divide the width.</param>
    /// <param name="layers">Of the encoder.</param>
    /// <exception cref="GlmException">The scale is less than 1.</exception>
    public static SetTransformerConfig Of(int proteinWidth, int embedScale = 4, int? heads = null, int layers = 5)
    {
        if (embedScale < 1)
            throw new GlmException($"{Setting.Of("EmbedScale", embedScale)}: it is at least 1. Use 4.");
        var place = proteinWidth / embedScale;
        var width = proteinWidth + (2 * place);
        return new SetTransformerConfig(proteinWidth, place, width, heads ?? Enumerable.Range(1, 4).Last(few => width % few == 0), layers);
    }

    /// <summary>Throws where no model has this shape.</summary>
    /// <exception cref="GlmException">A number is out of its range, or the heads do not divide the width.</exception>
    public void Validate()
    {
        foreach (
            var (name, value) in new[]
            {
                (nameof(ProteinWidth), ProteinWidth),
                (nameof(PlaceWidth), PlaceWidth),
                (nameof(OutputWidth), OutputWidth),
                (nameof(Heads), Heads),
                (nameof(Layers), Layers),
                (nameof(MaxProteins), MaxProteins),
            }
        )
            if (value < 1)
                throw new GlmException($"{name} = {value}: a protein set transformer has at least 1. Give a larger number.");
        if (OutputWidth > Width)
            throw new GlmException(
                $"{nameof(OutputWidth)} = {OutputWidth}: layers do not widen, and they read {Width} numbers. Use {Width} at most."
            );
        foreach (var width in new[] { Width, OutputWidth })
            if (width % Heads != 0)
                throw new GlmException(
                    $"{Setting.Of(nameof(Heads), Heads)}: {Heads} heads do not divide {width} numbers evenly (a protein's {ProteinWidth} "
                        + $"with {PlaceWidth} each for position and strand). Use a number that divides {width}."
                );
        foreach (var (name, value) in new[] { (nameof(Dropout), Dropout), (nameof(LayerDropout), LayerDropout) })
            if (!(value >= 0 && value < 1))
                throw new GlmException($"{name} = {value}: a share of 0 to below 1 is dropped. Use 0.");
        if (FragmentSize is { } size)
            CheckFragment(size);
        Attention.Validate();
        Triplet.Validate();
    }

    /// <summary>Checks a size of fragments.</summary>
    /// <exception cref="GlmException">It is less than 2.</exception>
    internal static void CheckFragment(int size)
    {
        if (size < 2)
            throw new GlmException(
                $"{Setting.Of(nameof(FragmentSize), size)}: a fragment has at least 2 proteins. Use a larger number, or none for whole "
                    + $"scaffolds."
            );
    }
}
