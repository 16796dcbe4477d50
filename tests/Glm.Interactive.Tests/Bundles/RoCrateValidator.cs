using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Glm.Interactive.Tests.Bundles;

/// <summary>
/// What RO-Crate 1.2 (https://w3id.org/ro/crate/1.2), Workflow RO-Crate 1.0, and the profiles Process Run Crate 0.5 and Workflow Run
/// Crate 0.5 (https://w3id.org/ro/wfrun) demand of a crate, written from their texts; and, beyond them, that every file is listed with its
/// size and checksum. What they only recommend is demanded where a bundle has it.
/// </summary>
internal static partial class RoCrateValidator
{
    private const string Descriptor = "ro-crate-metadata.json";
    private const string Process = "https://w3id.org/ro/wfrun/process/0.5";
    private const string Workflow = "https://w3id.org/ro/wfrun/workflow/0.5";
    private const string WorkflowCrate = "https://w3id.org/workflowhub/workflow-ro-crate/1.0";

    /// <summary>Size and checksum of every file of a .zip.</summary>
    public static Dictionary<string, (long Bytes, string Sha256)> FilesOf(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var stream = entry.Open();
                return (entry.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>The metadata of a .zip.</summary>
    public static JsonObject MetadataOf(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        using var stream = zip.GetEntry(Descriptor)!.Open();
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>Everything that is wrong; empty for a valid crate.</summary>
    /// <param name="crate">The metadata.</param>
    /// <param name="files">The files of the crate.</param>
    public static List<string> Faults(JsonObject crate, IReadOnlyDictionary<string, (long Bytes, string Sha256)> files) =>
        new Check(crate, files).Run();

    /// <summary>A relative address, in which letters of all scripts may stand as they are.</summary>
    [GeneratedRegex(@"^(?!/)([\w\-.~!$&'()*+,;=@/]|%[0-9A-Fa-f]{2})+\z")]
    private static partial Regex Address();

    private sealed class Check(JsonObject crate, IReadOnlyDictionary<string, (long Bytes, string Sha256)> files)
    {
        private readonly List<string> _faults = [];
        private readonly Dictionary<string, JsonObject> _entities = new(StringComparer.Ordinal);

        public List<string> Run()
        {
            if (!Strings(crate["@context"]).Contains("https://w3id.org/ro/crate/1.2/context"))
                Fault("@context does not name RO-Crate 1.2");
            if (crate["@graph"] is not JsonArray graph)
                return [.. _faults, "there is no @graph"];
            foreach (var node in graph)
                if (node is not JsonObject entity || (string?)entity["@id"] is not { Length: > 0 } id || Types(entity).Count == 0)
                    Fault("an entity has no @id or no @type");
                else if (!_entities.TryAdd(id, entity))
                    Fault($"{id} is there twice");
            if (CheckDescriptor() is not { } root)
                return _faults;
            foreach (var (id, entity) in _entities)
            foreach (var reference in entity.SelectMany(property => References(property.Value)))
                if (!_entities.ContainsKey(reference) && !IsAbsolute(reference))
                    Fault($"{id} refers to {reference}, which is not described");
            CheckRoot(root);
            CheckFiles(root);
            CheckWorkflow(root);
            CheckActions(root);
            CheckSoftware();
            return _faults;
        }

        private void Fault(string what) => _faults.Add(what);

        private JsonObject? CheckDescriptor()
        {
            if (!_entities.TryGetValue(Descriptor, out var descriptor))
            {
                Fault("the metadata descriptor is missing");
                return null;
            }
            if (!Types(descriptor).Contains("CreativeWork"))
                Fault("the metadata descriptor is no CreativeWork");
            if (References(descriptor["conformsTo"]) is not [var version] || version != "https://w3id.org/ro/crate/1.2")
                Fault("the metadata descriptor does not conform to RO-Crate 1.2");
            if (References(descriptor["about"]) is [var root] && _entities.TryGetValue(root, out var found))
                return found;
            Fault("the metadata descriptor is about nothing");
            return null;
        }

        private void CheckRoot(JsonObject root)
        {
            if (!Types(root).Contains("Dataset"))
                Fault("the root is no Dataset");
            if ((string)root["@id"]! is var id && id != "./" && !IsAbsolute(id))
                Fault("the root is called neither ./ nor by an address");
            foreach (var property in new[] { "name", "description" })
                if (Text(root[property]) is not { Length: > 0 })
                    Fault($"the root has no {property}");
            if (!IsTime(root["datePublished"]))
                Fault("the root has no datePublished in ISO 8601");
            if (References(root["license"]) is [var license])
            {
                if (
                    !_entities.TryGetValue(license, out var described)
                    || Text(described["name"]) is null
                    || Text(described["description"]) is null
                )
                    Fault("the licence is not described");
            }
            else if (Text(root["license"]) is not { Length: > 0 })
                Fault("the root has no license");
            var profiles = References(root["conformsTo"]);
            foreach (var profile in new[] { Process, Workflow, WorkflowCrate })
                if (
                    !profiles.Contains(profile)
                    || !_entities.TryGetValue(profile, out var entity)
                    || !Types(entity).Contains("CreativeWork")
                    || !Types(entity).Contains("Profile")
                )
                    Fault($"the root does not conform to {profile}");
        }

        private void CheckFiles(JsonObject root)
        {
            var parts = Parts(root);
            var listed = new HashSet<string>(StringComparer.Ordinal) { Descriptor };
            foreach (var (id, entity) in _entities.Where(pair => Types(pair.Value).Contains("File") && !pair.Key.StartsWith('#')))
            {
                if (IsAbsolute(id))
                    continue;
                if (!Address().IsMatch(id) || id.Split('/').Contains(".."))
                    Fault($"{id} is no relative address inside the crate");
                if (!parts.Contains(id))
                    Fault($"{id} is not part of the root");
                var name = Uri.UnescapeDataString(id);
                listed.Add(name);
                if (!files.TryGetValue(name, out var file))
                    Fault($"{id} is not in the crate");
                else if (Text(entity["contentSize"]) != file.Bytes.ToString(CultureInfo.InvariantCulture))
                    Fault($"{id} has another contentSize");
                else if (Text(entity["sha256"]) != file.Sha256)
                    Fault($"{id} has another sha256");
                foreach (var property in new[] { "name", "encodingFormat" })
                    if (Text(entity[property]) is not { Length: > 0 })
                        Fault($"{id} has no {property}");
            }
            foreach (var (id, entity) in _entities.Where(pair => Types(pair.Value).Contains("File") && pair.Key.StartsWith('#')))
                if (Text(entity["localPath"]) is null)
                    Fault($"{id} is absent and has no localPath");
            foreach (var name in files.Keys.Where(name => !listed.Contains(name)))
                Fault($"{name} is in the crate and not described");
        }

        private HashSet<string> Parts(JsonObject root)
        {
            var (parts, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<JsonObject>([root]));
            while (open.TryPop(out var next))
                foreach (var part in References(next["hasPart"]))
                    if (parts.Add(part) && _entities.TryGetValue(part, out var inner))
                        open.Push(inner);
            return parts;
        }

        private void CheckWorkflow(JsonObject root)
        {
            if (References(root["mainEntity"]) is not [var main] || !_entities.TryGetValue(main, out var workflow))
            {
                Fault("the root has no mainEntity");
                return;
            }
            foreach (var type in new[] { "File", "SoftwareSourceCode", "ComputationalWorkflow" })
                if (!Types(workflow).Contains(type))
                    Fault($"the main workflow is no {type}");
            if (Text(workflow["name"]) is not { Length: > 0 })
                Fault("the main workflow has no name");
            if (
                References(workflow["programmingLanguage"]) is not [var language]
                || !_entities.TryGetValue(language, out var described)
                || !Types(described).Contains("ComputerLanguage")
                || Text(described["name"]) is null
            )
                Fault("the main workflow has no programmingLanguage");
            foreach (var parameter in References(workflow["input"]).Concat(References(workflow["output"])))
                if (
                    !_entities.TryGetValue(parameter, out var formal)
                    || !Types(formal).Contains("FormalParameter")
                    || Text(formal["additionalType"]) is null
                    || Text(formal["name"]) is null
                )
                    Fault($"{parameter} is no FormalParameter with a name and an additionalType");
            foreach (var (id, entity) in _entities)
            foreach (var example in References(entity["exampleOfWork"]))
                if (!References(workflow["input"]).Concat(References(workflow["output"])).Contains(example))
                    Fault($"{id} is an example of {example}, which is no parameter of the workflow");
        }

        private void CheckActions(JsonObject root)
        {
            var mentioned = References(root["mentions"]);
            var actions = _entities.Where(pair => Types(pair.Value).Contains("CreateAction")).ToList();
            if (!actions.Exists(action => References(action.Value["instrument"]).SequenceEqual(References(root["mainEntity"]))))
                Fault("no action is a run of the main workflow");
            foreach (var (id, action) in actions)
            {
                if (!mentioned.Contains(id))
                    Fault($"{id} is not mentioned by the root");
                if (Text(action["name"]) is not { Length: > 0 })
                    Fault($"{id} has no name");
                if (
                    References(action["instrument"]) is not [var instrument]
                    || !_entities.TryGetValue(instrument, out var tool)
                    || !Types(tool).Exists(type => type is "SoftwareApplication" or "SoftwareSourceCode" or "ComputationalWorkflow")
                )
                    Fault($"{id} has no instrument");
                if (!IsTime(action["endTime"]))
                    Fault($"{id} has no endTime in ISO 8601");
                else if (IsTime(action["startTime"]) && Time(action["startTime"]) > Time(action["endTime"]))
                    Fault($"{id} ended before it began");
                foreach (var data in References(action["object"]).Concat(References(action["result"])))
                    if (
                        !_entities.TryGetValue(data, out var entity)
                        || !Types(entity).Exists(type => type is "File" or "Dataset" or "Collection" or "CreativeWork" or "PropertyValue")
                    )
                        Fault($"{id} has {data}, which is no data");
                if (
                    References(action["actionStatus"])
                    is not ([] or ["http://schema.org/CompletedActionStatus"] or ["http://schema.org/FailedActionStatus"])
                )
                    Fault($"{id} has no known actionStatus");
            }
        }

        private void CheckSoftware()
        {
            foreach (var (id, software) in _entities.Where(pair => Types(pair.Value).Contains("SoftwareApplication")))
                if (Text(software["name"]) is null || software["version"] is not null && software["softwareVersion"] is not null)
                    Fault($"{id} is software without a name, or with two versions");
        }

        private static List<string> Types(JsonObject entity) => [.. Strings(entity["@type"])];

        private static IEnumerable<string> Strings(JsonNode? node) =>
            node switch
            {
                JsonArray array => array.SelectMany(Strings),
                JsonValue value when value.GetValueKind() == JsonValueKind.String => [(string)value!],
                _ => [],
            };

        private static List<string> References(JsonNode? node) =>
            node switch
            {
                JsonArray array => [.. array.SelectMany(References)],
                JsonObject { Count: 1 } single when (string?)single["@id"] is { } id => [id],
                _ => [],
            };

        private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

        private static bool IsAbsolute(string id) => Uri.TryCreate(id, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

        private static bool IsTime(JsonNode? node) => Time(node) is not null;

        private static DateTimeOffset? Time(JsonNode? node) =>
            DateTimeOffset.TryParseExact(
                Text(node),
                ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
                ? time
                : null;
    }
}
