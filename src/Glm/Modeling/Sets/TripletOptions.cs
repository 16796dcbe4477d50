using Glm.Runtime;

namespace Glm.Modeling.Sets;

/// <summary>What the triplet loss of a protein set transformer depends on; it travels with the model.</summary>
public sealed record TripletOptions
{
    /// <summary>How much nearer the positive set must lie than the weighted negative one, in squared distance. Above 0.</summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>How slowly the weight of a negative falls with its distance among proteins. Above 0.</summary>
    public double SampleScale { get; init; } = 7;

    /// <summary>The share of proteins that point swap replaces, above 0 and below 1.</summary>
    public double SampleRate { get; init; } = 0.5;

    /// <summary>
    /// Where no set lies beyond the positive one, the negative is the one nearest to the anchor; else, as published, the one nearest to
    /// the positive.
    /// </summary>
    public bool ClosestToAnchor { get; init; }

    /// <summary>Throws where a number is out of its range.</summary>
    /// <exception cref="GlmException">It is.</exception>
    public void Validate()
    {
        if (!(Margin > 0 && double.IsFinite(Margin)))
            throw new GlmException($"{Setting.Of(nameof(Margin), Margin)}: the margin is above 0. Use 0.1.");
        if (!(SampleScale > 0 && double.IsFinite(SampleScale)))
            throw new GlmException($"{nameof(SampleScale)} = {SampleScale}: the scale is above 0. Use 7.");
        if (!(SampleRate > 0 && SampleRate < 1))
            throw new GlmException($"{nameof(SampleRate)} = {SampleRate}: the share of swapped proteins is above 0 and below 1. Use 0.5.");
    }
}
