using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;

// In no namespace: the compiler looks there before it looks into what a cell imports, and System, which every cell imports, has extension
// methods of these names from Microsoft.DotNet.Interactive.Formatting, which write to the console where no .NET Interactive runs.

/// <summary>The extension methods that every cell can call on any value to show it.</summary>
public static class CellDisplay
{
    /// <summary>As <see cref="CellApi.display"/>.</summary>
    public static DisplayHandle Display(this object? value, params string[] mimeTypes) => CellApi.display(value, mimeTypes);

    /// <summary>
    /// Shows a string as content of a type: <c>"&lt;b&gt;bold&lt;/b&gt;".DisplayAs("text/html")</c>; any other value as its formatter
    /// writes that type.
    /// </summary>
    public static DisplayHandle DisplayAs(this object? value, string mimeType) =>
        CellApi.display(
            value is string text
                ? new MimeBundle(new Dictionary<string, string> { [MimeBundle.PlainText] = text, [mimeType] = text })
                : value,
            value is string ? [] : [mimeType]
        );

    /// <summary>Shows rows as a table.</summary>
    public static DisplayHandle DisplayTable<T>(this IEnumerable<T> rows, params string[] mimeTypes) => CellApi.display(rows, mimeTypes);
}
