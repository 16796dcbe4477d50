namespace Glm.Interactive.Hosting;

/// <summary>One output in several representations, by mime type; always holds <c>text/plain</c>. Immutable.</summary>
public sealed class MimeBundle
{
    public const string PlainText = "text/plain";
    public const string Html = "text/html";
    public const string Svg = "image/svg+xml";

    /// <param name="plainText">What a terminal or a log shows.</param>
    /// <param name="html">Works offline, carries no reference to another host; null for none.</param>
    public MimeBundle(string plainText, string? html = null)
        : this(
            html is null
                ? new Dictionary<string, string> { [PlainText] = plainText }
                : new Dictionary<string, string> { [Html] = html, [PlainText] = plainText }
        ) { }

    /// <param name="parts">Content by mime type.</param>
    public MimeBundle(IReadOnlyDictionary<string, string> parts)
    {
        if (!parts.ContainsKey(PlainText))
            throw new ArgumentException($"A display must have {PlainText}.", nameof(parts));
        Parts = parts;
    }

    /// <summary>Content by mime type.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; }

    /// <summary>What a notebook keeps beside the content, as a JSON object; null for nothing.</summary>
    public string? Metadata { get; init; }

    /// <summary>The content as plain text.</summary>
    public string Plain => Parts[PlainText];
}
