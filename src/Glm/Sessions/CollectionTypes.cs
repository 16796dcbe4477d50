using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Glm.Analysis.Operons;

namespace Glm.Sessions;

/// <summary>
/// What an argument of a constructed type may be beside types of objects: an interface of collections, or an abstract type. Each object
/// there is written with a type of its own.
/// </summary>
internal sealed class PlaceType(Type type, string name) : SavedType(type, name)
{
    public override IReadOnlyList<SavedType> Arguments { get; } =
    [.. type.IsGenericType ? type.GetGenericArguments().Select(SavedTypes.PlaceOf) : []];

    public override void Write(ObjectWriter writer, object value) => throw new InvalidOperationException("No object is of this type.");

    public override object Read(ObjectReader reader, int number) =>
        throw new DamagedObjectsException($"it has a {this}, which no object is");
}

/// <summary>An array of one dimension; also what any list becomes that is not of the framework.</summary>
internal sealed class ArrayType<T>() : SavedType(typeof(T[]), SavedTypes.ArrayWord)
{
    /// <summary>One span holds no more bytes than this.</summary>
    private const long Block = 1 << 30;

    private readonly Lazy<SavedSlot> _slot = new(() => new SavedSlot(typeof(T)));

    public override IReadOnlyList<SavedType> Arguments { get; } = [SavedTypes.PlaceOf(typeof(T))];

    public override void Write(ObjectWriter writer, object value)
    {
        var array = value as T[] ?? [.. (IEnumerable<T>)value];
        writer.WriteNumber(array.Length);
        if (Arguments[0] is NumberType)
            for (var done = 0L; done < Bytes(array); done += Block)
                writer.WriteBytes(Part(array, done));
        else
            foreach (var element in array)
                _slot.Value.Write(writer, element);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var array = new T[reader.ReadCount(_slot.Value.LeastBytes)];
        reader.Announce(number, array);
        if (Arguments[0] is NumberType)
            for (var done = 0L; done < Bytes(array); done += Block)
                reader.ReadBytes(Part(array, done));
        else
            for (var i = 0; i < array.Length; i++)
                array[i] = (T)_slot.Value.Read(reader)!;
        return array;
    }

    private static long Bytes(T[] numbers) => (long)numbers.Length * Unsafe.SizeOf<T>();

    private static Span<byte> Part(T[] numbers, long start) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference((Array)numbers), (nint)start),
            (int)Math.Min(Block, Bytes(numbers) - start)
        );
}

/// <summary>An array of two dimensions: the size of each, then its elements row by row.</summary>
internal sealed class GridType<T>() : SavedType(typeof(T[,]), SavedTypes.GridWord)
{
    private readonly Lazy<SavedType> _elements = new(() => SavedTypes.Of(typeof(T[])));

    public override IReadOnlyList<SavedType> Arguments { get; } = [SavedTypes.PlaceOf(typeof(T))];

    public override void Write(ObjectWriter writer, object value)
    {
        var grid = (T[,])value;
        writer.WriteNumber(grid.GetLength(0));
        writer.WriteNumber(grid.GetLength(1));
        _elements.Value.Write(writer, grid.Cast<T>().ToArray());
    }

    public override object Read(ObjectReader reader, int number)
    {
        var (rows, columns) = (reader.ReadNumber(), reader.ReadNumber());
        var elements = (T[])_elements.Value.Read(reader, ObjectReader.Unnumbered);
        if (rows > Array.MaxLength || columns > Array.MaxLength || rows * columns != elements.Length)
            throw new DamagedObjectsException($"it has {elements.Length} elements in {rows} rows and {columns} columns");
        var grid = new T[rows, columns];
        for (var i = 0; i < elements.Length; i++)
            grid[i / columns, i % columns] = elements[i];
        return grid;
    }
}

/// <summary>A list of the framework: its elements as an array.</summary>
internal sealed class ListType<T>() : SavedType(typeof(List<T>), SavedTypes.ListWord)
{
    private readonly Lazy<SavedType> _elements = new(() => SavedTypes.Of(typeof(T[])));

    public override IReadOnlyList<SavedType> Arguments { get; } = [SavedTypes.PlaceOf(typeof(T))];

    public override void Write(ObjectWriter writer, object value) => _elements.Value.Write(writer, ((List<T>)value).ToArray());

    public override object Read(ObjectReader reader, int number) =>
        new List<T>((T[])_elements.Value.Read(reader, ObjectReader.Unnumbered));
}

/// <summary>A set in the order in which it gives its elements; sets that are not of the framework become one that is.</summary>
internal sealed class SetType<T>() : SavedType(typeof(HashSet<T>), SavedTypes.SetWord)
{
    private readonly Lazy<SavedSlot> _slot = new(() => new SavedSlot(typeof(T), mayBeNull: false));

    public override IReadOnlyList<SavedType> Arguments { get; } = [SavedTypes.PlaceOf(typeof(T))];

    public override int LeastBytes => 2;

    public override void Write(ObjectWriter writer, object value)
    {
        writer.WriteNumber(KnownComparers.Of<T>(value));
        var elements = (IReadOnlyCollection<T>)value;
        writer.WriteNumber(elements.Count);
        foreach (var element in elements)
            _slot.Value.Write(writer, element);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var set = new HashSet<T>(KnownComparers.Numbered<T>(reader.ReadNumber()));
        reader.Announce(number, set);
        for (var left = reader.ReadCount(_slot.Value.LeastBytes); left > 0; left--)
            if (!set.Add((T)_slot.Value.Read(reader)!))
                throw new DamagedObjectsException("a set in it has an element twice");
        return set;
    }
}

/// <summary>A dictionary in the order in which it gives its entries; those that are not of the framework become one that is.</summary>
internal sealed class MapType<TKey, TValue>() : SavedType(typeof(Dictionary<TKey, TValue>), SavedTypes.MapWord)
    where TKey : notnull
{
    private readonly Lazy<SavedSlot> _key = new(() => new SavedSlot(typeof(TKey), mayBeNull: false));
    private readonly Lazy<SavedSlot> _value = new(() => new SavedSlot(typeof(TValue)));

    public override IReadOnlyList<SavedType> Arguments { get; } = [SavedTypes.PlaceOf(typeof(TKey)), SavedTypes.PlaceOf(typeof(TValue))];

    public override int LeastBytes => 2;

    public override void Write(ObjectWriter writer, object value)
    {
        writer.WriteNumber(KnownComparers.Of<TKey>(value));
        var entries = (IReadOnlyCollection<KeyValuePair<TKey, TValue>>)value;
        writer.WriteNumber(entries.Count);
        foreach (var (key, held) in entries)
        {
            _key.Value.Write(writer, key);
            _value.Value.Write(writer, held);
        }
    }

    public override object Read(ObjectReader reader, int number)
    {
        var map = new Dictionary<TKey, TValue>(KnownComparers.Numbered<TKey>(reader.ReadNumber()));
        reader.Announce(number, map);
        for (var left = reader.ReadCount(_key.Value.LeastBytes + _value.Value.LeastBytes); left > 0; left--)
            if (!map.TryAdd((TKey)_key.Value.Read(reader)!, (TValue)_value.Value.Read(reader)!))
                throw new DamagedObjectsException("a dictionary in it has a key twice");
        return map;
    }
}

/// <summary>How sets and dictionaries tell their keys apart.</summary>
internal static class KnownComparers
{
    private const int Most = 4;

    /// <summary>The number of a collection's comparer.</summary>
    /// <exception cref="NotSavedException">It is one of somebody's own.</exception>
    public static int Of<T>(object collection)
    {
        var type = collection.GetType();
        var comparer = (type.GetProperty("Comparer") ?? type.GetProperty("KeyComparer"))?.GetValue(collection);
        for (var number = 0; number <= Most; number++)
            if (comparer is null || Equals(comparer, Numbered<T>(number) ?? EqualityComparer<T>.Default))
                return number;
        throw new NotSavedException("it compares its keys in a way of its own");
    }

    /// <summary>The comparer of a number; null for the usual one.</summary>
    /// <exception cref="DamagedObjectsException">There is none.</exception>
    public static IEqualityComparer<T>? Numbered<T>(long number) =>
        number switch
        {
            0 => null,
            1 => StringComparer.Ordinal as IEqualityComparer<T>,
            2 => StringComparer.OrdinalIgnoreCase as IEqualityComparer<T>,
            3 => ReferenceEqualityComparer.Instance as IEqualityComparer<T>,
            4 => OperonTruth.PairComparer.Instance as IEqualityComparer<T>,
            _ => throw new DamagedObjectsException($"there is no way {number} to compare"),
        };
}
