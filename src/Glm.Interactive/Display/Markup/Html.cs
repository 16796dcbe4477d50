using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Display.Markup;

/// <summary>
/// Turns untrusted text into HTML, SVG and script data. Every name that comes from a file, a user or a computation passes through here.
/// </summary>
internal static partial class Html
{
    /// <summary>The most characters that a display shows of one name or label.</summary>
    public const int LabelLimit = 200;

    private static readonly JsonSerializerOptions ScriptJson = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>
    /// Text for the content of an element or for a quoted attribute, in HTML and XML alike, cut to <paramref name="limit"/> characters.
    /// </summary>
    public static string Encode(string? text, int limit = LabelLimit) => WebUtility.HtmlEncode(Clean(text, limit));

    /// <summary>
    /// Text without control characters, cut to <paramref name="limit"/> characters with a note of its full length. Newlines and tabs are
    /// kept.
    /// </summary>
    public static string Clean(string? text, int limit = LabelLimit) =>
        text is null ? ""
        : text.Length <= limit ? LineText.Harmless(text)
        : string.Create(CultureInfo.InvariantCulture, $"{LineText.Harmless(text.AsSpan(0, limit))}… ({text.Length:N0} characters)");

    /// <summary>One line of at most <paramref name="limit"/> characters, for plain text and chart labels.</summary>
    public static string Line(string? text, int limit = 60) => LineText.Shown(text, limit);

    /// <summary>Text for a label of Plotly, which reads some HTML tags and entities, so that it is shown as written.</summary>
    public static string PlotlyText(string? text, int limit = 80) =>
        Line(text, limit)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>An id that no other element has, in this notebook or any other.</summary>
    public static string NewId() => string.Concat("glm-", Guid.NewGuid().ToString("N").AsSpan(0, 16));

    /// <summary>A display: one element with its style sheet and its body.</summary>
    /// <param name="id">From <see cref="NewId"/>.</param>
    /// <param name="body">What it shows without scripts, and more in <see cref="Live"/>.</param>
    /// <param name="scripts">Assets to call. A display with a picture or a live part calls live.js before them.</param>
    public static string View(string id, string body, params IReadOnlyList<string> scripts)
    {
        var live = body.Contains("glm-live", StringComparison.Ordinal) || body.Contains("glm-still", StringComparison.Ordinal);
        var calls = string.Concat((live ? scripts.Prepend("live.js") : scripts).Select(asset => Script(asset, id)));
        return $"<div class=\"glm-view\" id=\"{id}\"><style>{Asset.Text("glm.css")}</style>{body}{calls}</div>";
    }

    /// <summary>
    /// A part of a display that is there only where scripts run: controls that would do nothing, pictures that a script chooses.
    /// </summary>
    /// <param name="markup">Without a script of its own.</param>
    public static string Live(string markup) => $"<script type=\"text/html\" class=\"glm-live\">{markup}</script>";

    /// <summary>A display as text and as HTML, and as a picture where there is one.</summary>
    /// <param name="plain">What a terminal shows.</param>
    /// <param name="view">From <see cref="View"/>.</param>
    /// <param name="svg">A picture that is a file of its own; null for none.</param>
    public static MimeBundle Bundle(string plain, string view, string? svg)
    {
        var parts = new Dictionary<string, string> { [MimeBundle.Html] = view, [MimeBundle.PlainText] = plain };
        if (svg is not null)
            parts[MimeBundle.Svg] = svg;
        return new MimeBundle(parts);
    }

    /// <summary>Data for a script of the same display, safe inside a script element whatever text it holds.</summary>
    public static string Data(object value) => $"<script type=\"application/json\" class=\"glm-data\">{Json(value)}</script>";

    /// <summary>JSON that holds no markup: no &lt;, and no line separators, which older JavaScript does not accept in a string.</summary>
    public static string Json(object value) =>
        JsonSerializer
            .Serialize(value, ScriptJson)
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
            .Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    /// <summary>Calls an asset, which is a function expression, with the display's element as its argument.</summary>
    public static string Script(string asset, string id) => $"<script>({Asset.Text(asset)})(document.getElementById(\"{id}\"));</script>";

    /// <summary>A row of large numbers, each above its name.</summary>
    public static string Facts(params (string Name, string Value)[] facts) =>
        "<div class=\"glm-facts\">"
        + string.Concat(facts.Select(fact => $"<div><b>{Encode(fact.Value)}</b> <span>{Encode(fact.Name)}</span></div>"))
        + "</div>";

    public static string Heading(string text) => $"<div class=\"glm-title\"><b>{Encode(text)}</b></div>";

    public static string Note(string text) => $"<div class=\"glm-note\">{Encode(text, 2000)}</div>";

    /// <summary>A block that is folded until its summary is clicked.</summary>
    public static string Details(string summary, string body)
    {
        // VS Code runs of a script what its innerText gives, which is nothing in a block that is folded: scripts stand after it.
        var scripts = body.Contains("<script>", StringComparison.Ordinal) ? OwnScripts().Matches(body) : null;
        return scripts is null
            ? $"<details class=\"glm-details\"><summary>{Encode(summary)}</summary>{body}</details>"
            : $"<details class=\"glm-details\"><summary>{Encode(summary)}</summary>{OwnScripts().Replace(body, "")}</details>"
                + string.Concat(scripts.Select(script => script.Value));
    }

    /// <summary>A link that saves the pictures of a display as one file; live.js makes the file.</summary>
    public static string SaveSvg(string fileName) =>
        Live($"<button type=\"button\" class=\"glm-link glm-save\" data-file=\"{Encode(fileName)}\">save SVG</button>");

    /// <summary>A picture as the address of an image, so that it needs no file.</summary>
    public static string SvgDataUri(string svg) => $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}";

    /// <summary>A number for an attribute or a style: at most two decimals, and 0 for what is not finite.</summary>
    public static string AttributeNumber(double value) =>
        double.IsFinite(value) ? value.ToString("0.##", CultureInfo.InvariantCulture) : "0";

    /// <summary>A number for people to read: a few significant digits, the same on every machine.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "–"
        : value == Math.Floor(value) && Math.Abs(value) < 1e15 ? value.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Abs(value) is >= 0.001 and < 1e6 ? value.ToString("#,0.####", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A fraction as a percentage with one decimal.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%");

    /// <summary>A count with its noun: "1 gene", "4,298 genes".</summary>
    public static string Count(long count, string singular, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? singular : plural ?? singular + "s")}");

    /// <summary>A size for people to read: 300 bytes, 4.2 kB, 1.5 MB.</summary>
    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 1000 => Count(bytes, "byte"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        };

    /// <summary>A duration for people to read: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Duration(double seconds) =>
        seconds switch
        {
            double.NaN => "–",
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s"),
            < 360_000_000 => string.Create(CultureInfo.InvariantCulture, $"{(long)seconds / 3600} h {(long)seconds % 3600 / 60} min"),
            _ => "very long",
        };

    // Those that run; data are in scripts of another type.
    [GeneratedRegex("<script>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex OwnScripts();
}
