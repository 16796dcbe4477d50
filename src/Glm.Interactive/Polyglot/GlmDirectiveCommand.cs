using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DotNet.Interactive.Commands;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// One class for all commands. The host fills it from the line it has read, and silently drops whatever it did not understand.
/// </summary>
internal sealed class GlmDirectiveCommand : KernelDirectiveCommand
{
    /// <summary>For example "#!glm load".</summary>
    public string InvokedDirective { get; set; } = "";

    /// <summary>The given options by their names in camel case; <c>@</c> references are replaced by their values.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Values { get; set; } = [];
}
