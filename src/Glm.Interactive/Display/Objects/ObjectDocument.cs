using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Glm.Interactive.Display.Objects;

/// <summary>Objects that are text by nature: XML and JSON.</summary>
internal static class ObjectDocument
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of a document; null for any other object.</summary>
    public static string? Of(object value) =>
        value switch
        {
            XObject or XmlNode or JsonNode or JsonDocument or JsonElement { ValueKind: not JsonValueKind.Undefined } => Written(value),
            _ => null,
        };

    private static string Written(object value)
    {
        try
        {
            return value switch
            {
                XObject node => node.ToString() ?? "",
                XmlDocument document => XmlText(document),
                XmlNode node => node.OuterXml,
                JsonNode node => node.ToJsonString(Indented),
                JsonDocument document => JsonSerializer.Serialize(document.RootElement, Indented),
                _ => JsonSerializer.Serialize((JsonElement)value, Indented),
            };
        }
        catch (Exception failure) when (failure is InvalidOperationException or JsonException or XmlException or ObjectDisposedException)
        {
            return $"{value.GetType().Name} ({failure.GetType().Name})";
        }
    }

    private static string XmlText(XmlDocument document)
    {
        using var text = new StringWriter();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
            document.Save(writer);
        return text.ToString();
    }
}
