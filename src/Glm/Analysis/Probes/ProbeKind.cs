namespace Glm.Analysis.Probes;

/// <summary>What reads a label from a vector.</summary>
public enum ProbeKind
{
    /// <summary>A logistic regression: what can be read off without further computation.</summary>
    Linear,

    /// <summary>A perceptron with one hidden layer.</summary>
    Mlp,
}
