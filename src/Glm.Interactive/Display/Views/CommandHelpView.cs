using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>A help page of the command language in type.</summary>
public static class CommandHelpView
{
    private const int LongestText = 4000;

    /// <param name="page">May hold untrusted text.</param>
    public static MimeBundle Create(HelpPage page)
    {
        if (page.Usage is null)
            return new MimeBundle(page.Plain, $"<p><code>{Encode(page.Title!)}</code><br>{Encode(page.Text)}</p>");
        var html = new StringBuilder();
        if (page.Title is { } title)
            html.Append($"<p><b>{Encode(title)}</b> – {Encode(page.Text)}</p>");
        html.Append($"<p><code>{Encode(page.Usage)}</code></p>");
        if (page.Entries.Count > 0)
        {
            html.Append("<table class=\"glm-table\"><tbody>");
            foreach (var (term, text) in page.Entries)
                html.Append($"<tr><td><code>{Encode(term)}</code></td><td>{Encode(text)}</td></tr>");
            html.Append("</tbody></table>");
        }
        foreach (var note in page.Notes)
            html.Append($"<p>{Encode(note)}</p>");
        foreach (var (line, meaning, csharp) in page.Examples)
            html.Append($"<p><code>{Encode(line)}</code><br>{Encode(meaning)}<br>C#: <code>{Encode(csharp)}</code></p>");
        return new MimeBundle(page.Plain, Html.View(Html.NewId(), html.ToString()));
    }

    private static string Encode(string text) => Html.Encode(text, LongestText);
}
