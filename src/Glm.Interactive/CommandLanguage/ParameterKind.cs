namespace Glm.Interactive.CommandLanguage;

/// <summary>What the values of a <see cref="NotebookParameter"/> are.</summary>
public enum ParameterKind
{
    /// <summary>A whole number of 32 bits; an int in C#.</summary>
    Integer,

    /// <summary>A finite number; a double in C#.</summary>
    Number,

    /// <summary>"true" or "false"; a bool in C#.</summary>
    Boolean,

    /// <summary>Any text; a string in C#.</summary>
    Text,
}
