using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Glm.Sessions;

/// <summary>
/// Reads what <see cref="ObjectWriter"/> wrote. The file may be anybody's: it can name only types that hold data, no size in it is
/// believed that the rest of the file could not fill, and its nesting is limited. Not thread-safe.
/// </summary>
/// <param name="stream">The file; its length is known.</param>
/// <param name="earlier">Objects of the earlier files that this one may refer to, by the number of the file.</param>
/// <param name="folderOf">The path of a folder beside the file, by its name; null where the file may not have it.</param>
/// <param name="place">Where the session is.</param>
/// <param name="cancellation">Polled as objects begin.</param>
internal sealed class ObjectReader(
    Stream stream,
    IReadOnlyDictionary<int, IReadOnlyList<object?>> earlier,
    Func<string, string?> folderOf,
    SessionPlace place,
    CancellationToken cancellation
)
{
    /// <summary>The number of what lies in its place, and is no object that others refer to.</summary>
    public const int Unnumbered = -1;

    private readonly long _length = stream.Length;
    private readonly List<object?> _objects = [];
    private readonly List<SavedType> _types = [];
    private int _level;

    /// <summary>Where the session is, and who disposes of what is made where the rest cannot be restored.</summary>
    public SessionPlace Place => place;

    /// <summary>The objects of the file by number; null for those that it only refers to.</summary>
    public IReadOnlyList<object?> Objects => _objects;

    /// <summary>Bytes that were not read yet.</summary>
    public long Left => _length - stream.Position;

    /// <summary>Reads the file.</summary>
    /// <exception cref="DamagedObjectsException">It is none of this program.</exception>
    public object ReadFile()
    {
        Span<byte> mark = stackalloc byte[4];
        ReadBytes(mark);
        if (!mark.SequenceEqual(ObjectWriter.Mark))
            throw new DamagedObjectsException("it does not begin as such a file does");
        var root = ReadObject(typeof(object)) ?? throw new DamagedObjectsException("it holds nothing");
        return Left == 0 ? root : throw new DamagedObjectsException($"{Left} bytes follow its end");
    }

    /// <summary>Reads an object, or null.</summary>
    /// <param name="declared">The type of the place that will hold it.</param>
    /// <exception cref="DamagedObjectsException">There is no such object.</exception>
    public object? ReadObject(Type declared)
    {
        var code = ReadNumber();
        if (code == 0)
            return null;
        if (code >= 3)
            return Fitting(declared, Find(_objects, code - 3));
        if (code == 2)
        {
            var file = ReadNumber();
            var other =
                file <= int.MaxValue && earlier.TryGetValue((int)file, out var objects)
                    ? Find(objects, ReadNumber())
                    : throw new DamagedObjectsException($"it refers to file {file}, which it may not");
            _objects.Add(other);
            return Fitting(declared, other);
        }
        cancellation.ThrowIfCancellationRequested();
        var type = ReadType(0);
        if (!declared.IsAssignableFrom(type.Type))
            throw new DamagedObjectsException($"it has a {type} where a {declared.Name} belongs");
        if (++_level > ObjectWriter.MostLevels)
            throw new DamagedObjectsException($"its parts are nested more than {ObjectWriter.MostLevels} deep");
        var number = _objects.Count;
        _objects.Add(null);
        var made = type.Read(this, number);
        _objects[number] = made;
        _level--;
        return made;
    }

    /// <summary>Makes an object known before its parts are read, so that they can refer to it.</summary>
    /// <param name="number">As <see cref="SavedType.Read"/> got it.</param>
    /// <param name="made">The object.</param>
    public void Announce(int number, object made)
    {
        if (number >= 0)
            _objects[number] = made;
    }

    /// <summary>Reads the name of a folder that <see cref="ObjectWriter.WriteFolder"/> wrote, and gives its path.</summary>
    public string ReadFolder()
    {
        var name = ReadText();
        return folderOf(name) ?? throw new DamagedObjectsException($"it names the folder '{name}', which is not its own");
    }

    /// <summary>Reads text.</summary>
    public string ReadText()
    {
        var code = ReadNumber();
        var bytes = new byte[Believed(code >> 1, 1)];
        ReadBytes(bytes);
        return (code & 1) == 0 ? Encoding.UTF8.GetString(bytes) : new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    /// <summary>Reads whether something follows.</summary>
    public bool ReadFlag() =>
        ReadNumber() switch
        {
            0 => false,
            1 => true,
            var other => throw new DamagedObjectsException($"it has {other} where 0 or 1 belongs"),
        };

    /// <summary>Reads a count or the like, 0 or more.</summary>
    public long ReadNumber()
    {
        var number = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = stream.ReadByte();
            if (next < 0)
                throw Short();
            number |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
        throw new DamagedObjectsException("a number in it has no end");
    }

    /// <summary>Reads how many things follow; more than the file can hold are not believed.</summary>
    /// <param name="leastBytes">What each takes at least.</param>
    public int ReadCount(int leastBytes) => Believed(ReadNumber(), leastBytes);

    /// <summary>Reads bytes.</summary>
    public void ReadBytes(Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Short();
        }
    }

    private int Believed(long count, int leastBytes) =>
        count <= Array.MaxLength && count * Math.Max(1, leastBytes) <= Left
            ? (int)count
            : throw new DamagedObjectsException($"it speaks of {count} things, and only {Left} bytes are left");

    private SavedType ReadType(int level)
    {
        var code = ReadNumber();
        if (code > 0)
            return code <= _types.Count ? _types[(int)code - 1] : throw new DamagedObjectsException($"it has no type {code}");
        if (level > SavedTypes.MostDepth)
            throw new DamagedObjectsException("its types are nested too deep");
        var name = ReadText();
        var arguments = new SavedType[ReadCount(1)];
        if (arguments.Length > SavedTypes.MostArguments)
            throw new DamagedObjectsException($"a type in it has {arguments.Length} arguments");
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = ReadType(level + 1);
        Span<byte> fingerprint = stackalloc byte[sizeof(ulong)];
        ReadBytes(fingerprint);
        var type = SavedTypes.Named(name, arguments);
        if (type.Fingerprint != BinaryPrimitives.ReadUInt64LittleEndian(fingerprint))
            throw new DamagedObjectsException($"its {type} has other parts than that of this version", isOtherVersion: true);
        _types.Add(type);
        return type;
    }

    private static object Find(IReadOnlyList<object?> objects, long number) =>
        (number < objects.Count ? objects[(int)number] : null)
        ?? throw new DamagedObjectsException($"it refers to object {number}, which there is not");

    private static object Fitting(Type declared, object value) =>
        declared.IsInstanceOfType(value)
            ? value
            : throw new DamagedObjectsException($"it has a {value.GetType().Name} where a {declared.Name} belongs");

    private static DamagedObjectsException Short() => new("it breaks off");
}
