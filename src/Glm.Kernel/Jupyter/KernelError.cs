using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>Why code failed.</summary>
/// <param name="Name">The kind of failure.</param>
/// <param name="Message">One line.</param>
/// <param name="Traceback">What to show, line by line.</param>
internal sealed record KernelError(string Name, string Message, IReadOnlyList<string> Traceback)
{
    /// <summary>As the protocol writes it.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["ename"] = Name,
            ["evalue"] = Message,
            ["traceback"] = new JsonArray([.. Traceback.Select(line => (JsonNode)line)]),
        };
}
