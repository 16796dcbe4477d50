using System.Security.Cryptography;
using System.Text;

namespace Glm.Interactive.Provenance;

/// <summary>How the results of one command came to be: enough to run it again and to tell whether the same came out.</summary>
public sealed record CommandRecord
{
    /// <summary>The version of the form in which records are written.</summary>
    public const int CurrentVersion = 1;

    private const int IdLength = 16;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>
    /// Follows from the line, the content of its inputs and the ids of what it used: equal where the same was asked of the same data.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The line as it was run, with the values of its variables.</summary>
    public required string Line { get; init; }

    /// <summary>The files that it read.</summary>
    public IReadOnlyList<FileIdentity> Inputs { get; init; } = [];

    /// <summary>The values that it used.</summary>
    public IReadOnlyList<UsedValue> Uses { get; init; } = [];

    /// <summary>The values that it made or changed.</summary>
    public IReadOnlyList<MadeValue> Makes { get; init; } = [];

    /// <summary>The files that it wrote.</summary>
    public IReadOnlyList<FileIdentity> Outputs { get; init; } = [];

    /// <summary>Its seeds by option, also those that the line leaves to their defaults.</summary>
    public IReadOnlyDictionary<string, string> Seeds { get; init; } = new Dictionary<string, string>();

    /// <summary>What it ran on.</summary>
    public required RuntimeFacts Runtime { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>SHA-256 of what it showed in the end; empty where it showed nothing.</summary>
    public string Shown { get; init; } = "";

    internal static string IdOf(string line, IReadOnlyList<FileIdentity> inputs, IReadOnlyList<UsedValue> uses)
    {
        var text = new StringBuilder(line);
        foreach (var input in inputs)
            text.Append('\n').Append(input.Sha256);
        foreach (var use in uses)
            text.Append('\n').Append(use.Option).Append(' ').Append(use.MadeBy ?? use.Hash);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..IdLength];
    }
}
