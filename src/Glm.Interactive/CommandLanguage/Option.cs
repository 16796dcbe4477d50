namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// An option whose value is a <typeparamref name="T"/>: a nullable type if the value may be absent. Made by the functions of
/// <see cref="CommandOption"/>, and completed by those of <see cref="OptionExtensions"/>. Immutable.
/// </summary>
/// <example>
/// <code>
/// static readonly Option&lt;double&gt; LearningRate = CommandOption
///     .Number("--lr", "Learning rate after warm-up.")
///     .Fills(nameof(TrainingOptions.LearningRate), Standard.LearningRate);
/// </code>
/// </example>
public sealed record Option<T> : CommandOption
{
    internal Option(string name, OptionKind kind, string description, Func<CommandOption, string?, IOptionSource, T> read)
        : base(name, kind, description) => Read = read;

    internal Option(CommandOption declared, Func<CommandOption, string?, IOptionSource, T> read)
        : base(declared) => Read = read;

    /// <summary>
    /// Reads the value: from the option as it was finally declared, its checked text (or else the default, or null), and what finds
    /// objects and paths.
    /// </summary>
    internal Func<CommandOption, string?, IOptionSource, T> Read { get; }
}
