using System.Text.Json.Nodes;
using Glm.Interactive.Bundles;
using Glm.Interactive.Commands;
using Glm.Interactive.Provenance;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Interactive.Tests.Bundles;

public sealed class RoCrateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_be_valid() => Assert.Empty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(Bundle()), Files()));

    /// <summary>Whatever is taken from the crate or spoiled in it, the validator says so: it would notice if a bundle lacked it.</summary>
    [Fact]
    public void Should_be_told_from_broken_ones()
    {
        var path = Bundle();
        var files = Files();
        foreach (var (name, spoil) in Spoilt)
        {
            var crate = RoCrateValidator.MetadataOf(path);
            spoil(crate, Entity(crate));
            Assert.True(RoCrateValidator.Faults(crate, files).Count > 0, $"{name} was not noticed");
        }
        files["extra.txt"] = (1, "");
        Assert.Contains("extra.txt is in the crate and not described", RoCrateValidator.Faults(RoCrateValidator.MetadataOf(path), files));
        Assert.True(files.Remove("extra.txt") && files.Remove("notebooks/mine é 1%.ipynb"));
        Assert.NotEmpty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(path), files));
    }

    [Fact]
    public void Should_say_which_results_a_command_used()
    {
        var entity = Entity(RoCrateValidator.MetadataOf(Bundle()));
        string[] Ids(string id, string property) => [.. entity(id)[property]!.AsArray().Select(one => (string)one!["@id"]!)];
        var made = Ids("#command-1", "result");
        Assert.NotEmpty(made);
        Assert.Equal(made, Ids("#command-2", "object"));
        Assert.Empty(made.Intersect(Ids("#command-1", "object")));
        Assert.Equal("Integer", (string)entity("#parameter-seed")["additionalType"]!);
        Assert.Equal("Text", (string)entity("#parameter-strain")["additionalType"]!);
        Assert.Equal("1", (string)entity("#parameter-seed")["defaultValue"]!);
        Assert.Equal("5", (string)entity("#value-seed")["value"]!);
        Assert.Null(entity("#parameter-strain")["defaultValue"]);
    }

    [Fact]
    public void Should_name_authors_and_licence()
    {
        var authors = BundleAuthor.Parse("", "Ada Lovelace <https://orcid.org/0000-0002-1825-0097>; Çelik, İ. ; B, https://b.org/x");
        Assert.Equal(
            [
                new BundleAuthor("Ada Lovelace", "https://orcid.org/0000-0002-1825-0097"),
                new BundleAuthor("Çelik, İ."),
                new BundleAuthor("B", "https://b.org/x"),
            ],
            authors
        );
        Assert.Equal([new BundleAuthor("A", "https://orcid.org/0000-0002-1825-009X")], BundleAuthor.Parse("", "A 0000-0002-1825-009X"));
        foreach (var nobody in new[] { "", "A;", "0000-0002-1825-0097", "<https://b.org>" })
        {
            var refused = Assert.Throws<GlmException>(() => BundleAuthor.Parse("--author", nobody));
            Assert.StartsWith("--author: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains("is no author", refused.Message, StringComparison.Ordinal);
        }

        var crate = RoCrateValidator.MetadataOf(Bundle(new BundleOptions { Authors = authors, License = "Ask us." }));
        var entity = Entity(crate);
        string[] Ids(string id, string property) => [.. entity(id)[property]!.AsArray().Select(one => (string)one!["@id"]!)];
        string[] known = ["https://orcid.org/0000-0002-1825-0097", "#author-2", "https://b.org/x"];
        Assert.Equal(known, Ids("./", "author"));
        Assert.Equal(known, Ids("#run", "agent"));
        Assert.Equal(known, Ids("#command-2", "agent"));
        Assert.Equal("Çelik, İ.", (string)entity("#author-2")["name"]!);
        Assert.Equal("Ask us.", (string)entity((string)entity("./")["license"]!["@id"]!)["name"]!);
        Assert.Null(Entity(RoCrateValidator.MetadataOf(Bundle()))("#run")["agent"]);
    }

    private const string Notebook = "notebooks/mine%20é%201%25.ipynb";

    private static readonly (string Name, Action<JsonObject, Func<string, JsonObject>> Spoil)[] Spoilt =
    [
        ("context", (crate, _) => crate["@context"] = "https://w3id.org/ro/crate/1.1/context"),
        ("graph", (crate, _) => crate.Remove("@graph")),
        ("descriptor", (_, entity) => entity("ro-crate-metadata.json")["@id"] = "metadata.json"),
        ("about", (_, entity) => entity("ro-crate-metadata.json").Remove("about")),
        ("version", (_, entity) => entity("ro-crate-metadata.json").Remove("conformsTo")),
        ("root type", (_, entity) => entity("./")["@type"] = "Thing"),
        ("name", (_, entity) => entity("./").Remove("name")),
        ("description", (_, entity) => entity("./").Remove("description")),
        ("date", (_, entity) => entity("./").Remove("datePublished")),
        ("date's form", (_, entity) => entity("./")["datePublished"] = "yesterday"),
        ("license", (_, entity) => entity("./").Remove("license")),
        ("license's entity", (_, entity) => entity("./")["license"] = new JsonObject { ["@id"] = "http://spdx.org/licenses/MIT" }),
        ("profiles", (_, entity) => entity("./").Remove("conformsTo")),
        ("profile's entity", (_, entity) => entity("https://w3id.org/ro/wfrun/process/0.5")["@type"] = "Thing"),
        ("profile's type", (_, entity) => entity("https://w3id.org/ro/wfrun/process/0.5")["@type"] = "CreativeWork"),
        ("workflow", (_, entity) => entity("./").Remove("mainEntity")),
        ("workflow's type", (_, entity) => entity(Notebook)["@type"] = "File"),
        ("language", (_, entity) => entity(Notebook).Remove("programmingLanguage")),
        ("parts", (_, entity) => entity("./").Remove("hasPart")),
        ("actions", (_, entity) => entity("./").Remove("mentions")),
        ("size", (_, entity) => entity("README.md")["contentSize"] = "1"),
        ("checksum", (_, entity) => entity("README.md")["sha256"] = new string('0', 64)),
        ("media type", (_, entity) => entity("README.md").Remove("encodingFormat")),
        ("unescaped", (_, entity) => entity("README.md")["@id"] = "READ ME.md"),
        ("outside", (_, entity) => entity("README.md")["@id"] = "../README.md"),
        ("twice", (crate, entity) => crate["@graph"]!.AsArray().Add(entity("README.md").DeepClone())),
        ("instrument", (_, entity) => entity("#run").Remove("instrument")),
        ("end", (_, entity) => entity("#run").Remove("endTime")),
        ("order", (_, entity) => entity("#run")["startTime"] = "2030-01-01"),
        ("status", (_, entity) => entity("#run")["actionStatus"] = new JsonObject { ["@id"] = "http://schema.org/Fine" }),
        ("result", (_, entity) => entity("#run")["result"] = new JsonObject { ["@id"] = "#csharp" }),
        ("command's tool", (_, entity) => entity("#command-1")["instrument"] = new JsonObject { ["@id"] = "#nobody" }),
        ("parameter's type", (_, entity) => entity("#parameter-seed").Remove("additionalType")),
        ("parameter", (_, entity) => entity(Notebook).Remove("input")),
        ("absent file", (_, entity) => entity("#absent-1").Remove("localPath")),
        ("tool's name", (_, entity) => entity("#glm-interactive").Remove("name")),
    ];

    private static Func<string, JsonObject> Entity(JsonObject crate) =>
        id => crate["@graph"]!.AsArray().Select(node => node!.AsObject()).Single(entity => (string?)entity["@id"] == id);

    private Dictionary<string, (long Bytes, string Sha256)> Files() => RoCrateValidator.FilesOf(_folder["made.zip"]);

    private string Bundle(BundleOptions? options = null)
    {
        var data = _folder.Write("data/my genes.tsv", "id\n");
        var runtime = new RuntimeFacts("0.1.0", "0.107.0", "", "cpu", 2, "10.0", "Linux", "a processor");
        var started = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
        BundleWriter.Write(
            _folder["made.zip"],
            new BundleSource
            {
                Folder = Directory.CreateDirectory(_folder["notebooks"]).FullName,
                Notebook = "mine é 1%.ipynb",
                WriteNotebook = path => File.WriteAllText(path, "{}"),
                WriteReport = path => File.WriteAllText(path, "<p>"),
                Records =
                [
                    new CommandRecord
                    {
                        Id = "0123",
                        Line = "#!glm load \"../data/my genes.tsv\"",
                        Inputs =
                        [
                            new FileIdentity("../data/my genes.tsv", 3, RoCrateBench.Sha256Of(data)),
                            new FileIdentity("../data/gone.tsv", 5, "ab"),
                        ],
                        Makes = [new MadeValue("numbers", "DataFrame", "numbers", new ResultContent("", []))],
                        Runtime = runtime,
                        Started = started,
                        Seconds = 2.5,
                    },
                    new CommandRecord
                    {
                        Id = "4567",
                        Line = "#!glm probe",
                        Uses = [new UsedValue("numbers", MadeBy: "0123"), new UsedValue("gone", MadeBy: "89ab")],
                        Runtime = runtime,
                        Started = started.AddSeconds(3),
                        Seconds = 1,
                    },
                ],
                Variables = [KeyValuePair.Create<string, object>("numbers", RoCrateBench.Table())],
                Parameters =
                [
                    new BundledParameter("seed", "int", "5", Default: "1", Description: "Determines the draw."),
                    new BundledParameter("strain", "string", "5"),
                ],
                Started = started,
                Ended = started.AddMinutes(1),
            },
            StandardCommands.Catalogue,
            options
        );
        return _folder["made.zip"];
    }
}
