using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Display.Objects;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Any object: what it is in one line, and what its public properties and fields hold, three levels deep. What is met again on the way
/// down is shown as "(cycle)".
/// </summary>
public static class ObjectView
{
    private const int TextLimit = 100_000;

    /// <param name="value">Not null. Its properties are read; one that takes over a second is left out.</param>
    public static MimeBundle Create(object value)
    {
        if (ObjectDocument.Of(value) is { } document)
            return HelpView.Create("", document);
        var node = new ObjectReader().Read(value);
        var text = new StringBuilder();
        AppendText(text, node, 0);
        var plain = Html.Clean(text.ToString().TrimEnd(), TextLimit);
        return node.Parts.Count == 0 && !CSharpName.IsTuple(value.GetType())
            ? new MimeBundle(plain)
            : new MimeBundle(plain, Html.View(Html.NewId(), ToHtml(node)));
    }

    /// <summary>An object in one line of at most <paramref name="limit"/> characters. Never throws.</summary>
    internal static string Line(object value, int limit = 120) => Html.Line(new ObjectReader().ReadLine(value), limit);

    private static void AppendText(StringBuilder text, ObjectNode node, int depth)
    {
        text.Append(Html.Line(node.Line, ObjectNode.LongestLine)).Append('\n');
        foreach (var (name, part) in node.Parts)
        {
            text.Append(' ', 2 * (depth + 1));
            if (name.Length > 0)
                text.Append(Html.Line(name)).Append(": ");
            AppendText(text, part, depth + 1);
        }
        if (node.Rest.Length > 0)
            text.Append(' ', 2 * (depth + 1)).Append(node.Rest).Append('\n');
    }

    private static string ToHtml(ObjectNode node)
    {
        var line = Html.Encode(Html.Line(node.Line, ObjectNode.LongestLine), ObjectNode.LongestLine);
        if (node.Parts.Count == 0 && node.Rest.Length == 0)
            return line;
        var html = new StringBuilder($"<details class=\"glm-details\" open><summary>{line}</summary><table class=\"glm-table\"><tbody>");
        foreach (var (name, part) in node.Parts)
            html.Append("<tr><th>").Append(Html.Encode(Html.Line(name))).Append("</th><td>").Append(ToHtml(part)).Append("</td></tr>");
        html.Append("</tbody></table>");
        if (node.Rest.Length > 0)
            html.Append(Html.Note(node.Rest));
        return html.Append("</details>").ToString();
    }
}
