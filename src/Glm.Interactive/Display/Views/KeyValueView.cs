using System.Globalization;
using System.Text;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>A titled list of names and values.</summary>
public static class KeyValueView
{
    private const int ValueLimit = 4000;

    /// <param name="title">Above the list; empty for none. Untrusted text.</param>
    /// <param name="entries">In display order; values may have several lines. Untrusted text.</param>
    public static MimeBundle Create(string title, IEnumerable<KeyValuePair<string, string>> entries)
    {
        var rows = entries.ToList();
        var width = rows.Count == 0 ? 0 : rows.Max(row => Html.Line(row.Key, 40).Length);
        var lines = rows.Select(row =>
            $"{Html.Line(row.Key, 40).PadRight(width)}  "
            + $"{Html.Clean(row.Value, ValueLimit).Replace("\n", "\n" + new string(' ', width + 2), StringComparison.Ordinal)}"
        );
        return new MimeBundle(
            string.Join('\n', title.Length > 0 ? lines.Prepend(Html.Line(title, 200)) : lines),
            Html.View(Html.NewId(), (title.Length > 0 ? Html.Heading(title) : "") + Table(rows))
        );
    }

    /// <summary>The pairs as a part of a larger display.</summary>
    internal static string Table(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var html = new StringBuilder("<table class=\"glm-table\"><tbody>");
        foreach (var (name, value) in entries)
            html.Append(CultureInfo.InvariantCulture, $"<tr><th>{Html.Encode(name)}</th><td>{Html.Encode(value, ValueLimit)}</td></tr>");
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>A titled list of pairs.</summary>
    public static MimeBundle Create(string title, params (string Name, string Value)[] entries) =>
        Create(title, entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));
}
