using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Glm.Interactive.Display.Drawing;

/// <summary>
/// A small picture of coloured pixels as a PNG of at most 255 colours: a thousand squares of a drawing take as much room as a few of its
/// shapes. Pixels are transparent until they are set.
/// </summary>
internal sealed class PixelImage
{
    private const byte IndexedColour = 3;

    private readonly byte[] _lines; // one byte ahead of each line: its filter, none
    private readonly IReadOnlyList<string> _colors;

    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <param name="colors">As #rrggbb, at most 255.</param>
    public PixelImage(int width, int height, IReadOnlyList<string> colors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(colors.Count, byte.MaxValue);
        (Width, Height, _colors, _lines) = (width, height, colors, new byte[checked(height * (width + 1))]);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Gives a pixel the colour of a number.</summary>
    public void Set(int x, int y, int color) => _lines[(y * (Width + 1)) + 1 + x] = (byte)(color + 1);

    /// <summary>The picture as an address that holds it.</summary>
    public string DataUri => "data:image/png;base64," + Convert.ToBase64String(ToPng());

    private byte[] ToPng()
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], Height);
        (header[8], header[9]) = (8, IndexedColour);
        var palette = new byte[3 * (_colors.Count + 1)];
        for (var i = 0; i < _colors.Count; i++)
        for (var channel = 0; channel < 3; channel++)
            palette[(3 * (i + 1)) + channel] = byte.Parse(
                _colors[i].AsSpan(1 + (2 * channel), 2),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            );
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zip.Write(_lines);
        return
        [
            0x89,
            .. "PNG\r\n\x1a\n"u8,
            .. Chunk("IHDR", header),
            .. Chunk("PLTE", palette),
            .. Chunk("tRNS", [0]), // the first colour is transparent
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string name, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }
}
