namespace Glm.Interactive.CommandLanguage;

/// <summary>Completes the declaration of an option; each function gives a new option and leaves the old one as it is.</summary>
public static class OptionExtensions
{
    /// <summary>The same option, its name optional.</summary>
    public static Option<T> Implicit<T>(this Option<T> option) => option with { IsImplicit = true };

    /// <summary>The same option, mandatory.</summary>
    public static Option<string> Required(this Option<string?> option) =>
        new(option, (declared, written, source) => option.Read(declared, written, source)!) { IsRequired = true };

    /// <summary>The same option, which fills a property of the engine.</summary>
    /// <param name="option">The option.</param>
    /// <param name="property">Its name; <c>nameof(LoadOptions.Stride)</c>.</param>
    public static Option<T> Fills<T>(this Option<T> option, string property) => option with { Property = property };

    /// <summary>The same option, which fills a property of the engine and has the default of that property.</summary>
    /// <param name="option">The option.</param>
    /// <param name="property">Its name; <c>nameof(LoadOptions.MinGenes)</c>.</param>
    /// <param name="standard">Its value in a fresh options record.</param>
    public static Option<T> Fills<T>(this Option<T?> option, string property, T standard)
        where T : struct => option.WithDefault(standard).Fills(property);

    /// <summary>The same option, which has a value in any case.</summary>
    public static Option<T> WithDefault<T>(this Option<T?> option, T standard)
        where T : struct =>
        new(option, (declared, written, source) => option.Read(declared, written, source)!.Value)
        {
            Default = OptionValue.Written(standard),
        };

    /// <inheritdoc cref="WithDefault{T}(Option{T?}, T)"/>
    public static Option<string> WithDefault(this Option<string?> option, string standard) =>
        new(option, (declared, written, source) => option.Read(declared, written, source)!) { Default = standard };
}
