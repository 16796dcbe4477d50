using System.Diagnostics;
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
    public async Task Should_read_what_comes_through_a_named_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs named pipes");
        var pipe = _folder["genome.gbk"];
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        for (var time = 1; time <= 2; time++)
        {
            var records = Records(0, time);
            var writer = Task.Run(() => File.WriteAllText(pipe, records), TestContext.Current.CancellationToken);
            Assert.Equal(time, ScaffoldFiles.Load(pipe, AnyLength).Scaffolds.Count);
            await writer.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        }
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
