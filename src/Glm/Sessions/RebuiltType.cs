using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>
/// A type whose objects are made by a constructor from their parts: it has indices beside its data, or checks what it is given, or is
/// none of this library.
/// </summary>
/// <param name="name">What files call it.</param>
/// <param name="parts">The types of the parts; "optional" ones may be null.</param>
/// <param name="take">The parts of an object.</param>
/// <param name="make">The object; an exception says that there is none of such parts.</param>
internal sealed class RebuiltType<T>(
    string name,
    IReadOnlyList<(Type Type, bool MayBeNull)> parts,
    Func<T, object?[]> take,
    Func<Parts, T> make
) : SavedType(typeof(T), name)
    where T : class
{
    private readonly Lazy<SavedSlot[]> _slots = new(() => [.. parts.Select(part => new SavedSlot(part.Type, part.MayBeNull))]);

    public override string Layout => string.Join(';', parts.Select(part => SavedTypes.LayoutOf(part.Type)));

    public override void Write(ObjectWriter writer, object value)
    {
        var values = take((T)value);
        for (var i = 0; i < values.Length; i++)
            _slots.Value[i].Write(writer, values[i]);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var values = Array.ConvertAll(_slots.Value, slot => slot.Read(reader));
        try
        {
            return make(new Parts(values));
        }
        catch (Exception exception)
            when (exception is GlmException or ArgumentException or InvalidCastException or OverflowException or IndexOutOfRangeException)
        {
            throw new DamagedObjectsException($"its {this} cannot be ({LineText.Shown(exception.Message, 200)})");
        }
    }
}

/// <summary>The parts of an object, one after the other.</summary>
internal sealed class Parts(object?[] values)
{
    private int _next;

    /// <summary>The next one, which is there.</summary>
    public T Next<T>() => (T)values[_next++]!;

    /// <summary>The next one; null where it is empty.</summary>
    public T? NextOrNull<T>() => (T?)values[_next++];
}
