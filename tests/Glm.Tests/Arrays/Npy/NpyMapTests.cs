using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Arrays.Npy;

public sealed class NpyMapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("(4294967296, 4294967296)")]
    [InlineData("(0, 4294967296)")]
    [InlineData("(1, 2147483647)")]
    [InlineData("(9223372036854775807, 1)")]
    [InlineData("(9223372036854775807, 0)")]
    public void Should_refuse_a_shape_larger_than_any_file(string shape)
    {
        var path = _folder.Write("x.npy", [.. Header($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}")]);
        foreach (var rows in new long?[] { null, 1 })
        {
            var error = Assert.Throws<GlmException>(() => NpyMap<float>.Open(path, ElementType.Float32, rows)).Message;
            Assert.StartsWith(path, error);
            Assert.DoesNotContain('\n', error);
        }
    }

    [Fact]
    public void Should_refuse_what_was_found_to_overflow()
    {
        var path = Repository.Shared("cases", "damaged", "npymap-overflow.npy");
        Assert.Contains(
            "is larger than any file",
            Assert.Throws<GlmException>(() => NpyMap<float>.Open(path, ElementType.Float32)).Message
        );
    }

    private static byte[] Header(string text)
    {
        var padded = text.PadRight(117) + "\n";
        return [0x93, .. "NUMPY\u0001\0"u8, (byte)padded.Length, 0, .. padded.Select(c => (byte)c)];
    }
}
