using System.Globalization;
using System.Text;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>Decodes one .npy array from a stream of known length.</summary>
internal static class NpyReader
{
    /// <param name="where">Begins every message.</param>
    /// <param name="stream">Stands at the magic.</param>
    /// <param name="length">Bytes from there to the end of the file or entry.</param>
    /// <param name="alone">Refuse bytes that follow the array.</param>
    public static NdArray Read(string where, Stream stream, long length, bool alone)
    {
        var counted = new CountingStream(stream);
        var header = NpyHeader.Read(where, counted);
        var type = ElementTypeOf(where, header.Descriptor);
        var itemSize = NdArray.SizeOf(type);
        var bytes = ArrayLayout.Allocate(where, CheckedSize(where, header, itemSize, length - counted.Count, alone));
        StridedReader.Read(where, counted, header.Shape, ArrayLayout.Strides(header.Shape, header.FortranOrder), itemSize, bytes);
        if (header.BigEndian)
            ArrayLayout.ReverseEndianness(bytes, itemSize);
        if (type == ElementType.Bool)
            ArrayLayout.NormalizeBooleans(bytes);
        return new NdArray(type, header.Shape, bytes);
    }

    /// <summary>An array of fixed-width Unicode strings, in C order.</summary>
    public static string[] ReadStrings(string where, Stream stream, long length, bool alone)
    {
        var counted = new CountingStream(stream);
        var header = NpyHeader.Read(where, counted);
        RefuseObjects(where, header.Descriptor);
        if (
            header.Kind != 'U'
            || !int.TryParse(header.Descriptor.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            || width > 1 << 24
        )
            throw new GlmException(
                $"{where}: elements of type {LineText.Quoted(header.Descriptor)} are no strings; write them as "
                    + $"numpy.array(values, dtype=str)."
            );
        if (width == 0)
        {
            // Every element is empty, so the file's size says nothing about their number.
            if (ArrayLayout.ByteCount(where, header.Shape, 1) > 1 << 20)
                throw new GlmException($"{where}: shape {ArrayLayout.Describe(header.Shape)} of empty strings; refused.");
            return [.. Enumerable.Repeat("", (int)ArrayLayout.ByteCount(where, header.Shape, 1))];
        }
        var itemSize = 4 * width;
        var bytes = ArrayLayout.Allocate(where, CheckedSize(where, header, itemSize, length - counted.Count, alone));
        StridedReader.Read(where, counted, header.Shape, ArrayLayout.Strides(header.Shape, header.FortranOrder), itemSize, bytes);
        var encoding = new UTF32Encoding(header.BigEndian, byteOrderMark: false, throwOnInvalidCharacters: true);
        var strings = new string[bytes.Length / itemSize];
        for (var i = 0; i < strings.Length; i++)
            try
            {
                strings[i] = encoding.GetString(bytes, i * itemSize, itemSize).TrimEnd('\0');
            }
            catch (DecoderFallbackException exception)
            {
                throw new GlmException($"{where}: string {i} is not valid Unicode; the file is damaged.", exception);
            }
        return strings;
    }

    /// <summary>The element type of a numpy type descriptor such as "&lt;f4".</summary>
    public static ElementType ElementTypeOf(string where, string descriptor)
    {
        RefuseObjects(where, descriptor);
        return descriptor.AsSpan(1) switch
        {
            "b1" => ElementType.Bool,
            "u1" => ElementType.UInt8,
            "i1" => ElementType.Int8,
            "i2" => ElementType.Int16,
            "i4" => ElementType.Int32,
            "i8" => ElementType.Int64,
            "f2" => ElementType.Float16,
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            ['U', ..] => throw new GlmException($"{where}: holds strings ({LineText.Quoted(descriptor)}) where numbers are needed."),
            _ => throw new GlmException(
                $"{where}: elements of type {LineText.Quoted(descriptor)} are not supported; convert to bool, uint8, "
                    + $"int8/16/32/64 or float16/32/64 with astype."
            ),
        };
    }

    private static void RefuseObjects(string where, string descriptor)
    {
        if (descriptor[1] == 'O')
            throw new GlmException(
                $"{where}: holds Python objects (dtype=object), which are code rather than numbers; refused. Save numbers, or "
                    + $"strings with astype(str)."
            );
    }

    private static long CheckedSize(string where, NpyHeader header, int itemSize, long available, bool alone)
    {
        var needed = ArrayLayout.ByteCount(where, header.Shape, itemSize);
        if (needed > available)
            throw new GlmException(
                $"{where}: the header promises shape {ArrayLayout.Describe(header.Shape)} of '{header.Descriptor}', {needed} "
                    + $"bytes, but {available} follow; the file is truncated or damaged."
            );
        if (alone && needed < available)
            throw new GlmException(
                $"{where}: {available - needed} bytes follow the array of shape {ArrayLayout.Describe(header.Shape)}; a .npy "
                    + $"file holds one array. Use numpy.savez for several."
            );
        return needed;
    }

    /// <summary>Knows how many bytes went by, which a zip entry's stream does not.</summary>
    private sealed class CountingStream(Stream inner) : ReadOnlyStream
    {
        public long Count { get; private set; }

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Count += read;
            return read;
        }
    }
}
