using System.Collections;
using System.Text.Json;
using Glm.Interactive.Display.Objects;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Microsoft.AspNetCore.Html;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Html = Glm.Interactive.Display.Markup.Html;

namespace Glm.Interactive.Results;

/// <summary>
/// Teaches Microsoft.DotNet.Interactive.Formatting to show this project's results, charts, data frames and tensors, so that every host
/// shows a returned value the same way; in this project's own kernel also strings, sequences, arrays and exceptions.
/// </summary>
public static class GlmFormatters
{
    private const int TextLimit = 100_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<ITypeFormatter> Own = new(ReferenceEqualityComparer.Instance);
    private static bool _registeredAll;
    private static bool _registeredResults;

    /// <summary>Registers all views; calling it again changes nothing. Thread-safe.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            RegisterResults();
            if (_registeredAll)
                return;
            // A string is a sequence too, and inside another value it would be shown as one.
            Formatter.Register<string>(
                (text, context) =>
                {
                    context.Writer.Write(Html.Encode(text, TextLimit));
                    return true;
                },
                MimeBundle.Html
            );
            Formatter.Register<string>(
                (text, context) =>
                {
                    context.Writer.Write(Html.Clean(text, TextLimit));
                    return true;
                },
                MimeBundle.PlainText
            );
            Teach<IEnumerable>(TableView.Create, TableView.Text);
            Teach<Array>(
                array => array.Rank > 1 ? ArrayView.Create(array) : TableView.Create(array),
                array => array.Rank > 1 ? ArrayView.Text(array) : TableView.Text(array)
            );
            Teach<Exception>(ErrorView.Create, ErrorView.Text);
            Own.UnionWith(Formatter.RegisteredFormatters(false));
            _registeredAll = true;
        }
    }

    /// <summary>
    /// Registers the views of this project's results, charts, data frames and tensors, and leaves everything else to the host.
    /// Thread-safe.
    /// </summary>
    public static void RegisterResults()
    {
        lock (Gate)
        {
            if (_registeredResults)
                return;
            foreach (var type in ResultTypes.All)
                type.Teach();
            _registeredResults = true;
        }
    }

    /// <summary>
    /// Registers the view of data frames once more, in case the extension that Microsoft.Data.Analysis brings for .NET Interactive has
    /// replaced it.
    /// </summary>
    internal static void RegisterFrames()
    {
        Teach<DataFrame>(TableView.Create, TableView.Text);
        Formatter.SetPreferredMimeTypesFor(typeof(DataFrame), MimeBundle.Html, MimeBundle.PlainText);
    }

    /// <summary>
    /// The display of a value that has a view of its own; null for any other value, general sequences among them, so that a formatter that
    /// the user registered for a particular type goes first.
    /// </summary>
    internal static MimeBundle? TryCreate(object value)
    {
        Register();
        return ResultTypes.Of(value)?.Show(value);
    }

    /// <summary>
    /// The mime types for which the user has registered a formatter of just this type, although it has a view here; HTML before text.
    /// </summary>
    internal static string[] Taught(object value)
    {
        Register();
        var type = value.GetType();
        return
        [
            .. Formatter
                .RegisteredFormatters(false)
                .Where(formatter => formatter.Type == type && !Own.Contains(formatter))
                .Select(formatter => formatter.MimeType)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Whether anything but the general view of objects shows a value: a sequence or an exception (documents excepted), content that is
    /// HTML, a type whose author brings a formatter, or one for which the user has registered one.
    /// </summary>
    internal static bool HasFormatter(object value)
    {
        var type = value.GetType();
        if (
            value is Exception or IHtmlContent
            || value is IEnumerable && ObjectDocument.Of(value) is null
            || type.Namespace?.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) == true
        )
            return true;
        Register();
        return type.GetCustomAttributes(inherit: true).Any(one => one.GetType().Name == "TypeFormatterSourceAttribute")
            || Formatter
                .RegisteredFormatters(false)
                .Any(formatter => formatter.Type != typeof(object) && formatter.Type.IsAssignableFrom(type) && !Own.Contains(formatter));
    }

    /// <summary>
    /// Whether a sequence is shown as a table, for want of a formatter that the user has registered: made at once, a lazy one is read only
    /// once for all mime types.
    /// </summary>
    internal static bool IsTable(IEnumerable value) =>
        value is not Array { Rank: > 1 }
        && ObjectDocument.Of(value) is null
        && Formatter
            .GetPreferredMimeTypesFor(value.GetType())
            .Append(MimeBundle.PlainText)
            .All(mimeType => Own.Contains(Formatter.GetPreferredFormatterFor(value.GetType(), mimeType)));

    /// <summary>Registers the formatters of a type of result.</summary>
    internal static void Teach<T>(ResultType<T> type)
        where T : class
    {
        Teach(type.View, value => type.Print(value));
        // Hosts ask for JSON when they list variables or pass one by @name: a description will do, where the whole object may be
        // gigabytes.
        Formatter.Register<T>(
            (value, context) =>
            {
                context.Writer.Write(JsonSerializer.Serialize(type.Print(value)));
                return true;
            },
            JsonFormatter.MimeType
        );
        Formatter.SetPreferredMimeTypesFor(typeof(T), MimeBundle.Html, MimeBundle.PlainText);
    }

    private static void Teach<T>(Func<T, MimeBundle> create, Func<T, string> text)
        where T : class
    {
        // Plain text has its own function: making the whole bundle for it would spend the notebook's one copy of Plotly.js.
        Formatter.Register<T>(
            (value, context) =>
            {
                var bundle = create(value);
                context.Writer.Write(
                    bundle.Parts.TryGetValue(MimeBundle.Html, out var html) ? html : $"<pre>{Html.Encode(bundle.Plain, 100_000)}</pre>"
                );
                return true;
            },
            MimeBundle.Html
        );
        Formatter.Register<T>(
            (value, context) =>
            {
                context.Writer.Write(text(value));
                return true;
            },
            MimeBundle.PlainText
        );
    }
}
