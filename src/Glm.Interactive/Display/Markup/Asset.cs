using System.Collections.Concurrent;

namespace Glm.Interactive.Display.Markup;

/// <summary>The style sheet and the scripts of displays, read from the resources of this assembly.</summary>
internal static class Asset
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text of Display/Assets/<paramref name="name"/>.</summary>
    public static string Text(string name) => Texts.GetOrAdd(name, static key =>
        {
            using var stream = typeof(Asset).Assembly.GetManifestResourceStream("Glm.Display." + key)
                ?? throw new InvalidOperationException($"This build has no asset {key}.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().TrimEnd();
        });
}
