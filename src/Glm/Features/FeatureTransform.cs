using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Features;

/// <summary>
/// Turns protein vectors into what gLM reads (features) and predicts (labels), both kept in half precision as in the reference. The gene's
/// orientation, which closes either row, is not the protein's and is added later. Immutable, safe for concurrent use.
/// </summary>
public sealed class FeatureTransform
{
    /// <summary>
    /// The most proteins that label components are fitted to: 1 GiB of z-scores at width 1280, and far more than 1280 dimensions need.
    /// </summary>
    private const int MaxFitRows = 100_000;

    private const int ReportEvery = 1024;

    /// <param name="normalizer">Of the protein vectors.</param>
    /// <param name="labels">Of the same width; null where nothing is to be predicted: contexts and attention need no labels.</param>
    /// <exception cref="GlmException">The two were made for vectors of different widths.</exception>
    public FeatureTransform(Normalizer normalizer, LabelPca? labels)
    {
        if (labels is not null && normalizer.Width != labels.Width)
            throw new GlmException(
                $"The normaliser is for protein vectors of {normalizer.Width} numbers and the label PCA for {labels.Width}; they "
                    + $"must agree. Use files that were made together."
            );
        (Normalizer, Labels) = (normalizer, labels);
    }

    /// <summary>Z-scores the protein vectors.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>Null makes labels of the orientation alone.</summary>
    public LabelPca? Labels { get; }

    /// <summary>The space of the protein vectors, where they are family codes.</summary>
    public FamilySpace? Families { get; init; }

    /// <summary>The language model that made the protein vectors, with layer and pooling; null where that is not known.</summary>
    public VectorOrigin? Origin { get; init; }

    /// <summary>Checks that some vectors are of the width, and as far as is known of the language model, that it was made for.</summary>
    /// <exception cref="GlmException">They are not.</exception>
    internal void CheckFits(IProteinVectors vectors)
    {
        Normalizer.CheckFits(vectors);
        if (Origin is { } own && vectors.Origin is { } given && !own.Fits(given))
            throw new GlmException(
                $"The features and labels are of {own}, and the vectors ({vectors.Source}) of {given}: numbers of two embedders, layers "
                    + $"or poolings have nothing to do with each other. Embed all proteins alike."
            );
    }

    /// <summary>D, numbers per protein vector and per feature row without the orientation.</summary>
    public int ProteinWidth => Normalizer.Width;

    /// <summary>K + 1, numbers per label row with the orientation; 1 without labels.</summary>
    public int LabelWidth => LabelCount + 1;

    /// <summary>K, numbers per label row without the orientation; 0 without labels.</summary>
    internal int LabelCount => Labels?.Count ?? 0;

    /// <summary>A checksum of its numbers (SHA-256, hexadecimal): equal ones make equal features and labels.</summary>
    internal string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (
            var numbers in new[]
            {
                Normalizer.Mean,
                Normalizer.StandardDeviation,
                Labels?.Mean,
                Labels?.Components,
                Labels?.ExplainedVariance,
                Labels is null ? null : [Labels.Whiten ? 1 : 0],
            }
        )
            hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether another transform gives every protein the same label.</summary>
    internal bool HasSameLabels(FeatureTransform other)
    {
        if (ReferenceEquals(this, other))
            return true;
        return Labels is { } mine
            && other.Labels is { } theirs
            && mine.Whiten == theirs.Whiten
            && Normalizer.Mean.AsSpan().SequenceEqual(other.Normalizer.Mean)
            && Normalizer.StandardDeviation.AsSpan().SequenceEqual(other.Normalizer.StandardDeviation)
            && mine.Mean.AsSpan().SequenceEqual(theirs.Mean)
            && mine.Components.AsSpan().SequenceEqual(theirs.Components)
            && mine.ExplainedVariance.AsSpan().SequenceEqual(theirs.ExplainedVariance);
    }

    /// <summary>
    /// Fits whitened label components, and a normaliser where none is given, to the proteins at hand. Where there are more than 100,000
    /// proteins the components are fitted to an even sample (every second, third, … one).
    /// </summary>
    /// <param name="vectors">Raw protein vectors.</param>
    /// <param name="components">K, numbers per label without the orientation; the published model has 99.</param>
    /// <param name="normalizer">Of the vectors' width; null to fit one.</param>
    /// <param name="progress">What is being fitted, and how far that is.</param>
    /// <param name="cancellation">Polled between blocks of proteins.</param>
    /// <exception cref="GlmException">There are too few proteins or dimensions, or the normaliser is of another width.</exception>
    public static FeatureTransform Fit(
        IProteinVectors vectors,
        int components,
        Normalizer? normalizer = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        normalizer ??= Normalizer.Fit(vectors, progress, cancellation);
        normalizer.CheckFits(vectors);
        var stride = Math.Max(1, (vectors.Count + MaxFitRows - 1) / MaxFitRows);
        var count = (vectors.Count + stride - 1) / stride;
        var rows = new double[count * vectors.Width];
        var read = new ProgressCount(progress, "normalise", count, "proteins", cancellation);
        for (var i = 0; i < count; i++)
        {
            var scores = rows.AsSpan(i * vectors.Width, vectors.Width);
            normalizer.Normalize(vectors[i * stride], scores);
            if (!double.IsFinite(TensorPrimitives.Sum<double>(scores)))
                throw Normalizer.NotFinite(vectors, i * stride);
            if ((i + 1) % ReportEvery == 0 || i + 1 == count)
                read.Add((i % ReportEvery) + 1);
        }
        var labels = LabelPca.Fit(rows, count, vectors.Width, components, progress: progress, cancellation: cancellation);
        return new FeatureTransform(normalizer, labels) { Families = vectors.Families, Origin = vectors.Origin };
    }

    /// <summary>One protein: its feature row [D] and its label row [K], without orientation.</summary>
    /// <exception cref="GlmException">A number is too large for half precision.</exception>
    public void Transform(ReadOnlySpan<Half> vector, Span<Half> features, Span<Half> labels) => Transform(vector, 1, features, labels);

    /// <summary>Many proteins at once: vectors [count, D] to feature rows [count, D] and label rows [count, K], all row-major.</summary>
    /// <exception cref="GlmException">A number is too large for half precision.</exception>
    public void Transform(
        ReadOnlySpan<Half> vectors,
        int count,
        Span<Half> features,
        Span<Half> labels,
        CancellationToken cancellation = default
    ) => Transform(vectors, count, features, labels, row => $"vector {row}", cancellation);

    internal void Transform(
        ReadOnlySpan<Half> vectors,
        int count,
        Span<Half> features,
        Span<Half> labels,
        Func<int, string> nameOf,
        CancellationToken cancellation
    )
    {
        if (vectors.Length != count * ProteinWidth || features.Length != vectors.Length || labels.Length != count * LabelCount)
            throw new ArgumentException(
                $"{count} vectors of {ProteinWidth} numbers make as many features and {LabelCount} labels each.",
                nameof(vectors)
            );
        var scores = new double[vectors.Length];
        for (var start = 0; start < scores.Length; start += ProteinWidth)
            Normalizer.Normalize(vectors.Slice(start, ProteinWidth), scores.AsSpan(start, ProteinWidth));
        ToHalf(scores, features, ProteinWidth, "z-score", nameOf);
        if (Labels is not null)
            ToHalf(Labels.Transform(scores, count, cancellation), labels, Labels.Count, "label", nameOf);
    }

    /// <summary>The feature row [D] of one protein, without orientation.</summary>
    internal void Features(ReadOnlySpan<Half> vector, Span<Half> features, Func<string> nameOf)
    {
        var scores = ArrayPool<double>.Shared.Rent(ProteinWidth);
        Normalizer.Normalize(vector, scores.AsSpan(0, ProteinWidth));
        ToHalf(scores.AsSpan(0, ProteinWidth), features, ProteinWidth, "z-score", _ => nameOf());
        ArrayPool<double>.Shared.Return(scores);
    }

    private static void ToHalf(ReadOnlySpan<double> values, Span<Half> destination, int width, string what, Func<int, string> nameOf)
    {
        for (var i = 0; i < values.Length; i++)
        {
            destination[i] = (Half)values[i];
            if (!Half.IsFinite(destination[i]))
                throw new GlmException(
                    $"The {what} of {nameOf(i / width)} at position {i % width} is {values[i]:g4}, beyond half precision "
                        + $"(±65504): the normaliser does not fit these protein vectors. Use the one that belongs to their embedder, "
                        + $"or leave it out to fit one."
                );
        }
    }
}
