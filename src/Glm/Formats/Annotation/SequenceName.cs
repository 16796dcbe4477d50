using System.Text.RegularExpressions;

namespace Glm.Formats.Annotation;

/// <summary>
/// The parts of a sequence's name: NCBI puts databases in front (<c>lcl|contig1</c>, <c>gnl|X|contig1</c>,
/// <c>gi|16127995|ref|NP_414542.1|</c>) and a version behind (<c>NZ_CT2.1</c>), and other programs take them away.
/// </summary>
internal static partial class SequenceName
{
    private static readonly string[] Databases =
    [
        "bbm",
        "bbs",
        "dbj",
        "emb",
        "gb",
        "gi",
        "gim",
        "gnl",
        "lcl",
        "pdb",
        "pir",
        "prf",
        "ref",
        "sp",
        "tpd",
        "tpe",
        "tpg",
        "tr",
    ];

    /// <summary>What a name may mean: all that stands between bars but the names of databases; without bars, the name itself.</summary>
    public static IReadOnlyList<string> PartsOf(string name)
    {
        if (!name.Contains('|'))
            return [name];
        var parts = name.Split('|', StringSplitOptions.RemoveEmptyEntries).Except(Databases, StringComparer.OrdinalIgnoreCase).ToList();
        return parts.Count > 0 ? parts : [name];
    }

    /// <summary>A name without the version behind it.</summary>
    public static string Unversioned(string name) => Version().Match(name) is { Success: true } version ? name[..version.Index] : name;

    /// <summary>A name without database and version.</summary>
    public static string Bare(string name) => Unversioned(PartsOf(name)[^1]);

    [GeneratedRegex(@"(?<=[A-Za-z0-9])\.\d{1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
