namespace Glm.Arrays.Pickle;

/// <summary>An inert record of an object that Python would have built by calling something.</summary>
internal sealed class PickleObject : PickleNode
{
    internal PickleObject(PickleGlobal type, PickleTuple arguments, PickleDict? keywords = null) =>
        (Class, Arguments, Keywords) = (type, arguments, keywords);

    /// <summary>The class or function that Python would call.</summary>
    public PickleGlobal Class { get; }

    /// <summary>What it would be called with.</summary>
    public PickleTuple Arguments { get; }

    /// <summary>Named arguments, where there are any.</summary>
    public PickleDict? Keywords { get; }

    /// <summary>What Python would hand to __setstate__; null where nothing.</summary>
    public object? State { get; internal set; }

    /// <summary>Items that Python would append to the object, as to a subclass of list.</summary>
    public PickleList? Items { get; internal set; }

    /// <summary>Entries that Python would set in the object, as in an OrderedDict.</summary>
    public PickleDict? Entries { get; internal set; }

    internal override int ChildCount => 5;

    internal override object? ChildAt(int index) =>
        index switch
        {
            0 => Arguments,
            1 => Keywords,
            2 => State,
            3 => Items,
            _ => Entries,
        };
}
