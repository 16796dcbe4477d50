namespace Glm.Arrays.Pickle;

/// <summary>
/// A value that holds other values. A pickle's plain values are null (None), bool, long or BigInteger, double, string and byte[];
/// everything else is one of the node types. Values may be shared between nodes; no node contains itself.
/// </summary>
internal abstract class PickleNode
{
    private protected PickleNode() { }

    internal enum Visit
    {
        New,
        Open,
        Done,
    }

    internal Visit Visited { get; set; }

    /// <summary>Levels of nodes below and including this one.</summary>
    internal int Depth { get; set; } = 1;

    /// <summary>Bytes this node would take if nothing in it were shared.</summary>
    internal long Unfolded { get; set; }

    internal abstract int ChildCount { get; }

    internal abstract object? ChildAt(int index);
}
