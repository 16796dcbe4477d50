namespace Glm.Interactive.Display.Objects;

/// <summary>What is shown of one object. All text is untrusted.</summary>
/// <param name="Line">The object in one line.</param>
internal sealed record ObjectNode(string Line)
{
    /// <summary>The most characters of a line.</summary>
    public const int LongestLine = 400;

    /// <summary>Its properties, fields or items; an item has no name.</summary>
    public List<(string Name, ObjectNode Node)> Parts { get; init; } = [];

    /// <summary>How many parts are left out; empty for none.</summary>
    public string Rest { get; set; } = "";
}
