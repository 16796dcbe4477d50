using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>What a bundle is made of.</summary>
public sealed record BundleSource
{
    /// <summary>The notebook's folder, which paths of records start from.</summary>
    public required string Folder { get; init; }

    /// <summary>File name of the notebook, which ends in .ipynb.</summary>
    public required string Notebook { get; init; }

    /// <summary>Writes the notebook to a path.</summary>
    public required Action<string> WriteNotebook { get; init; }

    /// <summary>Writes the report to a path, as HTML; null for none.</summary>
    public Action<string>? WriteReport { get; init; }

    /// <summary>How the results came to be, in the order in which the commands ran.</summary>
    public IReadOnlyList<CommandRecord> Records { get; init; } = [];

    /// <summary>The variables of the session with their objects, the newest last; empty for a notebook that was not run.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Variables { get; init; } = [];

    /// <summary>The notebook's parameters, those at their defaults too, in order of declaration.</summary>
    public IReadOnlyList<BundledParameter> Parameters { get; init; } = [];

    /// <summary>When the run began; null where nothing tells.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended; null where nothing tells.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>A session as it is now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="folder">Where its notebook is.</param>
    /// <param name="variables">Its objects as they are now; null for those that it keeps.</param>
    /// <param name="notebook">Its notebook's file; null for the one that Jupyter names, or else one that is made of the command
    /// lines.</param>
    /// <exception cref="GlmException">There is nothing to pack, or no such notebook.</exception>
    public static BundleSource Of(
        CommandSession session,
        string folder,
        IReadOnlyList<SessionObject>? variables = null,
        string? notebook = null
    )
    {
        var held = variables ?? session.Objects;
        if (held.Count == 0)
            throw new GlmException("There is nothing to bundle yet: no command has made anything.");
        var file = notebook ?? KnownNotebook();
        if (file is not null && (!File.Exists(file) || Path.GetExtension(file) != ".ipynb"))
            throw new GlmException($"{file}: this is no notebook that can be bundled. Save it as .ipynb, and name it.");
        return new BundleSource
        {
            Folder = folder,
            Notebook = file is null ? "session.ipynb" : Path.GetFileName(file),
            WriteNotebook = file is null ? path => File.WriteAllText(path, NotebookOf(session.Records)) : path => File.Copy(file, path),
            Records = session.Records,
            Variables = [.. held.Select(one => KeyValuePair.Create(one.Variable, one.Value))],
        };
    }

    /// <summary>The notebook that this kernel serves, where its server says so.</summary>
    private static string? KnownNotebook() =>
        Environment.GetEnvironmentVariable("JPY_SESSION_NAME") is { Length: > 0 } path
        && Path.GetExtension(path) == ".ipynb"
        && File.Exists(path)
            ? path
            : null;

    private static string NotebookOf(IReadOnlyList<CommandRecord> records) =>
        new JsonObject
        {
            ["cells"] = new JsonArray([
                .. records.Select(
                    (record, number) =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["cell_type"] = "code",
                                ["execution_count"] = number + 1,
                                ["id"] = $"command-{number + 1}",
                                ["metadata"] = new JsonObject(),
                                ["outputs"] = new JsonArray(),
                                ["source"] = record.Line,
                            }
                ),
            ]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject
                {
                    ["display_name"] = "C# with glm",
                    ["language"] = "C#",
                    ["name"] = "glm",
                },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
}
