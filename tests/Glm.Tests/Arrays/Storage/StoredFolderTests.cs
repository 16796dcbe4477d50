using Glm.Arrays.Storage;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Arrays.Storage;

public sealed class StoredFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_write_files_into_a_new_folder()
    {
        StoredFolder.Replace(_folder["a/b"], stage => File.WriteAllText(Path.Combine(stage, "x"), "1"));
        Assert.Equal([_folder["a/b/x"]], Directory.GetFileSystemEntries(_folder["a/b"]));
    }

    [Fact]
    public void Should_replace_its_own_files_and_keep_others()
    {
        Fill();
        StoredFolder.Replace(Out, WriteNew, ["c"]);
        Assert.Equal(New, State());
    }

    [Fact]
    public void Should_leave_old_or_new_wherever_it_fails()
    {
        Fill();
        var steps = new List<string>();
        StoredFolder.Replace(Out, WriteNew, ["c"], steps.Add);
        Assert.Equal(["write", "commit", "remove c", "move a", "move b", "end"], steps);
        for (var failing = 0; failing < steps.Count; failing++)
        {
            Fill();
            var step = 0;
            Assert.Throws<GlmException>(() => StoredFolder.Replace(Out, WriteNew, ["c"], _ =>
                {
                    if (step++ == failing)
                        throw new IOException("no more");
                }));
            StoredFolder.Recover(Out);
            Assert.Equal(failing <= steps.IndexOf("commit") ? Old : New, State());
        }
    }

    [Fact]
    public void Should_finish_an_interrupted_save_when_a_file_is_opened_or_saved()
    {
        foreach (
            var finish in new Action[]
            {
                () => StoredFile.OpenRead(Path.Combine(Out, "a")).Dispose(),
                () => StoredFolder.Replace(Out, _ => { }),
            }
        )
        {
            Fill();
            Interrupt("move b");
            Assert.NotEqual(New, State());
            finish();
            Assert.Equal(New, State());
        }
    }

    [Fact]
    public void Should_fail_before_anything_moves_where_a_folder_has_a_files_name()
    {
        Fill();
        Directory.CreateDirectory(Path.Combine(Out, "d"));
        var error = Assert.Throws<GlmException>(() => StoredFolder.Replace(Out, stage =>
            {
                WriteNew(stage);
                File.WriteAllText(Path.Combine(stage, "d"), "");
            }));
        Assert.Contains("this is a folder, where a file is to be saved", error.Message);
        error = Assert.Throws<GlmException>(() => StoredFolder.Replace(Out, WriteNew, ["d"]));
        Assert.Contains("this is a folder, where a file is to be saved", error.Message);
        Directory.Delete(Path.Combine(Out, "d"));
        Assert.Equal(Old, State());
    }

    [Fact]
    public void Should_replace_a_subfolder_as_a_whole_wherever_it_fails()
    {
        string[] removed = ["c", "gone/"];
        var steps = new List<string>();
        FillFolders();
        StoredFolder.Replace(Out, WriteFolder, removed, steps.Add);
        Assert.Equal(["write", "commit", "remove c", "remove gone/", "move a", "move sub", "end"], steps);
        for (var failing = 0; failing < steps.Count; failing++)
        {
            FillFolders();
            var step = 0;
            Assert.Throws<GlmException>(() => StoredFolder.Replace(Out, WriteFolder, removed, _ =>
                {
                    if (step++ == failing)
                        throw new IOException("no more");
                }));
            StoredFolder.Recover(Out);
            Assert.Equal(
                failing <= steps.IndexOf("commit") ? ["a", "b", "c", "gone/x", "sub/old"] : ["a", "b", "sub/new"],
                Directory
                    .GetFiles(Out, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(Out, path))
                    .Where(name => name != "README.md")
                    .Order(StringComparer.Ordinal)
            );
        }

        void FillFolders()
        {
            if (Directory.Exists(Out))
                Directory.Delete(Out, recursive: true);
            Fill();
            _folder.Write("out/sub/old", "old");
            _folder.Write("out/gone/x", "old");
        }

        static void WriteFolder(string stage)
        {
            File.WriteAllText(Path.Combine(stage, "a"), "new");
            Directory.CreateDirectory(Path.Combine(stage, "sub"));
            File.WriteAllText(Path.Combine(stage, "sub", "new"), "new");
        }
    }

    [Fact]
    public void Should_fail_before_anything_moves_where_a_file_has_a_folders_name()
    {
        Fill();
        var error = Assert.Throws<GlmException>(() =>
            StoredFolder.Replace(Out, stage => Directory.CreateDirectory(Path.Combine(stage, "a")))
        );
        Assert.Contains("this is a file, where a folder is to be saved", error.Message);
        Assert.Equal(Old, State());
    }

    /// <summary>A folder that somebody else has packed may hold anything.</summary>
    [Fact]
    public void Should_not_follow_a_link_in_place_of_a_save()
    {
        Fill();
        _folder.Write("elsewhere/a", "theirs");
        Directory.CreateSymbolicLink(Path.Combine(Out, ".glm-save"), _folder["elsewhere"]);
        StoredFile.OpenRead(Path.Combine(Out, "a")).Dispose();
        Assert.Equal("old", File.ReadAllText(Path.Combine(Out, "a")));
        Assert.True(File.Exists(_folder["elsewhere/a"]));
        var error = Assert.Throws<GlmException>(() => StoredFolder.Replace(Out, WriteNew)).Message;
        Assert.Contains(".glm-save", error);
        Assert.True(File.Exists(_folder["elsewhere/a"]));
    }

    [Fact]
    public void Should_pass_over_names_of_removed_files_that_are_none()
    {
        Fill();
        _folder.Write("victim", "theirs");
        Interrupt("remove c");
        File.WriteAllLines(Path.Combine(Out, ".glm-save", ".removed"), ["", "..", ".", "../victim", "sub/x", "c"]);
        StoredFolder.Recover(Out);
        Assert.Equal(New, State());
        Assert.True(File.Exists(_folder["victim"]));
    }

    [Fact]
    public void Should_name_the_final_place_in_messages()
    {
        Directory.CreateDirectory(Out);
        var error = Assert.Throws<GlmException>(() =>
            StoredFolder.Replace(Out, stage => StoredFile.Replace(Path.Combine(stage, "x"), _ => throw new IOException("full")))
        );
        Assert.StartsWith(Path.Combine(Out, "x") + ": it could not be written (full)", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Out));
    }

    [Fact]
    public async Task Should_give_every_reader_one_state_while_two_writers_work()
    {
        Directory.CreateDirectory(Out);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, 2)
            .Select(writer =>
                Task.Run(() =>
                {
                    for (var i = 0; i < 60; i++)
                        StoredFolder.Replace(Out, stage =>
                        {
                            foreach (var name in new[] { "a", "b", "c" })
                                File.WriteAllText(Path.Combine(stage, name), $"{writer} {i}");
                        });
                })
            )
            .ToArray();
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                StoredFolder.Recover(Out);
        });
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        await reader;
        Assert.Single(Directory.GetFiles(Out).Select(File.ReadAllText).Distinct());
        Assert.Equal(3, Directory.GetFileSystemEntries(Out).Length);
    }

    private static string[] Old => ["README.md: theirs", "a: old", "b: old", "c: old", "sub"];

    private static string[] New => ["README.md: theirs", "a: new", "b: new", "sub"];

    private void Interrupt(string at) => Assert.Throws<GlmException>(() => StoredFolder.Replace(Out, WriteNew, ["c"], step =>
            {
                if (step == at)
                    throw new IOException();
            }));

    private void Fill()
    {
        Directory.CreateDirectory(Path.Combine(Out, "sub"));
        File.WriteAllText(Path.Combine(Out, "README.md"), "theirs");
        foreach (var name in new[] { "a", "b", "c" })
            File.WriteAllText(Path.Combine(Out, name), "old");
    }

    private static void WriteNew(string stage)
    {
        File.WriteAllText(Path.Combine(stage, "a"), "new");
        File.WriteAllText(Path.Combine(stage, "b"), "new");
    }

    private string[] State() =>
        [
            .. Directory
                .GetFileSystemEntries(Out)
                .Order(StringComparer.Ordinal)
                .Select(path => Directory.Exists(path) ? Path.GetFileName(path) : $"{Path.GetFileName(path)}: {File.ReadAllText(path)}"),
        ];
}
