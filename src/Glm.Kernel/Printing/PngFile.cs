using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Glm.Kernel.Printing;

/// <summary>Writes into a PNG how large it is on paper.</summary>
internal static class PngFile
{
    private const int HeaderEnd = 8 + 25; // the signature, and the chunk IHDR with its length, name and checksum
    private const double InchesPerMetre = 1 / 0.0254;

    /// <summary>The same picture with so many pixels to the inch.</summary>
    /// <param name="png">A file without a chunk pHYs.</param>
    /// <param name="dpi">Pixels per inch.</param>
    public static byte[] WithResolution(byte[] png, double dpi)
    {
        var perMetre = (uint)Math.Round(dpi * InchesPerMetre);
        var chunk = new byte[21];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, 9);
        Encoding.ASCII.GetBytes("pHYs", chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), perMetre);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), perMetre);
        chunk[16] = 1; // metres
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(17), Crc32.HashToUInt32(chunk.AsSpan(4, 13)));
        return [.. png.AsSpan(0, HeaderEnd), .. chunk, .. png.AsSpan(HeaderEnd)];
    }
}
