using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using Glm.Runtime;
using Microsoft.Data.Analysis;

namespace Glm.Sessions;

/// <summary>
/// The types whose objects can be saved, which are the only ones that a file can name: numbers and text, arrays and collections of the
/// framework, tables, and those types of this library that hold nothing but such. Nothing of them runs when an object is made, except
/// where this library's own constructors check it. Thread-safe.
/// </summary>
internal static class SavedTypes
{
    /// <summary>Levels of constructed types, such as lists of arrays of pairs.</summary>
    public const int MostDepth = 6;

    /// <summary>Arguments of a constructed type; a tuple may have seven, and more as a tuple in it.</summary>
    public const int MostArguments = 8;

    internal const string ArrayWord = "array";
    internal const string GridWord = "grid";
    internal const string ListWord = "list";
    internal const string SetWord = "set";
    internal const string MapWord = "map";
    internal const string OptionalWord = "optional";

    /// <summary>Weak, since types of a notebook's cells may go.</summary>
    private static readonly ConditionalWeakTable<Type, Answer> Answers = [];

    private static readonly FrozenDictionary<string, SavedType> Simple = new SavedType[]
    {
        new FlagType(),
        new NumberType<byte>("uint8"),
        new NumberType<sbyte>("int8"),
        new NumberType<short>("int16"),
        new NumberType<ushort>("uint16"),
        new NumberType<int>("int32"),
        new NumberType<uint>("uint32"),
        new NumberType<long>("int64"),
        new NumberType<ulong>("uint64"),
        new NumberType<Half>("float16"),
        new NumberType<float>("float32"),
        new NumberType<double>("float64"),
        new NumberType<char>("char"),
        new NumberType<TimeSpan>("duration"),
        new ConvertedType<DateTime>("time", time => [time.Ticks, (long)time.Kind], Time, 2),
        new ConvertedType<decimal>(
            "decimal",
            number => Array.ConvertAll(decimal.GetBits(number), bits => (long)bits),
            bits => new decimal(Array.ConvertAll(bits, one => checked((int)one))),
            4
        ),
        new TextType(),
    }
        .Concat(RebuiltTypes.All)
        .ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, SavedType> SimpleByType = Simple.Values.ToFrozenDictionary(type => type.Type);

    /// <summary>Constructed types by what files call them; of those that stand at the end there are no objects.</summary>
    private static readonly FrozenDictionary<string, Type> Constructed = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [ListWord] = typeof(List<>),
        [SetWord] = typeof(HashSet<>),
        [MapWord] = typeof(Dictionary<,>),
        [OptionalWord] = typeof(Nullable<>),
        ["pair"] = typeof(KeyValuePair<,>),
        ["tuple1"] = typeof(ValueTuple<>),
        ["tuple2"] = typeof(ValueTuple<,>),
        ["tuple3"] = typeof(ValueTuple<,,>),
        ["tuple4"] = typeof(ValueTuple<,,,>),
        ["tuple5"] = typeof(ValueTuple<,,,,>),
        ["tuple6"] = typeof(ValueTuple<,,,,,>),
        ["tuple7"] = typeof(ValueTuple<,,,,,,>),
        ["any-list"] = typeof(IReadOnlyList<>),
        ["any-collection"] = typeof(IReadOnlyCollection<>),
        ["any-sequence"] = typeof(IEnumerable<>),
        ["any-changeable-list"] = typeof(IList<>),
        ["any-changeable-collection"] = typeof(ICollection<>),
        ["any-set"] = typeof(IReadOnlySet<>),
        ["any-changeable-set"] = typeof(ISet<>),
        ["any-map"] = typeof(IReadOnlyDictionary<,>),
        ["any-changeable-map"] = typeof(IDictionary<,>),
        ["any-column"] = typeof(DataFrameColumn),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Words = Constructed.ToFrozenDictionary(form => form.Value, form => form.Key);

    private static readonly Assembly Library = typeof(SavedTypes).Assembly;

    /// <summary>How an object is saved, in a place of a type.</summary>
    /// <param name="value">The object.</param>
    /// <param name="declared">An interface of collections is content with an array, a set or a dictionary of the framework.</param>
    /// <exception cref="NotSavedException">It cannot be saved.</exception>
    public static SavedType For(object value, Type declared)
    {
        var type = value.GetType();
        if (Find(type, out var problem) is { } known)
            return known.Depth <= MostDepth ? known : throw new NotSavedException("its type is nested too deep");
        if (StandIn(declared) is { } stand && Find(stand, out _) is { } standing)
            return standing;
        throw new NotSavedException(problem!);
    }

    /// <summary>How objects of just this type are saved; null where they are not.</summary>
    /// <param name="type">The type.</param>
    /// <param name="problem">Why they are not, as a part of a sentence.</param>
    public static SavedType? Find(Type type, out string? problem)
    {
        var answer = Answers.GetValue(type, static asked =>
            Problem(asked, []) is { } found ? new Answer(null, found) : new Answer(Make(asked), null)
        );
        problem = answer.Problem;
        return answer.Type;
    }

    /// <summary>How objects of just this type are saved.</summary>
    /// <exception cref="InvalidOperationException">They are not; whoever asks knows that they are.</exception>
    public static SavedType Of(Type type) => Find(type, out var problem) ?? throw new InvalidOperationException(problem);

    /// <summary>A type as the argument of a constructed one: it need not be the type of any object.</summary>
    public static SavedType PlaceOf(Type type) =>
        StandIn(type) is not null ? new PlaceType(type, Words[type.GetGenericTypeDefinition()])
        : Words.TryGetValue(type, out var word) ? new PlaceType(type, word)
        : type.IsAbstract && type.Assembly == Library ? new PlaceType(type, NameOf(type))
        : Of(type);

    /// <summary>The type that a file names.</summary>
    /// <exception cref="DamagedObjectsException">There is none, or none that may be in a file.</exception>
    public static SavedType Named(string name, SavedType[] arguments)
    {
        if (arguments.Length == 0 && Simple.TryGetValue(name, out var simple))
            return simple;
        var type =
            name == ArrayWord && arguments.Length == 1 ? arguments[0].Type.MakeArrayType()
            : name == GridWord && arguments.Length == 1 ? arguments[0].Type.MakeArrayType(2)
            : Constructed.TryGetValue(name, out var form) ? Constructing(form, arguments)
            : arguments.Length == 0 && IsPlain(name) ? Library.GetType(name)
            : null;
        if (type is not null && PlaceProblem(type) is null && PlaceOf(type) is { Depth: <= MostDepth } known)
            return known;
        throw new DamagedObjectsException(
            $"it has a {LineText.Shown(name.AsSpan(name.LastIndexOf('.') + 1))}, which this version does not know",
            isOtherVersion: true
        );
    }

    /// <summary>A type as the layout of a larger one says it: what lies in its place with its parts, all else by name.</summary>
    public static string LayoutOf(Type type) =>
        Find(type, out _) is not { } known ? NameOf(type)
        : known.Arguments.Count > 0 ? $"{known.Name}<{string.Join(',', known.Arguments.Select(argument => LayoutOf(argument.Type)))}>"
        : type.IsValueType ? $"{known.Name}({known.Layout})"
        : known.Name;

    /// <summary>What a file calls a type that stands alone, and messages call any.</summary>
    public static string NameOf(Type type) => type.IsGenericType ? type.ToString() : type.FullName ?? type.Name;

    /// <summary>Why objects of a type cannot be saved; null where they can.</summary>
    /// <param name="type">The type.</param>
    /// <param name="asked">Types about which the question is open, further up.</param>
    private static string? Problem(Type type, HashSet<Type> asked)
    {
        if (SimpleByType.ContainsKey(type) || !asked.Add(type))
            return null;
        if (type.IsEnum)
            return type.Assembly == Library ? null : $"{NameOf(type)} is no type of data";
        if (FormOf(type) is not null)
            return ArgumentsOf(type).Select(argument => PlaceProblem(argument, asked)).FirstOrDefault(problem => problem is not null);
        if (type.Assembly != Library || type.IsGenericType || IsMachinery(type))
            return $"{LineText.Shown(type.Name)} is no type of data that this library saves";
        if (type.IsAbstract || type.IsInterface)
            return $"{type.Name} is not the type of an object";
        foreach (var field in RecordType.FieldsOf(type))
            if (PlaceProblem(field.FieldType, asked) is { } problem)
                return $"the {RecordType.NameOf(field)} of a {type.Name}: {problem}";
        return null;
    }

    /// <summary>Why a place of some type could hold what cannot be saved; null where it could not.</summary>
    public static string? PlaceProblem(Type declared) => PlaceProblem(declared, []);

    private static string? PlaceProblem(Type declared, HashSet<Type> asked)
    {
        if (declared == typeof(object))
            return "anything may be in it";
        if (StandIn(declared) is { } stand)
            return Problem(stand, asked);
        if (!declared.IsAbstract || declared.Assembly != Library && !Words.ContainsKey(declared))
            return Problem(declared, asked);
        var kinds = KindsOf(declared).ToList();
        return kinds.Count == 0
            ? $"there is no {declared.Name} to save"
            : kinds.Select(kind => Problem(kind, asked)).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The types of objects that an abstract type of this library stands for.</summary>
    public static IEnumerable<Type> KindsOf(Type declared) =>
        Library.GetTypes().Concat(SimpleByType.Keys).Where(type => !type.IsAbstract && declared.IsAssignableFrom(type));

    /// <summary>What uses memory or resources of its own, or runs code: never a part of a file.</summary>
    private static bool IsMachinery(Type type) =>
        type.IsPointer
        || type.IsByRef
        || type.IsByRefLike
        || typeof(Delegate).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || typeof(IDisposable).IsAssignableFrom(type)
        || typeof(System.Runtime.CompilerServices.IAsyncStateMachine).IsAssignableFrom(type)
        || type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false)
        || type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic, [])?.DeclaringType != typeof(object);

    private static SavedType Make(Type type)
    {
        if (SimpleByType.TryGetValue(type, out var simple))
            return simple;
        if (type.IsEnum)
            return new EnumType(type);
        var form = FormOf(type);
        var codec =
            form == ArrayWord ? typeof(ArrayType<>)
            : form == GridWord ? typeof(GridType<>)
            : form == ListWord ? typeof(ListType<>)
            : form == SetWord ? typeof(SetType<>)
            : form == MapWord ? typeof(MapType<,>)
            : null;
        return codec is not null ? (SavedType)Activator.CreateInstance(codec.MakeGenericType(ArgumentsOf(type)))!
            : form == OptionalWord ? new NullableType(type)
            : form is not null ? new RecordType(type, form, ArgumentsOf(type))
            : new RecordType(type, NameOf(type), []);
    }

    /// <summary>What a file calls a constructed type; null for all others.</summary>
    private static string? FormOf(Type type) =>
        type.IsSZArray ? ArrayWord
        : type.IsArray && type.GetArrayRank() == 2 ? GridWord
        : type is { IsGenericType: true, IsInterface: false } ? Words.GetValueOrDefault(type.GetGenericTypeDefinition())
        : null;

    private static Type[] ArgumentsOf(Type type) => type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments();

    /// <summary>The class of the framework that is put where an interface of collections is asked for; null for other types.</summary>
    private static Type? StandIn(Type declared)
    {
        if (declared is not { IsInterface: true, IsGenericType: true })
            return null;
        var (definition, arguments) = (declared.GetGenericTypeDefinition(), declared.GetGenericArguments());
        return !Words.ContainsKey(definition) ? null
            : arguments.Length == 2 ? typeof(Dictionary<,>).MakeGenericType(arguments)
            : definition == typeof(IReadOnlySet<>) || definition == typeof(ISet<>) ? typeof(HashSet<>).MakeGenericType(arguments)
            : arguments[0].MakeArrayType();
    }

    private static Type? Constructing(Type form, SavedType[] arguments)
    {
        if (!form.IsGenericTypeDefinition)
            return arguments.Length == 0 ? form : null;
        try
        {
            return form.MakeGenericType(Array.ConvertAll(arguments, argument => argument.Type));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or TypeLoadException)
        {
            return null;
        }
    }

    /// <summary>Whether a name is one of a type and nothing else, such as that of another library behind a comma.</summary>
    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+');

    private static DateTime Time(long[] parts) => new(parts[0], (DateTimeKind)parts[1]);

    /// <param name="Type">How objects are saved; null where they are not.</param>
    /// <param name="Problem">Why they are not.</param>
    private sealed record Answer(SavedType? Type, string? Problem);
}
