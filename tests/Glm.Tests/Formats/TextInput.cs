using System.IO.Compression;
using System.Text;
using Glm.Runtime;

namespace Glm.Tests.Formats;

/// <summary>Small inputs for readers of text, and the one line that a mistake must be.</summary>
internal static class TextInput
{
    public static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    public static MemoryStream Gzip(string text)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        stream.Position = 0;
        return stream;
    }

    /// <summary>Asserts that an action fails with one line that holds every given part.</summary>
    public static void ShouldFail(Action action, params string[] parts)
    {
        var message = Assert.Throws<GlmException>(action).Message;
        Assert.DoesNotContain('\n', message);
        foreach (var part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
