using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>What goes into a bundle.</summary>
public sealed record BundleOptions
{
    /// <summary>Whether weights go in that this session did not make: they are somebody else's, whose licence decides.</summary>
    public bool WithWeights { get; init; }

    /// <summary>The largest input that goes in whole, in bytes; of larger ones size and checksum do.</summary>
    public long LargestInput { get; init; } = 50_000_000;

    /// <summary>
    /// Where inputs may be had that do not go in, by their path as seen from the notebook, or by their name. Of others accession numbers
    /// and the names of published weights tell.
    /// </summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>();

    /// <summary>Under what the bundle may be used: a sentence, or the address of a licence. Null where nothing was decided.</summary>
    public string? License { get; init; }

    /// <summary>Who made it; empty where nobody is named.</summary>
    public IReadOnlyList<BundleAuthor> Authors { get; init; } = [];

    /// <summary>Reads <see cref="Addresses"/> from a line.</summary>
    /// <param name="option">What the value is called, for messages.</param>
    /// <param name="value">Pairs "name=address" separated by commas, or a table of two columns, separated by tabs; null for none.</param>
    /// <exception cref="GlmException">It is neither, or an address is none that a browser opens.</exception>
    public static IReadOnlyDictionary<string, string> ParseAddresses(string option, string? value) => InputAddresses.Parse(option, value);
}
