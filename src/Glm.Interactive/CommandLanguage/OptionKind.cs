namespace Glm.Interactive.CommandLanguage;

/// <summary>What the value of an option is.</summary>
public enum OptionKind
{
    /// <summary>Any string; an empty one only in quotes.</summary>
    Text,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>A finite number; decimals with a point, powers of ten as 1e-4.</summary>
    Number,

    /// <summary>Given or not; takes no value.</summary>
    Flag,

    /// <summary>One of a fixed list of words.</summary>
    Choice,

    /// <summary>Path of a file, or one of the words that the option lists.</summary>
    File,

    /// <summary>Path of a folder.</summary>
    Folder,

    /// <summary>Name of a C# variable that holds an object of the option's type.</summary>
    Variable,

    /// <summary>Name of the C# variable that the command makes.</summary>
    NewVariable,
}
