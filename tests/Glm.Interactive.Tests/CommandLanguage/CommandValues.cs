using Glm.Interactive.CommandLanguage;

namespace Glm.Interactive.Tests.CommandLanguage;

/// <summary>Reads the values of a line without a notebook.</summary>
internal static class CommandValues
{
    /// <summary>The text of an option by its name.</summary>
    public static string? Written(this ParsedCommandLine parsed, string option) =>
        parsed.Arguments!.Written(parsed.Command!.Options.Single(declared => declared.Name == option));

    /// <summary>The value of an option that needs no notebook.</summary>
    public static T Get<T>(this ParsedCommandLine parsed, Option<T> option) => parsed.Arguments!.Get(option, NoNotebook.Instance);

    private sealed class NoNotebook : IOptionSource
    {
        public static readonly NoNotebook Instance = new();

        public string PathOf(string written) => written;

        public T Object<T>(CommandOption option, string? variable)
            where T : class => throw new NotSupportedException();
    }
}
