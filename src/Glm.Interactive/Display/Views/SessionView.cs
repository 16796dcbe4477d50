using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Display.Views;

/// <summary>The objects of a session: the variable of each, its type and what it holds.</summary>
public static class SessionView
{
    /// <param name="objects">In display order; their descriptions may hold untrusted text.</param>
    /// <param name="vocabulary">Says what each object holds.</param>
    /// <param name="stale">Those that no longer follow from the others; null for none.</param>
    public static MimeBundle Create(IReadOnlyList<SessionObject> objects, IVocabulary vocabulary, IReadOnlyList<StaleValue>? stale = null)
    {
        if (objects.Count == 0)
            return new MimeBundle(
                "Nothing yet. #!glm lists the commands.",
                Html.View(Html.NewId(), "<p>Nothing yet. <code>#!glm</code> lists the commands.</p>")
            );
        var width = Math.Max("variable".Length, objects.Max(item => item.Variable.Length)) + 2;
        var types = Math.Max("type".Length, objects.Max(item => CSharpName.OfType(item.Value.GetType()).Length)) + 2;
        var plain = new StringBuilder($"{"variable".PadRight(width)}{"type".PadRight(types)}holds");
        var html = new StringBuilder("<table class=\"glm-table\"><tr><th>variable</th><th>type</th><th>holds</th></tr>");
        foreach (var (variable, value) in objects)
        {
            var (type, line) = (CSharpName.OfType(value.GetType()), vocabulary.Line(value));
            var reason = stale?.FirstOrDefault(value => value.Variable == variable) is { } old ? $"stale: {old.Reason}" : "";
            plain.Append($"\n{variable.PadRight(width)}{type.PadRight(types)}{line}");
            if (reason.Length > 0)
                plain.Append($"\n{"".PadRight(width + types)}{Html.Line(reason, 300)}");
            html.Append($"<tr><td><code>{Html.Encode(variable)}</code></td><td>{Html.Encode(type)}</td>")
                .Append($"<td>{Html.Encode(line, 400)}{(reason.Length > 0 ? $"<br>{Html.Encode(reason, 300)}" : "")}</td></tr>");
        }
        return new MimeBundle(plain.ToString(), Html.View(Html.NewId(), html.Append("</table>").ToString()));
    }
}
