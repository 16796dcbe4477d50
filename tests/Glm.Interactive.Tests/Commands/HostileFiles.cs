using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Testing;

namespace Glm.Interactive.Tests.Commands;

/// <summary>Files that no honest program would write.</summary>
internal static class HostileFiles
{
    /// <summary>What the hostile pickles try to make; its absence proves that nothing was executed.</summary>
    public const string Footprint = "glm-was-here";

    /// <summary>A pickle that asks for os.system.</summary>
    public static byte[] Command(TemporaryFolder folder) => Encoding.Latin1.GetBytes($"cos\nsystem\n(S'touch {folder[Footprint]}'\ntR.");

    /// <summary>Two million lists within each other.</summary>
    public static byte[] Nesting()
    {
        var bytes = new byte[2_000_003];
        bytes[0] = 0x80;
        bytes[1] = 4;
        bytes.AsSpan(2).Fill((byte)']');
        bytes[^1] = (byte)'.';
        return bytes;
    }

    /// <summary>A pair of twice the same pair, sixty times over: 2^60 values in 300 bytes.</summary>
    public static byte[] MemoBomb()
    {
        List<byte> bytes = [0x80, 4, (byte)')', 0x94];
        for (byte i = 0; i < 60; i++)
            bytes.AddRange([(byte)'0', (byte)'h', i, (byte)'h', i, 0x86, 0x94]);
        bytes.Add((byte)'.');
        return [.. bytes];
    }

    /// <summary>A text that claims 2^40 bytes.</summary>
    public static byte[] Length()
    {
        var bytes = new byte[16];
        (bytes[0], bytes[1], bytes[2]) = (0x80, 4, 0x8d);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(3), 1L << 40);
        return bytes;
    }

    /// <summary>A checkpoint's zip around a pickle.</summary>
    public static byte[] Checkpoint(byte[] pickle)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
            entry.Write(pickle);
        }
        return buffer.ToArray();
    }

    /// <summary>300 MB of zeros in about a megabyte.</summary>
    public static byte[] ZipBomb()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("archive/data.pkl", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
                entry.Write(zeros);
        }
        return buffer.ToArray();
    }

    /// <summary>
    /// Vectors for all proteins of the sample: <paramref name="width"/> numbers each, the one at <paramref name="odd"/> as given.
    /// </summary>
    public static string Vectors(TemporaryFolder folder, string name, int width, int odd = -1, float value = 0)
    {
        var ids = CommandBench.Proteins.Ids;
        var numbers = new float[ids.Count * width];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = i == odd ? value : ((i * 31) % 97) - 48;
        NpyFile.Write(folder[name + ".npy"], NdArray.From<float>(numbers, ids.Count, width));
        folder.Write(name + ".ids.txt", string.Join('\n', ids));
        return name + ".npy";
    }
}
