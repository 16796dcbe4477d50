using System.IO.Compression;
using System.Text.Json.Nodes;
using Glm.Interactive.Bundles;
using Glm.Interactive.Commands;
using Glm.Runtime;
using Glm.Sessions;
using Glm.Testing;

namespace Glm.Interactive.Tests.Bundles;

/// <summary>Bundles may come from anybody.</summary>
public sealed class BundleReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BundleReaderTests()
    {
        Directory.CreateDirectory(_folder["work"]);
        Bundle();
    }

    private string Path => _folder["made.zip"];

    private string Target => _folder["work/opened"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_unpack_what_was_packed()
    {
        var opened = BundleReader.Open(Path, Target);
        Assert.Equal(System.IO.Path.Combine(Target, "mine.ipynb"), opened.Notebook);
        Assert.Equal("{}", File.ReadAllText(opened.Notebook));
        Assert.Equal(0.5, ((Microsoft.Data.Analysis.DataFrame)SessionFolder.Restore(opened.Session!)[0].Value)["number"][0]);
        Assert.Equal(
            RoCrateValidator.FilesOf(Path).Keys.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(Target, "*", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(Target, file))
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder["work"]));
        Assert.Contains("something is there already", Assert.Throws<GlmException>(() => BundleReader.Open(Path, Target)).Message);
    }

    /// <summary>What this program packs, it opens, whatever things are called.</summary>
    [Fact]
    public void Should_unpack_what_was_packed_under_odd_names()
    {
        _folder.Write("notebook/a:b.txt", "odd");
        var runtime = Glm.Interactive.Provenance.RuntimeFacts.Now();
        var record = new Glm.Interactive.Provenance.CommandRecord
        {
            Id = "1",
            Line = "#!glm load a:b.txt",
            Inputs = [new("a:b.txt", 3, RoCrateBench.Sha256Of(_folder["notebook/a:b.txt"]))],
            Runtime = runtime,
            Started = DateTimeOffset.UnixEpoch,
            Seconds = 1,
        };
        var report = BundleWriter.Write(
            Path,
            Source with
            {
                Notebook = "what? a*b .ipynb",
                Records = [record],
                Variables =
                [
                    KeyValuePair.Create<string, object>("numbers", RoCrateBench.Table()),
                    KeyValuePair.Create<string, object>("Numbers", RoCrateBench.Table()),
                    KeyValuePair.Create<string, object>("größe", RoCrateBench.Table()),
                ],
            },
            StandardCommands.Catalogue
        );
        Assert.Equal("a:b.txt", Assert.Single(report.LeftOut).Name);
        var opened = BundleReader.Open(Path, Target);
        Assert.Equal("what_ a_b .ipynb", System.IO.Path.GetFileName(opened.Notebook));
        Assert.Equal(3, SessionFolder.Restore(opened.Session!).Count);
        Assert.Equal(3, Directory.GetFiles(System.IO.Path.Combine(Target, "results")).Length);
        Assert.Empty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(Path), RoCrateValidator.FilesOf(Path)));
    }

    [Fact]
    public void Should_be_equal_for_equal_contents()
    {
        var first = File.ReadAllBytes(Path);
        Bundle();
        Assert.Equal(first, File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("a/../../evil.txt")]
    [InlineData("/tmp/evil.txt")]
    [InlineData("C:\\evil.txt")]
    [InlineData("..\\evil.txt")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("folder/")]
    [InlineData("con\u0000.txt")]
    [InlineData("readme.MD")] // with README.md
    [InlineData("README.md/inside")]
    public void Should_refuse_names_that_lead_elsewhere(string name)
    {
        Change(zip => Add(zip, name, "evil"));
        Assert.Contains("do not trust this one", Refused());
        // Not even where the list has them.
        Change(
            zip => { },
            crate =>
                crate["@graph"]!
                    .AsArray()
                    .Add(
                        new JsonObject
                        {
                            ["@id"] = name,
                            ["@type"] = "File",
                            ["contentSize"] = "4",
                            ["sha256"] = "",
                        }
                    )
        );
        Refused();
    }

    [Fact]
    public void Should_refuse_links_and_what_is_not_listed()
    {
        Change(zip => Add(zip, "link", "/etc/passwd").ExternalAttributes = unchecked((int)0xA1FF0000));
        Assert.Contains("'link' is a link", Refused());
        Change(zip => Add(zip, "more.txt", "more"));
        Assert.Contains("'more.txt' is in it and not in its list", Refused());
        Change(zip => zip.GetEntry("report.html")!.Delete());
        Assert.Contains("'report.html' is in its list and not in it", Refused());
        Change(zip =>
        {
            zip.GetEntry("report.html")!.Delete();
            Add(zip, "report.html", "<q>");
        });
        Assert.Contains("'report.html' is not as it was packed", Refused());
    }

    [Fact]
    public void Should_unpack_no_bombs()
    {
        // A megabyte of nothing, of which the list says that it is three bytes.
        Change(zip =>
        {
            zip.GetEntry("report.html")!.Delete();
            Add(zip, "report.html", new string(' ', 1 << 20));
        });
        Assert.Contains("'report.html' is not as it was packed", Refused());
        // A list that speaks of more than any archive of that size holds.
        Change(zip => { }, crate => Entity(crate, "report.html")["contentSize"] = "1000000000000");
        Assert.Contains("would become 1000000000000 bytes", Refused());
        Change(zip => { }, crate => Entity(crate, "report.html")["contentSize"] = "-5");
        Assert.Contains("is not as glm bundle writes it", Refused());
    }

    [Fact]
    public void Should_say_what_is_no_bundle_of_this_program()
    {
        Change(zip => { }, crate => Entity(crate, RoCrate.FormatId)["value"] = "2");
        Assert.Contains("this bundle is of version 2 of its form, and this program opens up to 1", Refused());
        Change(zip => { }, crate => crate["@graph"]!.AsArray().Remove(Entity(crate, RoCrate.FormatId)));
        Assert.Contains("an RO-Crate that another program made", Refused());
        Change(zip => zip.GetEntry(RoCrate.FileName)!.Delete());
        Assert.Contains("this is no bundle", Refused());
        Change(zip => { }, crate => crate["@graph"] = 5);
        Assert.Contains("is not as glm bundle writes it", Refused());
        var whole = File.ReadAllBytes(Path);
        foreach (var length in new[] { 0, 10, whole.Length / 2, whole.Length - 5 })
        {
            File.WriteAllBytes(Path, whole[..length]);
            Refused();
        }
        File.WriteAllText(Path, "no archive");
        Assert.Contains("the .zip archive is damaged", Refused());
        File.Delete(Path);
        Assert.Contains("there is no such file", Refused());
    }

    /// <summary>Any changed byte is refused, or is one that the archive does not need.</summary>
    [Fact]
    public void Should_survive_any_single_change()
    {
        var whole = File.ReadAllBytes(Path);
        for (var at = 0; at < whole.Length; at += 7)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x20;
            File.WriteAllBytes(Path, changed);
            try
            {
                BundleReader.Open(Path, Target);
                Directory.Delete(Target, recursive: true);
            }
            catch (GlmException refused)
            {
                Assert.InRange(refused.Message.Length, 20, 700);
            }
            Assert.Empty(Directory.GetFileSystemEntries(_folder["work"]));
        }
    }

    private string Refused()
    {
        var message = Assert.ThrowsAny<GlmException>(() => BundleReader.Open(Path, Target)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.InRange(message.Length, 20, 700);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["work"]));
        Assert.Equal(
            ["notebook", "work"],
            Directory.GetFileSystemEntries(_folder.Path).Where(path => path != Path).Select(System.IO.Path.GetFileName).Order()
        );
        return message;
    }

    private static JsonObject Entity(JsonObject crate, string id) =>
        crate["@graph"]!.AsArray().Select(node => node!.AsObject()).Single(entity => (string?)entity["@id"] == id);

    private static ZipArchiveEntry Add(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name);
        using var writer = new StreamWriter(entry.Open());
        writer.Write(text);
        return entry;
    }

    private void Change(Action<ZipArchive> change, Action<JsonObject>? crate = null)
    {
        Bundle();
        using var zip = ZipFile.Open(Path, ZipArchiveMode.Update);
        change(zip);
        if (crate is null)
            return;
        var entry = zip.GetEntry(RoCrate.FileName)!;
        JsonObject metadata;
        using (var stream = entry.Open())
            metadata = JsonNode.Parse(stream)!.AsObject();
        crate(metadata);
        entry.Delete();
        Add(zip, RoCrate.FileName, metadata.ToJsonString());
    }

    private BundleSource Source =>
        new()
        {
            Folder = Directory.CreateDirectory(_folder["notebook"]).FullName,
            Notebook = "mine.ipynb",
            WriteNotebook = path => File.WriteAllText(path, "{}"),
            WriteReport = path => File.WriteAllText(path, "<p>"),
            Variables = [KeyValuePair.Create<string, object>("numbers", RoCrateBench.Table())],
            Ended = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero),
        };

    private void Bundle() => BundleWriter.Write(Path, Source, StandardCommands.Catalogue);
}
