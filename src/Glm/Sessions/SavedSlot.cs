namespace Glm.Sessions;

/// <summary>A place that holds an object: a field, or the elements of a collection.</summary>
/// <param name="declared">Its type.</param>
/// <param name="mayBeNull">Whether it may be empty, where it is of a type that can be.</param>
internal sealed class SavedSlot(Type declared, bool mayBeNull = true)
{
    private readonly SavedType? _inner = declared.IsValueType ? SavedTypes.Of(Nullable.GetUnderlyingType(declared) ?? declared) : null;
    private readonly bool _isNullable = Nullable.GetUnderlyingType(declared) is not null;

    /// <summary>The fewest bytes that it takes.</summary>
    public int LeastBytes => _inner is null || _isNullable ? 1 : _inner.LeastBytes;

    /// <summary>Writes what the place holds.</summary>
    /// <exception cref="NotSavedException">It cannot be saved.</exception>
    public void Write(ObjectWriter writer, object? value)
    {
        if (_inner is null)
        {
            if (value is null && !mayBeNull)
                throw new NotSavedException("it is not complete");
            writer.WriteObject(value, declared);
            return;
        }
        if (_isNullable)
            writer.WriteNumber(value is null ? 0 : 1);
        if (value is not null)
            _inner.Write(writer, value);
    }

    /// <summary>Reads what the place holds.</summary>
    /// <exception cref="DamagedObjectsException">The bytes are none that belong there.</exception>
    public object? Read(ObjectReader reader)
    {
        if (_inner is not null)
            return _isNullable && !reader.ReadFlag() ? null : _inner.Read(reader, ObjectReader.Unnumbered);
        var value = reader.ReadObject(declared);
        return value is not null || mayBeNull
            ? value
            : throw new DamagedObjectsException($"it has nothing where a {declared.Name} belongs");
    }
}
