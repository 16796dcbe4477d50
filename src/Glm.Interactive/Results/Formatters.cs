using System.Collections;
using System.Globalization;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Microsoft.DotNet.Interactive.Formatting;
using Html = Glm.Interactive.Display.Markup.Html;

namespace Glm.Interactive.Results;

/// <summary>Makes a display of anything.</summary>
public static class Formatters
{
    private const int TextLimit = 100_000;
    private const int HtmlLimit = 20_000_000;

    /// <summary>
    /// A display of any value: null, text, numbers, errors, this project's results, a bundle itself, and whatever
    /// Microsoft.DotNet.Interactive.Formatting knows or the user has registered. Never throws: a value that cannot be shown says so.
    /// </summary>
    public static MimeBundle ToBundle(object? value)
    {
        try
        {
            return value switch
            {
                null => new MimeBundle("null"),
                MimeBundle bundle => bundle,
                _ when GlmFormatters.Taught(value) is { Length: > 0 } taught => ThroughFormatter(value, taught),
                string text => new MimeBundle(Html.Clean(CSharpName.InText(text), TextLimit)),
                bool or char or Enum => new MimeBundle(Html.Clean(value.ToString(), TextLimit)),
                IFormattable number when value.GetType().IsPrimitive || value is decimal or Half => new MimeBundle(
                    number.ToString(null, CultureInfo.InvariantCulture)
                ),
                _ => GlmFormatters.TryCreate(value) ?? Foreign(value),
            };
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new MimeBundle($"{CSharpName.Written(value!.GetType())} (cannot be shown: {Html.Line(error.Message, 400)})");
        }
    }

    /// <summary>
    /// A display of any value in the given mime types, as Microsoft.DotNet.Interactive.Formatting or this project writes them, and as
    /// plain text.
    /// </summary>
    public static MimeBundle ToBundle(object? value, IReadOnlyList<string> mimeTypes)
    {
        var usual = ToBundle(value);
        var parts = new Dictionary<string, string>(StringComparer.Ordinal) { [MimeBundle.PlainText] = usual.Plain };
        foreach (var mimeType in mimeTypes)
            if (usual.Parts.TryGetValue(mimeType, out var known))
                parts[mimeType] = known;
            else if (value is not null && Formatter.ToDisplayString(value, mimeType) is { Length: <= HtmlLimit } shown)
                parts[mimeType] = shown;
        return new MimeBundle(parts);
    }

    private static MimeBundle Foreign(object value) =>
        value is IEnumerable items && GlmFormatters.IsTable(items) ? TableView.Create(items)
        : GlmFormatters.HasFormatter(value) ? ThroughFormatter(value, Formatter.GetPreferredMimeTypesFor(value.GetType()))
        : ObjectView.Create(value);

    private static MimeBundle ThroughFormatter(object value, IEnumerable<string> mimeTypes)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mimeType in mimeTypes)
        {
            var shown = Formatter.ToDisplayString(value, mimeType);
            if (shown.Length > HtmlLimit)
                continue;
            parts.TryAdd(mimeType, shown);
        }
        if (!parts.TryGetValue(MimeBundle.PlainText, out var plain))
            plain = Formatter.ToDisplayString(value, MimeBundle.PlainText);
        parts[MimeBundle.PlainText] = Html.Clean(plain, TextLimit);
        return new MimeBundle(parts);
    }
}
