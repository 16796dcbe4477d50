using Glm.Interactive.Hosting;

namespace Glm.Kernel.CSharp;

/// <summary>JavaScript as an output of a cell.</summary>
internal static class PageScript
{
    /// <summary>
    /// As a script in a page, and as what Jupyter's older pages run by themselves; a front end runs one of them. The code finds the place
    /// of its output as <c>element</c> and may await.
    /// </summary>
    public static MimeBundle Bundle(string code)
    {
        var script =
            $"(async function (element) {{\n{code}\n}})(typeof element === \"undefined\" ? document.currentScript && "
            + $"document.currentScript.parentElement : element.jquery ? element[0] : element);";
        // Inside HTML only these two can end or open what must not be; in a string or a regular expression of JavaScript the backslash
        // changes nothing.
        var inPage = script.Replace("</", "<\\/", StringComparison.Ordinal).Replace("<!--", "<\\!--", StringComparison.Ordinal);
        return new MimeBundle(
            new Dictionary<string, string>
            {
                ["application/javascript"] = script,
                [MimeBundle.Html] = $"<div><script>{inPage}</script></div>",
                [MimeBundle.PlainText] = code,
            }
        );
    }
}
