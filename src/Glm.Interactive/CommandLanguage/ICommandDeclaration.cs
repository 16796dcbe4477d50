namespace Glm.Interactive.CommandLanguage;

/// <summary>A command of <c>#!glm</c> as the command language sees it: how it is written and explained, not what it does.</summary>
public interface ICommandDeclaration
{
    /// <summary>One lower-case word, for example "train".</summary>
    string Name { get; }

    /// <summary>One sentence.</summary>
    string Summary { get; }

    /// <summary>In the order in which help lists them; at most one is implicit.</summary>
    IReadOnlyList<CommandOption> Options { get; }

    /// <summary>Groups of option names of which at most one may be given.</summary>
    IReadOnlyList<IReadOnlyList<string>> Exclusions { get; }

    /// <summary>At least one, with its C# equivalent.</summary>
    IReadOnlyList<CommandExample> Examples { get; }

    /// <summary>Type of the object that the command makes; null for none.</summary>
    Type? Result { get; }

    /// <summary>True if libtorch must be loaded before the command runs.</summary>
    bool NeedsTorch { get; }
}
