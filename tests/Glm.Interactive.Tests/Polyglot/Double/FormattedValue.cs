namespace Microsoft.DotNet.Interactive.Formatting;

public sealed class FormattedValue(string mimeType, string value)
{
    public string MimeType => mimeType;

    public string Value => value;
}
