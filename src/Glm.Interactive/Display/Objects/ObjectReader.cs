using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Objects;

/// <summary>Reads one object for its display: bounded in depth, in parts and in time, and never going in circles.</summary>
internal sealed class ObjectReader
{
    private const int Deepest = 3;
    private const int MostParts = 40;
    private const int MostItems = 10;
    private const int MostNodes = 400;
    private const int LineMembers = 8;
    private const int LongestText = 200;

    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    private readonly List<object> _path = [];
    private readonly PatientReader _patience;
    private int _nodes;

    /// <param name="patience">Null for one of its own.</param>
    public ObjectReader(PatientReader? patience = null) => _patience = patience ?? new PatientReader();

    /// <summary>The object with its parts.</summary>
    public ObjectNode Read(object value) => Read(value, 0);

    /// <summary>The object in one line.</summary>
    public string ReadLine(object? value) => ReadLine(value, nested: false);

    private ObjectNode Read(object? value, int depth)
    {
        _nodes++;
        if (ObjectLine.Of(value, _patience) is { } line)
            return new ObjectNode(line);
        if (IsOnPath(value!))
            return new ObjectNode("(cycle)");
        if (depth >= Deepest || _nodes > MostNodes)
            return new ObjectNode(ReadLine(value, nested: true));
        _path.Add(value!);
        var node = value is IEnumerable items ? ReadItems(items, depth) : ReadMembers(value!, depth);
        _path.RemoveAt(_path.Count - 1);
        return node;
    }

    private ObjectNode ReadMembers(object value, int depth)
    {
        var type = value.GetType();
        var members = MembersOf(type);
        var own = ObjectLine.OfAsynchronous(value) ?? Own(value);
        var node = new ObjectNode(own is null ? CSharpName.Written(type) : $"{CSharpName.Written(type)}: {own}");
        foreach (var member in members.Take(MostParts))
        {
            if (_nodes > MostNodes)
                break;
            node.Parts.Add((member.Name, Read(member, value, depth)));
        }
        if (node.Parts.Count < members.Length)
            node.Rest = $"… and {Html.Count(members.Length - node.Parts.Count, "more member")}";
        return node;
    }

    private ObjectNode Read(Member member, object owner, int depth)
    {
        var (read, fault) = member.IsSimple ? PatientReader.Now(() => member.Read(owner)) : _patience.Read(() => member.Read(owner));
        return fault is null ? Read(read, depth + 1) : new ObjectNode($"({fault})");
    }

    private ObjectNode ReadItems(IEnumerable items, int depth)
    {
        var (read, fault) = _patience.Read(() => FirstItems(items));
        var (shown, isMore) = read is (List<object?> list, bool more) ? (list, more) : ([], false);
        var count = items is ICollection collection ? collection.Count : shown.Count;
        var heading = items is ICollection || !isMore ? Html.Count(count, "item") : $"over {Html.Count(count, "item")}";
        var type = items.GetType().Name.Contains('<') ? "a sequence" : CSharpName.Written(items.GetType());
        if (fault is not null)
            return new ObjectNode($"{type} ({fault})");
        if (shown.All(item => ObjectLine.IsScalar(item)))
        {
            var inline = string.Join(", ", shown.Select(item => ObjectLine.Of(item, _patience)));
            return new ObjectNode(shown.Count == 0 ? heading : $"{heading}: {inline}{(isMore ? ", …" : "")}");
        }
        var node = new ObjectNode(heading);
        foreach (var item in shown)
        {
            var name = "";
            var part = item;
            if (
                item is not null
                && item.GetType() is { IsGenericType: true } pair
                && pair.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            )
            {
                name = ReadLine(pair.GetProperty("Key")!.GetValue(item), nested: true);
                part = pair.GetProperty("Value")!.GetValue(item);
            }
            else if (item is DictionaryEntry entry)
            {
                (name, part) = (ReadLine(entry.Key, nested: true), entry.Value);
            }
            node.Parts.Add((name, Read(part, depth + 1)));
        }
        if (isMore)
            node.Rest = items is ICollection ? $"… and {Html.Count(count - shown.Count, "more item")}" : "… and more items";
        return node;
    }

    private static object FirstItems(IEnumerable items)
    {
        List<object?> first = [];
        var isMore = false;
        foreach (var item in items)
        {
            isMore = first.Count == MostItems;
            if (isMore)
                break;
            first.Add(item);
        }
        return (first, isMore);
    }

    private string ReadLine(object? value, bool nested)
    {
        if (ObjectLine.Of(value, _patience) is { } line)
            return line;
        var type = value!.GetType();
        if (IsOnPath(value))
            return "(cycle)";
        if (value is ICollection many)
            return Html.Count(many.Count, "item");
        if (value is IEnumerable)
            return type.Name.Contains('<') ? "a sequence" : CSharpName.Written(type);
        if ((ObjectLine.OfAsynchronous(value) is { } words ? $"{CSharpName.Written(type)}: {words}" : Own(value)) is { } own)
            return own;
        var members = MembersOf(type);
        if (nested || members.Length == 0)
            return CSharpName.Written(type);
        _path.Add(value);
        var text = new StringBuilder(CSharpName.IsAnonymous(type) ? "{ " : CSharpName.Written(type) + " { ");
        for (var i = 0; i < Math.Min(members.Length, LineMembers); i++)
        {
            var member = members[i];
            var (read, fault) = member.IsSimple ? PatientReader.Now(() => member.Read(value)) : _patience.Read(() => member.Read(value));
            text.Append(i > 0 ? ", " : "")
                .Append(member.Name)
                .Append(" = ")
                .Append(fault is null ? ReadLine(read, nested: true) : $"({fault})");
        }
        _path.RemoveAt(_path.Count - 1);
        return text.Append(members.Length > LineMembers ? ", … }" : " }").ToString();
    }

    /// <summary>
    /// What an object says of itself; null where nobody wrote that by hand: what the compiler writes for a record may not end.
    /// </summary>
    private string? Own(object value)
    {
        var method = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes);
        if (
            method is null
            || method.DeclaringType == typeof(object)
            || method.DeclaringType == typeof(ValueType)
            || method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            || CSharpName.IsAnonymous(value.GetType())
        )
            return null;
        var (read, fault) = _patience.Read(value.ToString);
        return fault is null ? Html.Line(CSharpName.InText((string?)read ?? ""), LongestText) : $"({fault})";
    }

    // Values have no identity: only what holds them can lead back.
    private bool IsOnPath(object value) => !value.GetType().IsValueType && _path.Exists(above => ReferenceEquals(above, value));

    private static Member[] MembersOf(Type type) => Members.GetOrAdd(type, static key =>
        {
            const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
            var properties = key.GetProperties(Instance)
                .Where(property =>
                    property.GetMethod is { IsPublic: true }
                    && property.GetIndexParameters().Length == 0
                    && !property.PropertyType.IsByRefLike
                    && !property.PropertyType.IsByRef
                    && !property.PropertyType.IsPointer
                    && !property.PropertyType.IsFunctionPointer
                )
                .DistinctBy(property => property.Name)
                .Select(property => new Member(property.Name, property.GetValue, IsAuto(property)));
            var fields = key.GetFields(Instance)
                .Where(field => !field.FieldType.IsPointer && !field.FieldType.IsFunctionPointer)
                .Select(field => new Member(field.Name, field.GetValue, IsSimple: true));
            return [.. properties.Concat(fields)];
        });

    private static bool IsAuto(PropertyInfo property) => property.GetMethod!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    /// <param name="Name">Of a property or field.</param>
    /// <param name="Read">Reads it.</param>
    /// <param name="IsSimple">Whether reading it runs nobody's code.</param>
    private sealed record Member(string Name, Func<object, object?> Read, bool IsSimple);
}
