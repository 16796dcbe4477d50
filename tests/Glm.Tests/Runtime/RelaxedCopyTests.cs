using Glm.Runtime;

namespace Glm.Tests.Runtime;

public sealed class RelaxedCopyTests : IDisposable
{
    private static readonly byte[] Image = [1, 2, 3, 4];
    private readonly string _folder = Directory.CreateTempSubdirectory("glm-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Should_keep_the_copy_in_the_cache_and_use_it_again()
    {
        var cache = Path.Combine(_folder, "deep", "native");
        var loaded = new List<string>();
        var first = RelaxedCopy.Load(Image, cache, loaded.Add);
        var written = File.GetLastWriteTimeUtc(first);
        var second = RelaxedCopy.Load(Image, cache, loaded.Add);

        Assert.Equal(first, second);
        Assert.Equal(written, File.GetLastWriteTimeUtc(second));
        Assert.Equal([first, first], loaded);
        Assert.Equal(Image, File.ReadAllBytes(first));
        Assert.Equal([first], Directory.GetFiles(cache));
    }

    [Fact]
    public void Should_replace_a_damaged_copy()
    {
        var path = RelaxedCopy.Load(Image, _folder, _ => { });
        File.WriteAllBytes(path, [1, 2]);
        RelaxedCopy.Load(Image, _folder, _ => { });
        Assert.Equal(Image, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_use_a_private_temporary_copy_without_a_cache(bool named)
    {
        var blocked = Path.Combine(_folder, "a-file");
        File.WriteAllText(blocked, "");
        var seen = Array.Empty<byte>();
        var path = RelaxedCopy.Load(Image, named ? Path.Combine(blocked, "native") : "", loaded => seen = File.ReadAllBytes(loaded));

        Assert.Equal(Image, seen);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }
}
