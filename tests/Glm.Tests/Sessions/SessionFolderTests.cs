using System.Text.Json.Nodes;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Sessions;
using Glm.Testing;

namespace Glm.Tests.Sessions;

public sealed class SessionFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["session"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_write_each_object_once_across_variables()
    {
        var genes = Enumerable.Range(0, 1000).Select(i => new Gene($"g{i}", Strand.Forward, $"p{i}") { Product = "kinase" }).ToArray();
        var scaffold = new Scaffold("s", genes, "genome");
        var saved = SessionFolder.Save(Out, Named(("scaffold", scaffold), ("same", scaffold), ("window", new GeneWindow(scaffold, 1, 2))));
        Assert.True(saved.Variables[0].Bytes > 20_000);
        Assert.True(saved.Variables[1].Bytes < 100);
        Assert.True(saved.Variables[2].Bytes < 200);
        var back = SessionFolder.Restore(Out).ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Same(back["scaffold"], back["same"]);
        Assert.Same(back["scaffold"], ((GeneWindow)back["window"]).Scaffold);
        // Alone it brings what it is made of.
        var window = (GeneWindow)Assert.Single(SessionFolder.Restore(Out, ["window"])).Value;
        Assert.Equal("g2", window.Genes.Last().Id);
    }

    [Fact]
    public void Should_write_equal_files_of_equal_sessions()
    {
        Save();
        var first = Contents();
        var restored = SessionFolder.Restore(Out);
        SessionFolder.Save(_folder["again"], restored);
        Assert.Equal(first, Contents("again"));
    }

    [Fact]
    public void Should_replace_an_earlier_session_as_a_whole_and_nothing_else()
    {
        using var model = GlmModel.Create(GlmConfig.Tiny, 1);
        SessionFolder.Save(Out, Named(("model", model), ("number", 1)));
        Assert.Equal(["001-model.objects", "001-model/", "002-number.objects", "session.json"], Entries());
        SessionFolder.Save(Out, Named(("number", 2)));
        Assert.Equal(["001-number.objects", "session.json"], Entries());
        Assert.Equal(2, SessionFolder.Restore(Out)[0].Value);

        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => SessionFolder.Save(Out, Named(("number", 3)), cancellation: stopped.Token));
        Assert.Equal(2, SessionFolder.Restore(Out)[0].Value);
    }

    [Fact]
    public void Should_bring_back_what_a_model_was_trained_on()
    {
        using var model = GlmModel.Create(GlmConfig.Tiny, 1);
        var sketch = GenomeSketch.Of([new Protein("p", "MKV"), new Protein("q", "MAL")]);
        model.TrainedOn = new TrainedGenomes([new("G1", sketch), new("G1", null), new("G2", sketch)]);
        var known = new List<KnownGenome> { new("copy", "G1", 0.75), new("G2", "G2", null) };
        SessionFolder.Save(Out, Named(("model", model), ("known", known)));
        var back = SessionFolder.Restore(Out);
        using var restored = (GlmModel)back[0].Value;
        Assert.Equal(model.TrainedOn, restored.TrainedOn);
        Assert.Equal(known, back[1].Value);
    }

    [Fact]
    public void Should_say_what_it_leaves_out()
    {
        using var adapted = GlmModel.Create(GlmConfig.Tiny, 1);
        var saved = SessionFolder.Save(
            Out,
            Named(
                ("number", 5),
                ("function", (Func<int>)(() => 3)),
                ("stream", new MemoryStream()),
                ("functions", new List<Func<int>> { () => 3 }),
                ("anything", new object[] { 1, "a" }),
                ("cube", new double[1, 1, 1]),
                ("own", new Dictionary<string, int>(new Backwards()) { ["a"] = 1 }),
                ("deep", new List<List<List<List<List<List<List<int>>>>>>>())
            )
        );
        Assert.Equal(["number"], saved.Variables.Select(variable => variable.Name));
        Assert.Equal(
            [
                "function: Func`1 is no type of data that this library saves",
                "stream: MemoryStream is no type of data that this library saves",
                "functions: Func`1 is no type of data that this library saves",
                "anything: anything may be in it",
                "cube: Double[,,] is no type of data that this library saves",
                "own: it compares its keys in a way of its own",
                "deep: its type is nested too deep",
            ],
            saved.LeftOut.Select(left => $"{left.Name}: {left.Reason}")
        );
        Assert.Equal(saved.LeftOut, SessionFolder.Read(Out).LeftOut);
        Assert.Equal(["001-number.objects", "session.json"], Entries());
    }

    /// <summary>Any byte of any file may be another, or missing: one line says so, and nothing is made.</summary>
    [Fact]
    public void Should_tell_a_damaged_file_from_a_whole_one()
    {
        Save();
        foreach (var path in Directory.GetFiles(Out, "*", SearchOption.AllDirectories))
        {
            var whole = File.ReadAllBytes(path);
            foreach (var at in Places(whole.Length))
            {
                var flipped = whole.ToArray();
                flipped[at] ^= 0x10;
                File.WriteAllBytes(path, flipped);
                Assert.Contains(Path.GetFileName(path), Refused(), StringComparison.Ordinal);
                if (at == whole.Length - 1 && whole[at] == '\n')
                    continue; // nothing is lost with that
                File.WriteAllBytes(path, whole[..at]);
                Assert.Contains(Path.GetFileName(path), Refused(), StringComparison.Ordinal);
            }
            File.Delete(path);
            Assert.Contains(Path.GetFileName(path), Refused(), StringComparison.Ordinal);
            File.WriteAllBytes(path, whole);
        }
        Assert.Equal(5, SessionFolder.Restore(Out).Count);
    }

    [Fact]
    public void Should_name_both_versions()
    {
        Save();
        Rewrite(manifest => manifest["version"] = 2, "Glm.Interactive 9.1.0");
        var newer = Refused();
        Assert.Contains("this session is of version 2 of its format (Glm.Interactive 9.1.0)", newer, StringComparison.Ordinal);
        Assert.Contains($"this program ({SessionManifest.OwnProgram}) reads up to 1", newer, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_list_that_leads_elsewhere()
    {
        foreach (
            var change in new Action<JsonObject>[]
            {
                manifest => manifest["variables"]![0]!["file"] = "../001-x.objects",
                manifest => manifest["variables"]![0]!["file"] = "/etc/passwd",
                manifest => manifest["variables"]![0]!["needs"] = new JsonArray(0),
                manifest => manifest["variables"]![0]!["needs"] = new JsonArray(-1),
                manifest => manifest["variables"]![0]!["folders"] = new JsonArray(".."),
                manifest => manifest["variables"]![1]!["name"] = manifest["variables"]![0]!["name"]!.DeepClone(),
                manifest => manifest["files"]![0]!["path"] = "../../x",
                manifest => manifest["files"]![0]!["path"] = "a/b/c",
                manifest => manifest["variables"] = null,
                manifest => manifest["variables"] = 5,
            }
        )
        {
            Save();
            Rewrite(change);
            Assert.Contains("session.json: this is not the list of a saved session", Refused(), StringComparison.Ordinal);
        }
    }

    private static KeyValuePair<string, object>[] Named(params (string Name, object Value)[] variables) =>
        [.. variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))];

    private void Save()
    {
        using var model = GlmModel.Create(
            GlmConfig.Tiny with
            {
                Layers = 1,
                HiddenSize = 8,
                Heads = 2,
                FeedForwardSize = 8,
                ProteinWidth = 8,
            },
            1
        );
        var scaffold = new Scaffold("s", [new Gene("g", Strand.Reverse, "p") { Start = 3, Name = "thrA" }], "genome");
        SessionFolder.Save(
            Out,
            Named(
                ("scaffold", scaffold),
                ("window", new GeneWindow(scaffold, 0, 1)),
                ("numbers", new[] { 0.5, double.NaN }),
                ("model", model),
                ("text", "a")
            )
        );
    }

    /// <summary>Some places of a file: the first ones, the last ones, and some between.</summary>
    private static IEnumerable<int> Places(int length) =>
        Enumerable.Range(0, length).Where(at => at < 40 || at > length - 20 || at % Math.Max(1, length / 20) == 0);

    private string Refused()
    {
        var message = Assert.Throws<GlmException>(() => SessionFolder.Restore(Out)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 20, 700);
        return message;
    }

    /// <summary>Changes the list, and its checksum with it, as somebody with a purpose would.</summary>
    private void Rewrite(Action<JsonObject> change, string? program = null)
    {
        var path = Path.Combine(Out, SessionManifest.FileName);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(manifest);
        if (program is not null)
            manifest["program"] = program;
        manifest.Remove("sha256");
        manifest["sha256"] = SessionManifest.ChecksumOf(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    private string[] Entries() =>
        [
            .. Directory
                .GetFileSystemEntries(Out)
                .Select(path => Directory.Exists(path) ? Path.GetFileName(path) + "/" : Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    private Dictionary<string, string> Contents(string folder = "session") =>
        Directory
            .GetFiles(_folder[folder], "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_folder[folder], path), path => Convert.ToHexString(File.ReadAllBytes(path)));

    private sealed class Backwards : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x == y;

        public int GetHashCode(string text) => -text.Length;
    }
}
