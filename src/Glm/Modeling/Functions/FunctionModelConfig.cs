using Glm.Runtime;

namespace Glm.Modeling.Functions;

/// <summary>The shape of a <see cref="FunctionModel"/>. Immutable. The defaults are PlasGO's for molecular function.</summary>
/// <param name="ProteinWidth">d, numbers of a protein vector, at least 1; PlasGO's are 1,024 of ProtT5.</param>
/// <param name="Labels">What is predicted, at least one, all different. Untrusted text.</param>
public sealed record FunctionModelConfig(int ProteinWidth, IReadOnlyList<string> Labels)
{
    /// <summary>The most numbers in a dimension, beyond which a file is taken for damaged.</summary>
    private const int Most = 1 << 20;

    /// <summary>H, numbers per gene within the model; divided evenly among the heads.</summary>
    public int HiddenSize { get; init; } = 512;

    /// <summary>Heads of attention, at least 1.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Width of the feed-forward parts, at least 1.</summary>
    public int FeedForward { get; init; } = 2048;

    /// <summary>Layers of the encoder, at least 1; PlasGO has 4, and 2 for cellular component.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Genes of a window, at least 1: as many places as the model knows.</summary>
    public int MaxGenes { get; init; } = 56;

    /// <summary>Dropout in training, 0 to below 1; PlasGO has 0.1, and 0.2 for cellular component.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>
    /// Whether labels are read from the protein's own vector too, set before what the encoder made of it, as in PlasGO's model of
    /// biological process. Such a model calls a probable label only where it is confident (see <see cref="FunctionRules"/>).
    /// </summary>
    public bool ConcatenatesInput { get; init; }

    /// <summary>What the labels are called, such as "go". Untrusted text.</summary>
    public string LabelName { get; init; } = "function";

    /// <summary>Genes from the beginning of a window to that of the next one: three quarters, as in PlasGO.</summary>
    public int Stride => Math.Max(1, (int)(MaxGenes * 0.75));

    /// <summary>What labels are read from.</summary>
    internal int ReadWidth => HiddenSize + (ConcatenatesInput ? ProteinWidth : 0);

    /// <summary>Throws where it describes no model.</summary>
    /// <exception cref="GlmException">It does not.</exception>
    public void Validate()
    {
        Within(ProteinWidth, Most, $"{nameof(ProteinWidth)} = {ProteinWidth}");
        Within(HiddenSize, Most, Setting.Of(nameof(HiddenSize), HiddenSize).ToString());
        Within(FeedForward, Most, $"{nameof(FeedForward)} = {FeedForward}");
        Within(Layers, 1000, Setting.Of(nameof(Layers), Layers).ToString());
        Within(MaxGenes, 100_000, Setting.Of(nameof(MaxGenes), MaxGenes).ToString());
        Within(Heads, 1000, Setting.Of(nameof(Heads), Heads).ToString());
        if (HiddenSize % Heads != 0)
            throw new GlmException(
                $"{Setting.Of(nameof(Heads), Heads)}: {Heads} heads do not divide {HiddenSize} numbers evenly. Use a divisor of "
                    + $"{HiddenSize}."
            );
        if (!(Dropout is >= 0 and < 1))
            throw new GlmException(
                FormattableString.Invariant($"{nameof(Dropout)} = {Dropout}: dropout is 0 or more and less than 1. Use 0.1.")
            );
        if (Labels.Count == 0)
            throw new GlmException("A model of functions needs at least one label. Give it those that are to be predicted.");
        if (Labels.CountBy(label => label, StringComparer.Ordinal).FirstOrDefault(one => one.Value > 1) is { Value: > 1 } twice)
            throw new GlmException($"The label {LineText.Quoted(twice.Key, 60)} is named {twice.Value} times; labels must differ.");

        static void Within(int value, int most, string setting)
        {
            if (value < 1 || value > most)
                throw new GlmException($"{setting}: a model of functions has 1 to {most}. Use a number between them.");
        }
    }
}
