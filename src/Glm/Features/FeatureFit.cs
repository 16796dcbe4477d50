using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Features;

/// <summary>
/// What a model was fitted with to turn protein vectors into its features and labels. Either part may be missing: a model from a weights
/// file alone has neither, and is fitted when data come along. Immutable.
/// </summary>
/// <param name="Normalizer">Z-scores protein vectors; null where there is none yet.</param>
/// <param name="Labels">Makes labels of z-scores; null where there are none yet.</param>
public sealed record FeatureFit(Normalizer? Normalizer, LabelPca? Labels)
{
    /// <summary>The space of the protein vectors that it was fitted to, where they are family codes.</summary>
    public FamilySpace? Families { get; init; }

    /// <summary>The language model that made the vectors that it was fitted to; null where that is not known.</summary>
    public VectorOrigin? Origin { get; init; }

    /// <summary>Nothing is fitted yet.</summary>
    public static FeatureFit None { get; } = new(null, null);

    /// <summary>Both parts of a transform.</summary>
    public static FeatureFit Of(FeatureTransform transform) =>
        new(transform.Normalizer, transform.Labels) { Families = transform.Families, Origin = transform.Origin };

    /// <summary>
    /// The transform for these vectors: the parts that are here, else the vectors' own normaliser, else what is fitted to the vectors.
    /// </summary>
    /// <param name="vectors">Raw protein vectors.</param>
    /// <param name="components">K, the label numbers to fit where there are no labels yet; 0 to do without labels.</param>
    /// <param name="progress">What is being fitted, and how far that is.</param>
    /// <param name="cancellation">Polled while fitting.</param>
    /// <exception cref="GlmException">The vectors are of another space or width, or there are too few proteins to fit labels
    /// on.</exception>
    public FeatureTransform Complete(
        IProteinVectors vectors,
        int components,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if ((Normalizer ?? (object?)Labels) is not null && vectors.Families?.Name != Families?.Name)
            throw new GlmException(
                $"The model was trained on {NameOf(Families)} and the vectors ({vectors.Source}) are {NameOf(vectors.Families)}: numbers "
                    + $"of two spaces have nothing to do with each other. Embed the proteins in the model's space, or train a model on "
                    + $"these vectors."
            );
        if (Origin is { } trained && vectors.Origin is { } given && !trained.Fits(given))
            throw new GlmException(
                $"The model was trained on vectors of {trained}, and these ({vectors.Source}) are of {given}: numbers of two embedders, "
                    + $"layers or poolings have nothing to do with each other. Embed the proteins as the model's were, or train a model "
                    + $"on "
                    + $"these vectors."
            );
        var normalizer = Normalizer ?? vectors.Normalizer;
        return components > 0 && Labels is null
            ? FeatureTransform.Fit(vectors, components, normalizer, progress, cancellation)
            : new FeatureTransform(normalizer ?? Normalizer.Fit(vectors, progress, cancellation), Labels)
            {
                Families = vectors.Families,
                Origin = vectors.Origin ?? Origin,
            };

        static string NameOf(FamilySpace? space) => space is null ? "vectors that are no family codes" : $"family codes of {space.Name}";
    }
}
