using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Glm.Sessions;

/// <summary>
/// Writes the objects of one variable, each once: what was written before, in this file or an earlier one of the same session, becomes
/// a number. Not thread-safe.
/// </summary>
/// <remarks>
/// The file begins with <see cref="Mark"/>. An object is 0 for null; 1 for a new one, followed by its type and its parts; 2 for one of an
/// earlier file, followed by the numbers of the file and of the object there; or n + 3 for object n of this file, counted from 0 as they
/// begin. A type is 0 for a new one, followed by its name, the count of its arguments, these, and its fingerprint; or n + 1 for type n of
/// this file. These numbers have seven bits to a byte, the lowest first; all others have the size of their type, little-endian.
/// </remarks>
/// <param name="stream">Where the bytes go.</param>
/// <param name="earlier">Objects of earlier files, with the number of the file and their number in it.</param>
/// <param name="place">Where the session is.</param>
/// <param name="newFolder">Makes a folder beside the file, for what has a format of its own, and gives its path.</param>
/// <param name="refuse">Says why an object shall not be saved, nor what holds it; null for those that may be.</param>
/// <param name="cancellation">Polled as objects begin.</param>
internal sealed class ObjectWriter(
    Stream stream,
    IReadOnlyDictionary<object, (int File, int Number)> earlier,
    SessionPlace place,
    Func<string, string> newFolder,
    Func<object, string?>? refuse,
    CancellationToken cancellation
)
{
    /// <summary>Deeper graphs than any result has would endanger the stack of whoever reads them.</summary>
    public const int MostLevels = 100;

    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<SavedType, int> _types = new(ReferenceEqualityComparer.Instance);
    private readonly List<(object Value, int Number)> _written = [];
    private readonly SortedSet<int> _needed = [];
    private int _count;
    private int _level;

    /// <summary>Where the session is.</summary>
    public SessionPlace Place => place;

    /// <summary>The bytes that a file of objects begins with.</summary>
    public static ReadOnlySpan<byte> Mark => "glmo"u8;

    /// <summary>The numbers of the earlier files that this one refers to, ascending.</summary>
    public IReadOnlyCollection<int> Needed => _needed;

    /// <summary>What other files may refer to, with its number in this one.</summary>
    public IReadOnlyList<(object Value, int Number)> Written => _written;

    /// <summary>Writes the file.</summary>
    /// <exception cref="NotSavedException">The object, or a part of it, cannot be saved.</exception>
    public void WriteFile(object root)
    {
        stream.Write(Mark);
        WriteObject(root, typeof(object));
    }

    /// <summary>Writes an object, or null.</summary>
    /// <param name="value">The object.</param>
    /// <param name="declared">The type of the place that holds it; an interface of collections is content with an array.</param>
    /// <exception cref="NotSavedException">It, or a part of it, cannot be saved.</exception>
    public void WriteObject(object? value, Type declared)
    {
        if (value is null)
        {
            WriteNumber(0);
            return;
        }
        var text = value as string;
        if (text is null ? _numbers.TryGetValue(value, out var known) : _texts.TryGetValue(text, out known))
        {
            WriteNumber(known + 3);
            return;
        }
        if (earlier.TryGetValue(value, out var other))
        {
            _needed.Add(other.File);
            _numbers.Add(value, _count++);
            WriteNumber(2);
            WriteNumber(other.File);
            WriteNumber(other.Number);
            return;
        }
        cancellation.ThrowIfCancellationRequested();
        if (refuse?.Invoke(value) is { } reason)
            throw new NotSavedException(reason);
        var type = SavedTypes.For(value, declared);
        if (++_level > MostLevels)
            throw new NotSavedException($"its parts are nested more than {MostLevels} deep");
        WriteNumber(1);
        WriteType(type);
        var number = _count++;
        if (text is not null)
            _texts.Add(text, number);
        else if (!type.Type.IsValueType) // nothing shares a boxed number
        {
            _numbers.Add(value, number);
            _written.Add((value, number));
        }
        type.Write(this, value);
        _level--;
    }

    /// <summary>Makes a folder for what has a format of its own, and writes the folder's name.</summary>
    /// <param name="kind">What the name begins with, such as "model".</param>
    /// <returns>The folder's path.</returns>
    public string WriteFolder(string kind)
    {
        var path = newFolder(kind);
        WriteText(Path.GetFileName(path));
        return path;
    }

    /// <summary>Writes text: twice the number of bytes, and UTF-8; or one more than that, and UTF-16.</summary>
    public void WriteText(string text)
    {
        var isWhole = true;
        for (var i = 0; i < text.Length && isWhole; i++)
            if (char.IsSurrogate(text[i]))
                isWhole = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]);
        // Halves of characters have no UTF-8, and text of files may have them.
        var bytes = isWhole ? Encoding.UTF8.GetBytes(text) : MemoryMarshal.AsBytes(text.AsSpan());
        WriteNumber(((long)bytes.Length << 1) | (isWhole ? 0 : 1L));
        stream.Write(bytes);
    }

    /// <summary>Writes a count or the like.</summary>
    /// <param name="number">0 or more.</param>
    public void WriteNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; number >= 0x80; number >>= 7)
            bytes[length++] = (byte)(number | 0x80);
        bytes[length++] = (byte)number;
        stream.Write(bytes[..length]);
    }

    /// <summary>Writes bytes whose number the reader knows.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    private void WriteType(SavedType type)
    {
        if (_types.TryGetValue(type, out var known))
        {
            WriteNumber(known + 1);
            return;
        }
        WriteNumber(0);
        WriteText(type.Name);
        WriteNumber(type.Arguments.Count);
        foreach (var argument in type.Arguments)
            WriteType(argument);
        Span<byte> fingerprint = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(fingerprint, type.Fingerprint);
        stream.Write(fingerprint);
        _types.Add(type, _types.Count);
    }
}
