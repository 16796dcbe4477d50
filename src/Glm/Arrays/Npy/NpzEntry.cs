using System.Text;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>An array to be written into a .npz file.</summary>
/// <param name="Name">Without ".npy".</param>
/// <param name="Write">Writes the .npy file, header and all.</param>
public sealed record NpzEntry(string Name, Action<Stream> Write)
{
    /// <summary>More than this in one array of strings means that one of them is out of all proportion.</summary>
    private const long MostStringBytes = 4L << 30;

    /// <summary>An array of numbers.</summary>
    /// <exception cref="GlmException">It is bfloat16, which numpy lacks.</exception>
    public static NpzEntry Of(string name, NdArray array)
    {
        var header = NpyHeader.Write(NpyFile.DescriptorOf(name, array.Type), array.Shape);
        return new NpzEntry(name, stream =>
        {
            stream.Write(header);
            stream.Write(array.Bytes);
        });
    }

    /// <summary>An array of strings, as numpy's fixed-width Unicode ('&lt;U12').</summary>
    /// <exception cref="GlmException">A string is so long that all of them, padded to its length, take over 4 GiB.</exception>
    public static NpzEntry Of(string name, IReadOnlyList<string> strings)
    {
        var width = Math.Max(1, strings.Select(text => Encoding.UTF32.GetByteCount(text) / 4).DefaultIfEmpty(1).Max());
        if (4L * width * strings.Count > MostStringBytes)
            throw new GlmException(
                $"{strings.Count} names of up to {width} characters take over 4 GiB as an array of numpy, which pads each to the longest. "
                    + $"Shorten the longest."
            );
        var header = NpyHeader.Write($"<U{width}", [strings.Count]);
        return new NpzEntry(name, stream =>
        {
            stream.Write(header);
            var cell = new byte[4 * width];
            foreach (var text in strings)
            {
                Array.Clear(cell);
                Encoding.UTF32.GetBytes(text, cell);
                stream.Write(cell);
            }
        });
    }
}
