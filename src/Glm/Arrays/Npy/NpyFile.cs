using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>
/// numpy's .npy files, versions 1.0 to 3.0: one array of bool, uint8, int8/16/32/64 or float16/32/64, in either byte order and either
/// memory order; the result is always little-endian and in C order. Object arrays are refused, because reading them would mean running
/// code.
/// </summary>
public static class NpyFile
{
    /// <summary>Reads a file that holds one array and nothing else.</summary>
    /// <exception cref="GlmException">The file is missing, no .npy file, damaged, or of an element type that is not supported.</exception>
    public static NdArray Read(string path) => StoredFile.Read(path, file => NpyReader.Read(path, file, file.Length, alone: true));

    /// <summary>Reads one array from the current position of a stream; what follows is left alone.</summary>
    /// <param name="stream">Where it can seek, its length is checked before memory is taken.</param>
    /// <param name="name">Begins every message.</param>
    /// <exception cref="GlmException">The stream holds no .npy array, or a damaged or unsupported one.</exception>
    public static NdArray Read(Stream stream, string name)
    {
        if (stream.CanSeek)
            return NpyReader.Read(name, stream, stream.Length - stream.Position, alone: false);
        // Without a length the header cannot be trusted, so the bytes are gathered first: as many as really arrive.
        using var gathered = new MemoryStream();
        stream.CopyTo(gathered);
        gathered.Position = 0;
        return NpyReader.Read(name, gathered, gathered.Length, alone: false);
    }

    /// <summary>Reads an array of fixed-width strings ('&lt;U12'), flattened in C order.</summary>
    /// <exception cref="GlmException">As <see cref="Read(string)"/>, or the elements are no strings.</exception>
    public static string[] ReadStrings(string path) =>
        StoredFile.Read(path, file => NpyReader.ReadStrings(path, file, file.Length, alone: true));

    /// <summary>Writes version 1.0, little-endian, C order; replaces the file only once it is complete.</summary>
    /// <exception cref="GlmException">The file cannot be written, or the array is bfloat16, which numpy lacks.</exception>
    public static void Write(string path, NdArray array)
    {
        var descriptor = DescriptorOf(path, array.Type);
        StoredFile.Replace(path, stream =>
        {
            stream.Write(NpyHeader.Write(descriptor, array.Shape));
            stream.Write(array.Bytes);
        });
    }

    /// <summary>numpy's name of an element type, little-endian.</summary>
    /// <exception cref="GlmException">numpy has none.</exception>
    internal static string DescriptorOf(string path, ElementType type) =>
        type switch
        {
            ElementType.Bool => "|b1",
            ElementType.UInt8 => "|u1",
            ElementType.Int8 => "|i1",
            ElementType.Int16 => "<i2",
            ElementType.Int32 => "<i4",
            ElementType.Int64 => "<i8",
            ElementType.Float16 => "<f2",
            ElementType.Float32 => "<f4",
            ElementType.Float64 => "<f8",
            _ => throw new GlmException($"{path}: numpy has no {type}; convert the array to Float32 first."),
        };
}
