using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Glm.Arrays.Storage;
using Glm.Formats;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Formats.Annotation;

namespace Glm.Tests.Formats.Text;

/// <summary>Files as other programs compress them; skipped where those are not installed.</summary>
public sealed class CompressedTests : IDisposable
{
    private static readonly LoadOptions AnyLength = new() { MinGenes = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("bzip2", ".bz2")]
    [InlineData("xz", ".xz")]
    [InlineData("zstd", ".zst")]
    public void Should_read_what_a_program_compresses(string program, string ending)
    {
        var packed = Compress(program, Records(0, 200));
        var path = _folder.Write($"g.gbk{ending}", packed);
        var set = ScaffoldFiles.Load(path, AnyLength);
        Assert.Equal((200, 400, "g"), (set.Scaffolds.Count, set.GeneCount, set.Genomes[0].Id));

        // Two compressed files in a row are what joining two files gives.
        var both = _folder.Write($"both.gbk{ending}", [.. packed, .. Compress(program, Records(200, 300))]);
        Assert.Equal(300, ScaffoldFiles.Load(both, AnyLength).Scaffolds.Count);

        foreach (var cut in new[] { 12, packed.Length / 2, packed.Length - 9, packed.Length - 1 })
        {
            var broken = _folder.Write($"cut.gbk{ending}", packed[..cut]);
            Assert.StartsWith(broken, Assert.Throws<GlmException>(() => ScaffoldFiles.Load(broken, AnyLength)).Message);
        }
        packed[packed.Length / 2] ^= 0x10;
        var damaged = _folder.Write($"damaged.gbk{ending}", packed);
        Assert.Throws<GlmException>(() => ScaffoldFiles.Load(damaged, AnyLength));
    }

    [Fact]
    public void Should_say_of_cut_gzip_data_only_that_they_are_cut()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Records(0, 5)));
        for (var length = 20; length < packed.Length; length++)
        {
            var cut = _folder.Write("cut.gbk.gz", packed.ToArray()[..length]);
            var message = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(cut, AnyLength)).Message;
            Assert.Matches("the gzip data (break off here|are damaged from here on)", message);
        }
    }

    [Fact]
    public void Should_compare_files_of_an_archive_with_their_checksums()
    {
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal })
        {
            var archive = _folder.Write("g.zip", Zip(level, ("a.gbk", Records(0, 5))));
            Assert.Equal(5, ScaffoldFiles.Load(archive, AnyLength).Scaffolds.Count);
        }
        var stored = Zip(CompressionLevel.NoCompression, ("a.gbk", Records(0, 5)));
        stored["a.gbk".Length + 30 + 25] ^= 1;
        var damaged = _folder.Write("damaged.zip", stored);
        var message = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(damaged, AnyLength)).Message;
        Assert.Equal($"{damaged}/a.gbk: the file is damaged in the .zip archive. Fetch the archive again.", message);
    }

    [Fact]
    public void Should_refuse_archives_whose_names_mislead()
    {
        var outside = _folder.Write(
            "outside.zip",
            Zip(CompressionLevel.Optimal, ("../../a.gbk", Records(0, 1)), ("b.gbk", Records(1, 2)))
        );
        Assert.Contains(
            "the name of '../../a.gbk' leads out of the archive",
            Assert.Throws<GlmException>(() => ScaffoldFiles.Load(outside, AnyLength)).Message
        );
        var twice = _folder.Write("twice.zip", Zip(CompressionLevel.Optimal, ("x/a.gbk", Records(0, 1)), ("x\\a.gbk", Records(1, 2))));
        Assert.Contains(
            "holds two files called 'x/a.gbk'",
            Assert.Throws<GlmException>(() => ScaffoldFiles.Load(twice, AnyLength)).Message
        );
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
                using (var entry = zip.CreateEntry(name, level).Open())
                    entry.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    [Fact]
    public async Task Should_read_what_comes_through_a_named_pipe()
    {
        var pipe = _folder.MakePipe("genome.gbk");
        for (var time = 1; time <= 2; time++)
        {
            var records = Records(0, time);
            var writer = Task.Run(() => File.WriteAllText(pipe, records), TestContext.Current.CancellationToken);
            Assert.Equal(time, ScaffoldFiles.Load(pipe, AnyLength).Scaffolds.Count);
            await writer.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Should_not_wait_for_ever_for_who_writes_to_a_named_pipe()
    {
        var pipe = _folder.MakePipe("genome.gbk");
        var error = Assert
            .Throws<GlmException>(() => SpecialFile.OpenPipe(pipe, new FileStreamOptions(), TimeSpan.FromMilliseconds(20)))
            .Message;
        Assert.StartsWith($"{pipe}: nothing writes to this named pipe", error);
    }

    [Fact]
    public void Should_pass_over_a_named_pipe_that_lies_among_genomes()
    {
        _folder.MakePipe("a.gbk");
        _folder.Write("b.gbk", Records(0, 1));
        Assert.Single(ScaffoldFiles.Load(_folder.Path, AnyLength).Scaffolds);
        Assert.Single(ScaffoldFiles.Load(_folder["*.gbk"], AnyLength).Scaffolds);
        Assert.Single(ScaffoldFiles.Load(_folder["b.gbk"], AnyLength).Scaffolds);
    }

    private static string Records(int first, int end) =>
        string.Concat(Enumerable.Range(first, end - first).Select(i => MadeUpGenomes.GenBank().Replace("TEST01", $"TEST{i}")));

    private byte[] Compress(string program, string text)
    {
        var (plain, packed) = (_folder.Write("plain", text), _folder["packed"]);
        try
        {
            using var process = Process.Start("sh", ["-c", $"{program} -c '{plain}' > '{packed}'"]);
            process.WaitForExit();
            Assert.SkipWhen(process.ExitCode == 127, $"needs {program}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("needs a shell");
        }
        return File.ReadAllBytes(packed);
    }
}
