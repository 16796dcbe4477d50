using System.Text.Json.Nodes;
using Glm.Kernel.Documents;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// Markdown for a report: raw HTML shows as text, links keep only harmless schemes, pictures are embedded as data or become their
/// description.
/// </summary>
internal sealed class MarkdownHtml(string folder)
{
    private const long LargestPicture = 20 * 1024 * 1024;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras()
        .UseDefinitionLists()
        .UseListExtras()
        .UseAutoLinks()
        .Build();

    private static readonly Dictionary<string, string> PictureTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
    };

    private readonly List<(int Level, string Id, string Title)> _headings = [];

    /// <summary>The headings met so far, for a table of contents.</summary>
    public IReadOnlyList<(int Level, string Id, string Title)> Headings => _headings;

    /// <param name="markdown">The text.</param>
    /// <param name="attachments">The cell's attachments, or null.</param>
    public string Render(string markdown, JsonObject? attachments = null)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser follows: show the source.
            return $"<pre>{System.Net.WebUtility.HtmlEncode(markdown)}</pre>";
        }
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var id = $"s{_headings.Count + 1}";
            heading.GetAttributes().Id = id;
            _headings.Add((heading.Level, id, PlainText(heading.Inline)));
        }
        foreach (var link in document.Descendants<LinkInline>().ToArray())
        {
            if (!link.IsImage)
                link.Url = Safe(link.GetDynamicUrl?.Invoke() ?? link.Url);
            else if (Picture(link.Url, attachments) is { } data)
                link.Url = data;
            else
                link.ReplaceBy(new LiteralInline($"[picture: {PlainText(link)} {link.Url}]"), copyChildren: false);
        }
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail))
            link.Url = Safe(link.Url);
        return document.ToHtml(Pipeline);
    }

    private static string Safe(string? url)
    {
        url = url?.Trim() ?? "";
        if (url.StartsWith('#'))
            return url;
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var scheme =
            colon >= 0 && url.IndexOfAny(['/', '?', '#']) is var other && (other < 0 || other > colon)
                ? url[..colon].ToLowerInvariant()
                : null;
        return scheme is null or "http" or "https" or "mailto" or "doi" ? url : "#";
    }

    // Pictures of the notebook itself or beside it; nothing is fetched, and nothing above the notebook's folder is read.
    private string? Picture(string? url, JsonObject? attachments)
    {
        if (string.IsNullOrEmpty(url))
            return null;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var parts = attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject;
            var (mime, content) = parts?.FirstOrDefault(part => PictureTypes.ContainsValue(part.Key)) ?? default;
            return content is null ? null : DataUrl.OfBase64(mime!, MultilineText.Join(content));
        }
        if (url.StartsWith("data:image/", StringComparison.Ordinal))
            return url;
        if (!PictureTypes.TryGetValue(Path.GetExtension(url), out var type) || url.Contains(':', StringComparison.Ordinal))
            return null;
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var file = new FileInfo(Path.GetFullPath(Path.Combine(root, Uri.UnescapeDataString(url))));
        if (
            !file.FullName.StartsWith(root, StringComparison.Ordinal)
            || !file.Exists
            || file.LinkTarget is not null
            || file.Length > LargestPicture
        )
            return null;
        return $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(file.FullName))}";
    }

    private static string PlainText(ContainerInline? inline) =>
        inline is null
            ? ""
            : string.Concat(
                inline
                    .Descendants<LeafInline>()
                    .Select(leaf =>
                        leaf switch
                        {
                            LiteralInline literal => literal.Content.ToString(),
                            CodeInline code => code.Content,
                            HtmlEntityInline entity => entity.Transcoded.ToString(),
                            _ => "",
                        }
                    )
            );
}
