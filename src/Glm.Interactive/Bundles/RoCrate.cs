using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Bundles;

/// <summary>
/// What a bundle says of itself: <c>ro-crate-metadata.json</c> of an RO-Crate 1.2 that is a Workflow Run Crate 0.5, with a line for every
/// file. The notebook is the workflow, its run is an action, and so is every command.
/// </summary>
internal static class RoCrate
{
    public const string FileName = "ro-crate-metadata.json";

    /// <summary>The version of what only this program's bundles have, and the latest that it opens.</summary>
    public const int Version = 1;

    public const string FormatId = "#glm-bundle";

    private const string Root = "./";
    private const string Engine = "#glm-interactive";
    private const string Language = "#csharp";
    private const string Run = "#run";

    private static readonly (string Id, string Name, string Version)[] Profiles =
    [
        ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
        ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
        ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"),
    ];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A file of the crate.</summary>
    /// <param name="File">Where it is, its size and checksum.</param>
    /// <param name="Description">What it is for.</param>
    /// <param name="Variable">The variable that it holds; null for none.</param>
    /// <param name="IsInput">Whether the notebook read it.</param>
    public sealed record Part(BundledFile File, string Description, string? Variable, bool IsInput);

    /// <summary>A file that the notebook read and that is not in the crate.</summary>
    /// <param name="File">Its path, size and checksum.</param>
    /// <param name="Reason">Why it is not there.</param>
    /// <param name="Address">Where it may be had; null where nothing tells.</param>
    public sealed record Missing(FileIdentity File, string Reason, string? Address);

    /// <summary>The text of the file.</summary>
    /// <param name="source">What was bundled.</param>
    /// <param name="options">For the licence and the authors.</param>
    /// <param name="program">Version of this program.</param>
    /// <param name="notebook">Path of the notebook in the crate.</param>
    /// <param name="parts">The other files, and the notebook.</param>
    /// <param name="missing">Files that are not there.</param>
    /// <param name="idOfInput">The path of an input in the crate, by what records call it; null where it is not there.</param>
    public static string Write(
        BundleSource source,
        BundleOptions options,
        string program,
        string notebook,
        IReadOnlyList<Part> parts,
        IReadOnlyList<Missing> missing,
        Func<FileIdentity, string?> idOfInput
    )
    {
        var ended = source.Ended ?? source.Records.Select(End).DefaultIfEmpty(DateTimeOffset.UtcNow).Max();
        var name = Path.GetFileNameWithoutExtension(source.Notebook);
        var inputs = parts.Where(part => part.IsInput).Select(part => Id(part.File.Path));
        var absent = missing.Select((_, number) => $"#absent-{number + 1}").ToList();
        var parameters = source.Parameters.Select(parameter => parameter.Name).ToList();
        var results = parts.Where(part => part.Variable is not null).Select(part => Id(part.File.Path)).ToList();
        var actions = source.Records.Select((_, number) => $"#command-{number + 1}").Prepend(Run).ToList();
        var license = Uri.IsWellFormedUriString(options.License, UriKind.Absolute) ? options.License! : "#licence";
        var authors = options.Authors.Select((author, number) => author.Address ?? $"#author-{number + 1}").ToList();
        var graph = new JsonArray
        {
            new JsonObject
            {
                ["@id"] = FileName,
                ["@type"] = "CreativeWork",
                ["about"] = Reference(Root),
                ["conformsTo"] = Reference("https://w3id.org/ro/crate/1.2"),
            },
            new JsonObject
            {
                ["@id"] = Root,
                ["@type"] = "Dataset",
                ["name"] = $"Run of {name}",
                ["description"] =
                    $"The notebook {source.Notebook} as it was run with Glm.Interactive {program}, its results, the session that it left, "
                    + "and what it read. glm open unpacks and checks it.",
                ["datePublished"] = Time(ended),
                ["license"] = Reference(license),
                ["conformsTo"] = References(Profiles.Select(profile => profile.Id)),
                ["mainEntity"] = Reference(Id(notebook)),
                ["hasPart"] = References(parts.Select(part => Id(part.File.Path))),
                ["mentions"] = References(actions.Concat(absent)),
                ["additionalProperty"] = Reference(FormatId),
            },
        };
        graph.Add(
            new JsonObject
            {
                ["@id"] = license,
                ["@type"] = "CreativeWork",
                ["name"] = options.License ?? "No licence was stated",
                ["description"] = options.License is null
                    ? "Ask whoever gave you this bundle before you pass it on."
                    : "Under what others may use this bundle.",
            }
        );
        foreach (var (author, id) in options.Authors.Zip(authors).DistinctBy(pair => pair.Second))
            graph.Add(
                new JsonObject
                {
                    ["@id"] = id,
                    ["@type"] = "Person",
                    ["name"] = author.Name,
                }
            );
        if (authors.Count > 0)
            graph[1]!["author"] = References(authors);
        foreach (var (id, title, version) in Profiles)
            graph.Add(
                new JsonObject
                {
                    ["@id"] = id,
                    ["@type"] = new JsonArray("CreativeWork", "Profile"),
                    ["name"] = title,
                    ["version"] = version,
                }
            );
        graph.Add(
            new JsonObject
            {
                ["@id"] = FormatId,
                ["@type"] = "PropertyValue",
                ["name"] = "version of the bundle's form",
                ["value"] = Version.ToString(CultureInfo.InvariantCulture),
            }
        );
        graph.Add(
            new JsonObject
            {
                ["@id"] = Engine,
                ["@type"] = "SoftwareApplication",
                ["name"] = "Glm.Interactive",
                ["description"] = "A workbench for genomic language models in .NET notebooks.",
                ["softwareVersion"] = program,
            }
        );
        graph.Add(
            new JsonObject
            {
                ["@id"] = Language,
                ["@type"] = "ComputerLanguage",
                ["name"] = "C# with #!glm commands",
                ["identifier"] = "https://learn.microsoft.com/dotnet/csharp/",
                ["url"] = "https://learn.microsoft.com/dotnet/csharp/",
            }
        );
        foreach (var part in parts)
            graph.Add(Describe(part, part.File.Path == notebook ? (name, parameters) : null));
        for (var i = 0; i < missing.Count; i++)
        {
            var entity = new JsonObject
            {
                ["@id"] = absent[i],
                ["@type"] = "File",
                ["name"] = Path.GetFileName(missing[i].File.Path),
                ["description"] = $"Read by the notebook and not in this bundle, since {missing[i].Reason}.",
                ["localPath"] = missing[i].File.Path,
                ["contentSize"] = missing[i].File.Bytes.ToString(CultureInfo.InvariantCulture),
                ["sha256"] = missing[i].File.Sha256,
            };
            if (missing[i].Address is { } address)
                entity["url"] = address;
            graph.Add(entity);
        }
        foreach (var parameter in source.Parameters)
        {
            var formal = new JsonObject
            {
                ["@id"] = $"#parameter-{Escape(parameter.Name)}",
                ["@type"] = "FormalParameter",
                ["name"] = parameter.Name,
                ["additionalType"] = TypeOf(parameter.Type),
            };
            if (parameter.Default.Length > 0)
                formal["defaultValue"] = parameter.Default;
            if (parameter.Description.Length > 0)
                formal["description"] = parameter.Description;
            graph.Add(formal);
            graph.Add(
                new JsonObject
                {
                    ["@id"] = $"#value-{Escape(parameter.Name)}",
                    ["@type"] = "PropertyValue",
                    ["name"] = parameter.Name,
                    ["value"] = parameter.Value,
                    ["exampleOfWork"] = Reference($"#parameter-{Escape(parameter.Name)}"),
                }
            );
        }
        AddAction(
            new JsonObject
            {
                ["@id"] = Run,
                ["@type"] = "CreateAction",
                ["name"] = $"Run of {source.Notebook}",
                ["description"] = $"All cells in order, by Glm.Interactive {program}.",
                ["startTime"] = Time(source.Started ?? source.Records.Select(record => record.Started).DefaultIfEmpty(ended).Min()),
                ["endTime"] = Time(ended),
                ["instrument"] = Reference(Id(notebook)),
                ["object"] = References(inputs.Concat(absent).Concat(parameters.Select(one => $"#value-{Escape(one)}"))),
                ["result"] = References(results),
            }
        );
        foreach (var (record, number) in source.Records.Select((record, i) => (record, i + 1)))
            AddAction(
                new JsonObject
                {
                    ["@id"] = $"#command-{number}",
                    ["@type"] = "CreateAction",
                    ["name"] = string.Join(' ', record.Line.Split(' ').Take(2)),
                    ["description"] = record.Line,
                    ["identifier"] = record.Id,
                    ["startTime"] = Time(record.Started),
                    ["endTime"] = Time(End(record)),
                    ["instrument"] = Reference(Engine),
                    ["object"] = References(
                        record
                            .Inputs.Select(input =>
                                idOfInput(input) is { } path ? Id(path)
                                : missing.ToList().FindIndex(one => one.File.Path == input.Path) is >= 0 and var at ? absent[at]
                                : null
                            )
                            .OfType<string>()
                            .Concat(UsedResults(record))
                    ),
                    ["result"] = References(
                        parts
                            .Where(part => part.Variable is not null && record.Makes.Any(made => made.Variable == part.Variable))
                            .Select(part => Id(part.File.Path))
                    ),
                }
            );
        void AddAction(JsonObject action)
        {
            if (authors.Count > 0)
                action["agent"] = References(authors);
            action["actionStatus"] = Reference("http://schema.org/CompletedActionStatus");
            graph.Add(action);
        }

        // What another command used is the file only where nothing changed it afterwards.
        IEnumerable<string> UsedResults(CommandRecord record) =>
            record
                .Uses.Where(use => use.MadeBy is not null && use.MadeBy == LastMakerOf(use.Variable))
                .SelectMany(use => parts.Where(part => part.Variable == use.Variable))
                .Select(part => Id(part.File.Path));

        string? LastMakerOf(string variable) =>
            source.Records.LastOrDefault(record => record.Makes.Any(made => made.Variable == variable))?.Id;

        var crate = new JsonObject
        {
            ["@context"] = new JsonArray("https://w3id.org/ro/crate/1.2/context", "https://w3id.org/ro/terms/workflow-run/context"),
            ["@graph"] = graph,
        };
        return crate.ToJsonString(Json) + "\n";
    }

    /// <summary>A path as an identifier: what has a meaning in addresses is escaped.</summary>
    public static string Id(string path) => string.Join('/', path.Split('/').Select(Escape));

    private static string Escape(string text)
    {
        var id = new StringBuilder();
        foreach (var c in text)
            if (c >= 0x80 || char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~')
                id.Append(c);
            else
                id.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        return id.ToString();
    }

    /// <summary>What schema.org calls a type of C#.</summary>
    private static string TypeOf(string? type) =>
        type?.TrimEnd('?') switch
        {
            "bool" => "Boolean",
            "int" or "long" => "Integer",
            "float" or "double" or "decimal" => "Float",
            _ => "Text",
        };

    private static DateTimeOffset End(CommandRecord record) => record.Started.AddSeconds(record.Seconds);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Reference(string id) => new() { ["@id"] = id };

    private static JsonArray References(IEnumerable<string> ids) => [.. ids.Distinct().Select(id => (JsonNode)Reference(id))];

    private static JsonObject Describe(Part part, (string Name, IReadOnlyList<string> Parameters)? workflow)
    {
        var entity = new JsonObject
        {
            ["@id"] = Id(part.File.Path),
            ["@type"] = workflow is null ? "File" : new JsonArray("File", "SoftwareSourceCode", "ComputationalWorkflow"),
            ["name"] = workflow?.Name ?? Path.GetFileName(part.File.Path),
            ["description"] = part.Description,
            ["encodingFormat"] = MediaType(part.File.Path),
            ["contentSize"] = part.File.Bytes.ToString(CultureInfo.InvariantCulture),
            ["sha256"] = part.File.Sha256,
        };
        if (workflow is { } run)
        {
            entity["programmingLanguage"] = Reference(Language);
            entity["conformsTo"] = Reference("https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE");
            if (run.Parameters.Count > 0)
                entity["input"] = References(run.Parameters.Select(one => $"#parameter-{Escape(one)}"));
        }
        if (part.File.Path.EndsWith("report.html", StringComparison.Ordinal) && part.Variable is null && !part.IsInput)
            entity["about"] = Reference(Run);
        if (part.File.Path == "README.md")
            entity["about"] = Reference(Root);
        return entity;
    }

    private static string MediaType(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ipynb" => "application/x-ipynb+json",
            ".json" => "application/json",
            ".html" => "text/html",
            ".md" => "text/markdown",
            ".tsv" => "text/tab-separated-values",
            ".txt" => "text/plain",
            ".faa" or ".fna" or ".fasta" => "text/x-fasta",
            ".gz" => "application/gzip",
            ".zip" => "application/zip",
            ".parquet" => "application/vnd.apache.parquet",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".yaml" or ".yml" => "application/yaml",
            ".npz" => "application/zip",
            _ => "application/octet-stream",
        };
}
