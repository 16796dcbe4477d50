using Glm.Modeling;

namespace Glm.Training.FineTuning;

/// <summary>How far a fit is.</summary>
/// <param name="Step">Optimiser steps of the encoder done.</param>
/// <param name="Steps">The most there will be.</param>
/// <param name="Loss">Of the last batch; NaN before the first.</param>
/// <param name="Score">On the validation part, now.</param>
/// <param name="FrozenScore">On the validation part, of the head on the frozen model.</param>
internal readonly record struct TuningPoint(int Step, int Steps, double Loss, double Score, double FrozenScore);

/// <summary>What one fit learned. Owns it.</summary>
/// <param name="Base">Borrowed.</param>
/// <param name="Head">On top.</param>
/// <param name="Adapter">Of a LoRA fit.</param>
/// <param name="Whole">Of a full fit: a model of its own.</param>
internal sealed record TunedParts(GlmModel Base, TuningHead Head, LoraAdapter? Adapter, GlmModel? Whole) : IDisposable
{
    /// <summary>What computes the hidden states; not to be disposed of.</summary>
    public GlmModel Model { get; } = Whole ?? (Adapter is null ? Base : Base.WithAdapter(Adapter));

    public void Dispose()
    {
        Head.Dispose();
        Adapter?.Dispose();
        Whole?.Dispose();
    }
}
