namespace Glm.Arrays.Pickle;

/// <summary>What a pickle may refer to, and how much it may take.</summary>
internal sealed record PickleOptions
{
    /// <summary>Classes and functions that may be named, as "module.name". Any other is refused; none is ever called.</summary>
    public required IReadOnlySet<string> AllowedGlobals { get; init; }

    /// <summary>Allow references to things outside the pickle (PyTorch's storages). Default false.</summary>
    public bool AllowPersistentReferences { get; init; }

    /// <summary>Containers within containers. Default 100; scikit-learn and PyTorch stay below 20.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Values the pickle may note for later reference. Default 50 million.</summary>
    public int MaxMemoEntries { get; init; } = 50_000_000;

    /// <summary>
    /// Bytes the values may take in memory, with shared values counted wherever they occur; null for 64 MiB plus 16 times the pickle's
    /// length.
    /// </summary>
    public long? MaxMemory { get; init; }
}
