using System.Text.RegularExpressions;
using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>
/// Where inputs may be had that do not go into a bundle: as the user says, or else by accession numbers and the names of published
/// weights. Whether a download is the same file, its checksum tells.
/// </summary>
internal static partial class InputAddresses
{
    private const string Rule = "Give NAME=ADDRESS, separated by commas, or a table of two columns";

    /// <summary>Addresses by the name or path of each file.</summary>
    /// <param name="option">What the option is called, for messages.</param>
    /// <param name="value">Pairs "name=address" separated by commas, or a table of two columns, separated by tabs; null for none.</param>
    /// <exception cref="GlmException">It is neither, or an address is none that a browser opens.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string option, string? value)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value is null)
            return addresses;
        var isTable = !value.Contains('=', StringComparison.Ordinal);
        if (isTable && !File.Exists(value))
            throw new GlmException(
                $"{option} is {LineText.Quoted(value)}, which is neither an address nor a table that is there. {Rule}."
            );
        var pairs = isTable
            ? File.ReadAllLines(value)
                .Where(line => !string.IsNullOrWhiteSpace(line) && !line.StartsWith('#'))
                .Select(line => line.TrimEnd('\t', ' ').Split('\t'))
            : value.Split(',').Select(Pair);
        foreach (var pair in pairs)
        {
            if (pair is not [{ Length: > 0 } name, { Length: > 0 } address] || name.Trim() is not { Length: > 0 } file)
                throw new GlmException($"{option} has {LineText.Quoted(string.Join(' ', pair))}. {Rule}.");
            if (Checked(address.Trim()) is not { } url)
                throw new GlmException(
                    $"{option}: {LineText.Quoted(address)} for {LineText.Quoted(file)} is no address. It must begin with https://, "
                        + "http:// or ftp://."
                );
            if (!addresses.TryAdd(file, url))
                throw new GlmException($"{option} names {LineText.Quoted(file)} twice. Give each file one address.");
        }
        return addresses;

        static string[] Pair(string text) =>
            text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? [text[..at].Trim(), text[(at + 1)..]] : [text];
    }

    /// <summary>An address that a browser opens, with its odd signs escaped; null for any other text.</summary>
    public static string? Checked(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "ftp" ? uri.AbsoluteUri : null;

    /// <summary>The address of a file: as said, else by its name; null where neither tells.</summary>
    /// <param name="path">As records call it.</param>
    /// <param name="said">By name or path.</param>
    public static string? Of(string path, IReadOnlyDictionary<string, string> said)
    {
        var name = Path.GetFileName(path);
        return said.GetValueOrDefault(path) ?? said.GetValueOrDefault(name) ?? ByName(name);
    }

    /// <summary>Refuses addresses of files that were not read: a slip in a name would go unseen.</summary>
    /// <exception cref="GlmException">There is one.</exception>
    public static void RequireRead(IReadOnlyDictionary<string, string> said, IEnumerable<string> inputs)
    {
        var known = inputs.SelectMany(path => new[] { path, Path.GetFileName(path) }).ToHashSet(StringComparer.Ordinal);
        if (said.Keys.FirstOrDefault(name => !known.Contains(name)) is { } strange)
            throw new GlmException(
                $"An address is given for {LineText.Quoted(strange)}, which the notebook did not read. It read "
                    + (
                        known.Count == 0
                            ? "no file."
                            : $"{string.Join(", ", inputs.Take(5).Select(path => LineText.Quoted(path, 60)))}"
                                + (inputs.Count() > 5 ? $" and {inputs.Count() - 5} more." : ".")
                    )
            );
    }

    private static string? ByName(string name)
    {
        if (Esm().Match(name) is { Success: true } weights)
            return "https://dl.fbaipublicfiles.com/fair-esm/" + (weights.Groups[1].Success ? "regression/" : "models/") + name;
        if (Assembly().Match(name) is { Success: true } assembly)
            return $"https://www.ncbi.nlm.nih.gov/datasets/genome/{assembly.Groups[1].Value}/";
        if (Genome().Match(name) is { Success: true } genome)
            return $"https://www.ebi.ac.uk/metagenomics/genomes/{genome.Groups[1].Value}";
        return Sequence().Match(name) is { Success: true } sequence
            ? $"https://www.ncbi.nlm.nih.gov/nuccore/{sequence.Groups[1].Value}"
            : null;
    }

    [GeneratedRegex(@"^esm2_t[0-9]+_[0-9]+[MB]_UR50D(-contact-regression)?\.pt$", RegexOptions.CultureInvariant)]
    private static partial Regex Esm();

    [GeneratedRegex(@"^(GC[AF]_[0-9]{9}\.[0-9]+)(?=[_.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Assembly();

    [GeneratedRegex(@"(?:^|_)(MGYG[0-9]{9})(?=[_.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Genome();

    [GeneratedRegex(@"^((?:NC|NZ|AC|NG|NT|NW)_[A-Z]{0,6}[0-9]{6,9}\.[0-9]+)(?=[_.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Sequence();
}
