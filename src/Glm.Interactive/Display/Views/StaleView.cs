using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Display.Views;

/// <summary>Which results do not follow from the session any more.</summary>
public static class StaleView
{
    /// <param name="stale">One or more; their text is untrusted.</param>
    public static MimeBundle Create(IReadOnlyList<StaleValue> stale)
    {
        var lines = stale.Select(value => $"{value.Variable}: {value.Reason}").ToArray();
        return new MimeBundle(
            $"Now stale; run their cells again:\n{string.Join('\n', lines.Select(line => "  " + Html.Line(line, 300)))}",
            Html.View(
                Html.NewId(),
                "<p>Now stale; run their cells again:</p><ul>"
                    + string.Concat(lines.Select(line => $"<li>{Html.Encode(line, 300)}</li>"))
                    + "</ul>"
            )
        );
    }
}
