using System.Reflection;
using System.Runtime.CompilerServices;
using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>A type of this library that holds data and nothing else, or a tuple: field by field.</summary>
internal sealed class RecordType : SavedType
{
    private readonly FieldInfo[] _fields;
    private readonly Lazy<SavedSlot[]> _slots;

    /// <param name="type">The type.</param>
    /// <param name="name">What files call it.</param>
    /// <param name="arguments">Of a tuple.</param>
    public RecordType(Type type, string name, Type[] arguments)
        : base(type, name)
    {
        Arguments = [.. arguments.Select(SavedTypes.PlaceOf)];
        _fields = [.. FieldsOf(type)];
        _slots = new(() => Array.ConvertAll(_fields, field => new SavedSlot(field.FieldType, MayBeNull(field))));
    }

    public override IReadOnlyList<SavedType> Arguments { get; }

    public override int LeastBytes => Math.Max(1, _slots.Value.Sum(slot => slot.LeastBytes));

    public override string Layout =>
        Arguments.Count > 0 ? "" : string.Join(';', _fields.Select(one => $"{NameOf(one)}:{SavedTypes.LayoutOf(one.FieldType)}"));

    /// <summary>The fields that are saved: all but those that the type has marked as not to be.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        var classes = new Stack<Type>();
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
            classes.Push(level);
        return classes.SelectMany(level =>
            level
                .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !field.IsDefined(typeof(NotSavedAttribute), inherit: false))
                .OrderBy(field => field.MetadataToken)
        );
    }

    /// <summary>A field as the source calls it or its property.</summary>
    public static string NameOf(FieldInfo field) =>
        field.Name is ['<', ..] compiled && compiled.IndexOf('>') is > 0 and var end ? compiled[1..end] : field.Name;

    public override void Write(ObjectWriter writer, object value)
    {
        var slots = _slots.Value;
        for (var i = 0; i < slots.Length; i++)
            slots[i].Write(writer, _fields[i].GetValue(value));
    }

    public override object Read(ObjectReader reader, int number)
    {
        var made = RuntimeHelpers.GetUninitializedObject(Type);
        if (!Type.IsValueType)
            reader.Announce(number, made);
        var slots = _slots.Value;
        for (var i = 0; i < slots.Length; i++)
            _fields[i].SetValue(made, slots[i].Read(reader));
        return made;
    }

    private static bool MayBeNull(FieldInfo field) => new NullabilityInfoContext().Create(field).ReadState != NullabilityState.NotNull;
}
