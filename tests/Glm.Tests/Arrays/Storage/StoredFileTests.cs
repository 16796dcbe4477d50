using System.IO.Pipes;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Pickle;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.Storage;
using Glm.Arrays.TorchArchive;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Arrays.Storage;

public sealed class StoredFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Readers => ["npy", "npz", "safetensors", "pickle", "torch"];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Readers))]
    public void Should_explain_a_missing_file(string reader) => Assert.Contains("no such file", Refused(reader, _folder["absent.bin"]));

    [Theory, MemberData(nameof(Readers))]
    public void Should_explain_a_missing_folder(string reader) =>
        Assert.Contains("its folder does not exist", Refused(reader, _folder["absent/file.bin"]));

    [Theory, MemberData(nameof(Readers))]
    public void Should_explain_a_folder(string reader) =>
        Assert.Contains("this is a folder", Refused(reader, Path.GetDirectoryName(_folder["x"])!));

    [Theory, MemberData(nameof(Readers))]
    public void Should_refuse_a_named_pipe_without_waiting_for_it(string reader)
    {
        var pipe = _folder.MakePipe("pipe.bin");
        File.CreateSymbolicLink(_folder["link.bin"], pipe);
        Assert.Contains("this is a named pipe, not a file", Refused(reader, pipe));
        Assert.Contains("this is a named pipe, not a file", Refused(reader, _folder["link.bin"]));
    }

    [Theory, MemberData(nameof(Readers))]
    public void Should_refuse_a_device(string reader)
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs a device that gives bytes without end");
        Assert.Contains("this is a device, not a file", Refused(reader, "/dev/zero"));
    }

    [Fact]
    public void Should_refuse_a_pipe_without_a_name()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "needs names for open files");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        var path = $"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}";
        Assert.Contains("this is a pipe, not a file", Refused("npy", path));
    }

    [Theory, MemberData(nameof(Readers))]
    public void Should_explain_an_empty_file(string reader) => Assert.Contains("empty", Refused(reader, _folder.Write("empty.bin", [])));

    [Theory, MemberData(nameof(Readers))]
    public void Should_explain_a_text_file(string reader) =>
        Refused(reader, _folder.Write("text.bin", "id\tvalue\nthrL\t12\n"u8.ToArray()));

    [Fact]
    public void Should_explain_a_file_that_may_not_be_read()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "needs a user whom permissions bind");
        var path = _folder.Write("secret.npy", [1]);
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs Unix permissions");
        else
            File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("permissions", Refused("npy", path));
    }

    [Fact]
    public void Should_leave_the_old_file_and_no_rest_when_writing_fails()
    {
        var path = _folder.Write("model.bin", [1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() => StoredFile.Replace(path, stream =>
            {
                stream.WriteByte(9);
                throw new InvalidOperationException();
            }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Should_explain_where_it_cannot_write()
    {
        var array = NdArray.From<float>([1], 1);
        Assert.Contains(
            "this is a folder",
            Assert.Throws<GlmException>(() => NpyFile.Write(Path.GetDirectoryName(_folder["x"])!, array)).Message
        );
        var file = _folder.Write("file", [1]);
        Assert.Contains(
            "could not be written",
            Assert.Throws<GlmException>(() => NpyFile.Write(Path.Combine(file, "x.npy"), array)).Message
        );
        Assert.Contains("No file name", Assert.Throws<GlmException>(() => NpyFile.Write(" ", array)).Message);
    }

    [Fact]
    public void Should_make_the_folder_of_a_result()
    {
        var path = _folder["run/1/x.npy"];
        NpyFile.Write(path, NdArray.From<float>([1], 1));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Should_drop_an_unfinished_file()
    {
        var path = _folder.Write("x.bin", [1, 2, 3]);
        using (var pending = new PendingFile(path))
            pending.Write([9]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private static string Refused(string reader, string path) =>
        Hostile
            .Refused(path, () =>
            {
                switch (reader)
                {
                    case "npy":
                        NpyFile.Read(path);
                        break;
                    case "npz":
                        NpzFile.Open(path).Dispose();
                        break;
                    case "safetensors":
                        SafeTensorsFile.Open(path).Dispose();
                        break;
                    case "pickle":
                        ReferencePickles.ReadEmbeddings(path);
                        break;
                    default:
                        TorchArchiveFile.Open(path).Dispose();
                        break;
                }
            })
            .Message;
}
