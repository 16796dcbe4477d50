using System.Globalization;
using System.Net;
using System.Text;

namespace Glm.Kernel.Notebooks;

/// <summary>The frame of every report: style, contents, provenance, and a policy that forbids loading anything.</summary>
internal static class ReportPage
{
    private const string Policy = "default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline'; ";

    private const string WithScripts = "script-src 'unsafe-inline' 'unsafe-eval'; connect-src data: blob:; ";

    private static readonly Lazy<string> Style = new(() => Resource("report.css"));
    private static readonly Lazy<string> Script = new(() => Resource("report.js"));

    /// <param name="title">Untrusted text.</param>
    /// <param name="headings">Of the contents.</param>
    /// <param name="main">HTML, in which untrusted text is encoded.</param>
    /// <param name="provenance">How it was made.</param>
    /// <param name="onPaper">Whether it is to be printed: scripts do not run, and colours are light.</param>
    public static string Render(
        string title,
        IReadOnlyList<(int Level, string Id, string Title)> headings,
        string main,
        Provenance provenance,
        bool onPaper
    )
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}{(
                onPaper ? "" : WithScripts
            )}base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="{(onPaper ? "light" : "light dark")}">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>{Style.Value}</style>
            </head>
            <body>
            <div class="bar"{(
                main.Contains("<details class=\"code\"", StringComparison.Ordinal) ? "" : " hidden"
            )}><button type="button" id="toggle-code" aria-pressed="false">Hide code</button></div>
            <div class="page">
            """
        );
        if (provenance.Verified is { } verdict)
            page.Append("<p class=\"verified\">Verified: ").Append(WebUtility.HtmlEncode(verdict)).Append("</p>");
        AppendContents(page, headings);
        page.Append("\n<main>\n").Append(main).Append("</main>\n</div>\n");
        AppendProvenance(page, provenance, onPaper);
        page.Append(CultureInfo.InvariantCulture, $"<script>{Script.Value}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void AppendContents(StringBuilder page, IReadOnlyList<(int Level, string Id, string Title)> headings)
    {
        var shown = headings.Where(heading => heading.Level <= 3).ToArray();
        if (shown.Length < 2)
            return;
        page.Append("\n<nav aria-label=\"Contents\"><p>Contents</p><ul>\n");
        foreach (var (level, id, title) in shown)
            page.Append(
                CultureInfo.InvariantCulture,
                $"<li class=\"h{level}\"><a href=\"#{id}\">{WebUtility.HtmlEncode(title)}</a></li>\n"
            );
        page.Append("</ul></nav>");
    }

    private static void AppendProvenance(StringBuilder page, Provenance provenance, bool onPaper)
    {
        page.Append("<footer>");
        if (provenance.Methods is { } methods)
        {
            page.Append("<h2>Methods</h2><p>").Append(WebUtility.HtmlEncode(methods.Text)).Append("</p>\n");
            if (methods.BibTeX.Length > 0)
                page.Append(onPaper ? "<details open>" : "<details>")
                    .Append("<summary>Works to cite (BibTeX)</summary><pre>")
                    .Append(WebUtility.HtmlEncode(methods.BibTeX))
                    .Append("</pre></details>\n");
        }
        page.Append("<h2>How this report was made</h2><dl>\n");
        foreach (var (name, value) in provenance.Facts)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{WebUtility.HtmlEncode(name)}</dt><dd>{WebUtility.HtmlEncode(value)}</dd>\n");
        page.Append("</dl></footer>\n");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"Glm.Kernel.Notebooks.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
