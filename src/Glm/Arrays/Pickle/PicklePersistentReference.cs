namespace Glm.Arrays.Pickle;

/// <summary>A reference to something kept outside the pickle, such as a tensor's storage.</summary>
internal sealed class PicklePersistentReference : PickleNode
{
    internal PicklePersistentReference(object? id) => Id = id;

    /// <summary>What identifies it; PyTorch writes the tuple ("storage", storage type, key, device, elements).</summary>
    public object? Id { get; }

    internal override int ChildCount => 1;

    internal override object? ChildAt(int index) => Id;
}
