using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.Npy;

/// <summary>The first lines of a .npy file: a Python dict literal of exactly three keys, parsed without leniency.</summary>
internal sealed record NpyHeader(string Descriptor, bool FortranOrder, long[] Shape)
{
    private const int MaxBytes = 1 << 16;

    /// <summary>Kind of element: b, i, u, f, U, S, O, ...</summary>
    public char Kind => Descriptor[1];

    public bool BigEndian => Descriptor[0] == '>';

    /// <summary>Reads magic, version and header; the stream then stands at the first element.</summary>
    public static NpyHeader Read(string where, Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic))
            throw new GlmException($"{where}: this is no .npy array (it does not begin with \\x93NUMPY); write it with numpy.save.");
        var (major, minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new GlmException($"{where}: .npy version {major}.{minor}; versions 1.0, 2.0 and 3.0 can be read.");

        Span<byte> size = stackalloc byte[4];
        size.Clear();
        StridedReader.Fill(where, stream, size[..(major == 1 ? 2 : 4)]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxBytes)
            throw new GlmException($"{where}: the .npy header claims {length} bytes; at most {MaxBytes} are allowed.");
        var bytes = new byte[length];
        StridedReader.Fill(where, stream, bytes);
        return new Parser(where, (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes)).Parse();
    }

    /// <summary>Magic, version 1.0 and header, padded so that the elements begin at a multiple of 64 bytes.</summary>
    /// <param name="descriptor">numpy's name of the element type.</param>
    /// <param name="shape">Sizes, the slowest first.</param>
    /// <param name="atLeast">Bytes that the header takes up in any case, so that a longer shape can be written over it later.</param>
    public static byte[] Write(string descriptor, IReadOnlyList<long> shape, int atLeast = 0)
    {
        var sizes = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({sizes}), }}";
        var total = Math.Max(atLeast, (10 + text.Length + 1 + 63) / 64 * 64);
        text = text.PadRight(total - 11) + "\n";
        return [.. Magic, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private sealed class Parser(string where, string text)
    {
        private int _at;

        public NpyHeader Parse()
        {
            string? descriptor = null;
            bool? fortran = null;
            long[]? shape = null;
            Expect('{');
            while (!TryTake('}'))
            {
                var key = ReadString();
                Expect(':');
                switch (key)
                {
                    case "descr" when descriptor is null:
                        if (Peek() == '[')
                            throw new GlmException(
                                $"{where}: a structured array (several fields per element); save each field as an array of its own."
                            );
                        descriptor = ReadString();
                        break;
                    case "fortran_order" when fortran is null:
                        fortran = TryTake("True") || (TryTake("False") ? false : throw Malformed());
                        break;
                    case "shape" when shape is null:
                        shape = ReadShape();
                        break;
                    default:
                        throw Malformed();
                }
                if (TryTake(','))
                    continue;
                Expect('}');
                break;
            }
            if (!string.IsNullOrWhiteSpace(text[_at..]) || descriptor is null || fortran is null || shape is null)
                throw Malformed();
            if (descriptor.Length < 2 || !"<>|=".Contains(descriptor[0]))
                throw Malformed();
            return new NpyHeader(descriptor, fortran.Value, shape);
        }

        private long[] ReadShape()
        {
            var sizes = new List<long>();
            Expect('(');
            while (!TryTake(')'))
            {
                SkipBlanks();
                var begin = _at;
                while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                    _at++;
                if (!long.TryParse(text.AsSpan(begin, _at - begin), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                    throw Malformed();
                sizes.Add(size);
                TryTake("L"); // written by Python 2
                if (TryTake(','))
                    continue;
                if (sizes.Count == 1)
                    throw Malformed(); // (3) is a number, (3,) a tuple
                Expect(')');
                break;
            }
            return [.. sizes];
        }

        private string ReadString()
        {
            SkipBlanks();
            if (Peek() is not ('\'' or '"'))
                throw Malformed();
            var quote = text[_at++];
            var end = text.IndexOf(quote, _at);
            if (end < 0)
                throw Malformed();
            var value = text[_at..end];
            _at = end + 1;
            return value;
        }

        private char Peek()
        {
            SkipBlanks();
            return _at < text.Length ? text[_at] : '\0';
        }

        private bool TryTake(char wanted)
        {
            if (Peek() != wanted)
                return false;
            _at++;
            return true;
        }

        private bool TryTake(string wanted)
        {
            SkipBlanks();
            if (string.CompareOrdinal(text, _at, wanted, 0, wanted.Length) != 0)
                return false;
            _at += wanted.Length;
            return true;
        }

        private void Expect(char wanted)
        {
            if (!TryTake(wanted))
                throw Malformed();
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && text[_at] is (' ' or '\t' or '\n' or '\r'))
                _at++;
        }

        private GlmException Malformed() =>
            new(
                $"{where}: malformed .npy header at character {_at}: {LineText.Shown(text.Trim())}; the file is damaged, write "
                    + $"it again with numpy.save."
            );
    }
}
