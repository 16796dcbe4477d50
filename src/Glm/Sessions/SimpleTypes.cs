using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>Numbers of which all bytes are valid, so that arrays of them are written as they lie in memory.</summary>
internal abstract class NumberType(Type type, string name, int size) : SavedType(type, name)
{
    public sealed override int LeastBytes => size;
}

/// <inheritdoc/>
internal sealed class NumberType<T>(string name) : NumberType(typeof(T), name, Unsafe.SizeOf<T>())
    where T : unmanaged
{
    public override void Write(ObjectWriter writer, object value)
    {
        var number = (T)value;
        writer.WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in number)));
    }

    public override object Read(ObjectReader reader, int number)
    {
        var value = default(T);
        reader.ReadBytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }
}

/// <summary>True or false, as a byte.</summary>
internal sealed class FlagType() : SavedType(typeof(bool), "bool")
{
    public override void Write(ObjectWriter writer, object value) => writer.WriteBytes([(bool)value ? (byte)1 : (byte)0]);

    public override object Read(ObjectReader reader, int number)
    {
        Span<byte> bytes = stackalloc byte[1];
        reader.ReadBytes(bytes);
        return bytes[0] switch
        {
            0 => false,
            1 => true,
            _ => throw new DamagedObjectsException($"it has {bytes[0]} where true or false belongs"),
        };
    }
}

/// <summary>Values that are made of numbers, not of all of which.</summary>
/// <param name="name">What files call it.</param>
/// <param name="take">The numbers of a value.</param>
/// <param name="make">The value; throws an argument exception where there is none.</param>
/// <param name="count">How many numbers a value has.</param>
internal sealed class ConvertedType<T>(string name, Func<T, long[]> take, Func<long[], T> make, int count) : SavedType(typeof(T), name)
    where T : notnull
{
    public override int LeastBytes => count * sizeof(long);

    public override void Write(ObjectWriter writer, object value) => writer.WriteBytes(MemoryMarshal.AsBytes(take((T)value).AsSpan()));

    public override object Read(ObjectReader reader, int number)
    {
        var numbers = new long[count];
        reader.ReadBytes(MemoryMarshal.AsBytes(numbers.AsSpan()));
        try
        {
            return make(numbers);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new DamagedObjectsException($"it has numbers that make no {Name}");
        }
    }
}

/// <summary>Text.</summary>
internal sealed class TextType() : SavedType(typeof(string), "text")
{
    public override void Write(ObjectWriter writer, object value) => writer.WriteText((string)value);

    public override object Read(ObjectReader reader, int number) => reader.ReadText();
}

/// <summary>An enumeration of this library, as a number that must be one of its members.</summary>
internal sealed class EnumType(Type type) : SavedType(type, SavedTypes.NameOf(type))
{
    private readonly bool _isFlags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
    private readonly long _all = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Aggregate(0L, (all, one) => all | NumberOf(one));

    public override int LeastBytes => sizeof(long);

    public override string Layout { get; } =
        string.Join(
            ',',
            Enum.GetNames(type).Zip(Enum.GetValuesAsUnderlyingType(type).Cast<object>(), (name, one) => $"{name}={NumberOf(one)}")
        );

    public override void Write(ObjectWriter writer, object value) =>
        writer.WriteBytes(BitConverter.GetBytes(NumberOf(Convert.ChangeType(value, Enum.GetUnderlyingType(Type)))));

    public override object Read(ObjectReader reader, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        reader.ReadBytes(bytes);
        var member = BitConverter.ToInt64(bytes);
        var value = Enum.ToObject(Type, member);
        return (_isFlags ? (member & ~_all) == 0 : Enum.IsDefined(Type, value))
            ? value
            : throw new DamagedObjectsException($"it has {member} where a {LineText.Shown(Type.Name)} belongs");
    }

    private static long NumberOf(object underlying) => underlying is ulong large ? (long)large : Convert.ToInt64(underlying, null);
}

/// <summary>A number or nothing.</summary>
internal sealed class NullableType(Type type) : SavedType(type, SavedTypes.OptionalWord)
{
    public override IReadOnlyList<SavedType> Arguments { get; } = [SavedTypes.Of(Nullable.GetUnderlyingType(type)!)];

    // An object in a box is never empty; places that may be are written by the slot.
    public override void Write(ObjectWriter writer, object value) => Arguments[0].Write(writer, value);

    public override object Read(ObjectReader reader, int number) => Arguments[0].Read(reader, ObjectReader.Unnumbered);
}
