using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>A title above text that keeps its lines and columns.</summary>
public static class HelpView
{
    private const int TextLimit = 100_000;

    /// <param name="title">One line; empty for none.</param>
    /// <param name="text">Shown as it is, in a fixed-width font.</param>
    public static MimeBundle Create(string title, string text) =>
        new(
            title.Length > 0 ? $"{Html.Line(title, 200)}\n\n{Html.Clean(text, TextLimit)}" : Html.Clean(text, TextLimit),
            Html.View(
                Html.NewId(),
                (title.Length > 0 ? Html.Heading(title) : "") + $"<pre class=\"glm-pre\">{Html.Encode(text, TextLimit)}</pre>"
            )
        );
}
