using System.IO.Hashing;
using System.Text;

namespace Glm.Sessions;

/// <summary>How objects of one type become bytes and come back. Immutable, thread-safe.</summary>
/// <param name="type">The type.</param>
/// <param name="name">What files call it, without its arguments.</param>
internal abstract class SavedType(Type type, string name)
{
    private ulong? _fingerprint;

    /// <summary>The type.</summary>
    public Type Type => type;

    /// <summary>What files call it, without its arguments.</summary>
    public string Name => name;

    /// <summary>What a constructed type is made of, such as the elements of an array.</summary>
    public virtual IReadOnlyList<SavedType> Arguments => [];

    /// <summary>The fewest bytes that the parts of an object take: a file cannot hold more objects than it has room for.</summary>
    public virtual int LeastBytes => 1;

    /// <summary>
    /// The parts of an object by name and type, as another version of the program would have to have them to read it; empty where the name
    /// and the arguments say it all.
    /// </summary>
    public virtual string Layout => "";

    /// <summary>The first bytes of a checksum of <see cref="Layout"/>; 0 where that is empty.</summary>
    public ulong Fingerprint =>
        _fingerprint ??= Layout is { Length: > 0 } layout ? XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(layout)) : 0;

    /// <summary>How many levels of constructed types it has.</summary>
    public int Depth => Arguments.Count == 0 ? 0 : 1 + Arguments.Max(argument => argument.Depth);

    /// <summary>Writes the parts of an object.</summary>
    /// <exception cref="NotSavedException">A part cannot be saved.</exception>
    public abstract void Write(ObjectWriter writer, object value);

    /// <summary>Reads the parts of an object and makes it.</summary>
    /// <param name="reader">Stands before the parts.</param>
    /// <param name="number">What <see cref="ObjectReader.Announce"/> wants to know.</param>
    /// <exception cref="DamagedObjectsException">The bytes are none of such an object.</exception>
    public abstract object Read(ObjectReader reader, int number);

    /// <summary>The type as messages name it.</summary>
    public sealed override string ToString() =>
        Arguments.Count == 0 ? name[(name.LastIndexOf('.') + 1)..] : $"{name} of {string.Join(" and ", Arguments)}";
}
