using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Display.Views;

/// <summary>An error as a value: a mistake of the user is one line; any other error also offers its details.</summary>
public static class ErrorView
{
    public static MimeBundle Create(Exception error)
    {
        var details =
            error is GlmException ? "" : Html.Details("details", $"<pre class=\"glm-pre\">{Html.Encode(error.ToString(), 20_000)}</pre>");
        return new MimeBundle(
            Text(error),
            Html.View(
                Html.NewId(),
                $"<div class=\"glm-failed\"><span class=\"glm-state\">{Html.Encode(Text(error), 4000)}</span></div>{details}"
            )
        );
    }

    internal static string Text(Exception error) =>
        error is GlmException ? Html.Clean(error.Message, 4000) : $"{error.GetType().Name}: {Html.Clean(error.Message, 4000)}";
}
