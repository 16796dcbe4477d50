using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Formats;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Runtime;

public sealed class FileTraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_note_what_is_read_and_written_in_its_flow_only()
    {
        NpyFile.Write(_folder["a.npy"], NdArray.From<float>([1], 1));
        using (var outer = FileTrace.Begin())
        {
            using var trace = FileTrace.Begin();
            await Task.Run(() => NpyFile.Read(_folder["a.npy"]), TestContext.Current.CancellationToken);
            NpyFile.Write(_folder["b.npy"], NdArray.From<float>([1], 1));
            NpyFile.Read(_folder["b.npy"]);
            trace.Dispose();
            NpyFile.Write(_folder["c.npy"], NdArray.From<float>([1], 1));
            Assert.Equal([_folder["a.npy"]], trace.Read);
            Assert.Equal([_folder["b.npy"]], trace.Written);
            Assert.Equal([_folder["a.npy"]], outer.Read);
            Assert.Equal([_folder["b.npy"], _folder["c.npy"]], outer.Written);
        }
        NpyFile.Read(_folder["a.npy"]); // and nobody listens
    }

    [Fact]
    public void Should_not_note_files_that_are_only_asked_what_they_are()
    {
        _folder.Write("a.faa", ">a\nMKV\n");
        _folder.Write("notes.md", "About these files.");
        using var trace = FileTrace.Begin();
        Assert.Equal(2, FileInspector.FilesOf(_folder.Path).Count);
        Assert.Empty(trace.Read);
        FileInspector.Inspect(_folder["a.faa"], TestContext.Current.CancellationToken);
        Assert.Equal([_folder["a.faa"]], trace.Read);
    }
}
