namespace Glm.Interactive.Bundles;

/// <summary>What goes into a bundle.</summary>
public sealed record BundleOptions
{
    /// <summary>Whether weights go in that this session did not make: they are somebody else's, whose licence decides.</summary>
    public bool WithWeights { get; init; }

    /// <summary>The largest input that goes in whole, in bytes; of larger ones size and checksum do.</summary>
    public long LargestInput { get; init; } = 50_000_000;

    /// <summary>Under what the bundle may be used: a sentence, or the address of a licence. Null where nothing was decided.</summary>
    public string? License { get; init; }
}
