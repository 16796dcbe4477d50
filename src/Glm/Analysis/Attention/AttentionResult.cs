using Glm.Genomes;

namespace Glm.Analysis.Attention;

/// <summary>The attention of every head over one window. Immutable by convention.</summary>
/// <param name="Window">Whose genes are queries and keys.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Heads">Number of heads per layer.</param>
/// <param name="Values">[Layers, Heads, Length, Length] row-major, [.., query, key]; each row over keys sums to 1 within one
/// window.</param>
public sealed record AttentionResult(GeneWindow Window, int Layers, int Heads, float[] Values)
{
    /// <summary>Whether each layer has all of its heads, or one that stands for them.</summary>
    public AttentionReduction Reduction { get; init; } = AttentionReduction.Heads;

    /// <summary>Number of genes L.</summary>
    public int Length => Window.Length;

    /// <summary>One head's attention, [Length, Length] row-major; layer and head count from 0.</summary>
    public ReadOnlySpan<float> Head(int layer, int head)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)Layers, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)head, (uint)Heads, nameof(head));
        var size = Length * Length;
        return Values.AsSpan(((layer * Heads) + head) * size, size);
    }

    /// <summary>Symmetrised attention A + Aᵀ of one head, [Length, Length] row-major, values 0 to 2.</summary>
    public float[] Contacts(int layer, int head)
    {
        var attention = Head(layer, head);
        var contacts = new float[Length * Length];
        for (var i = 0; i < Length; i++)
        for (var j = 0; j < Length; j++)
            contacts[(i * Length) + j] = attention[(i * Length) + j] + attention[(j * Length) + i];
        return contacts;
    }
}
