using System.Globalization;
using Glm.Interactive.Provenance;

namespace Glm.Kernel.Verification;

/// <summary>What running something again found.</summary>
/// <param name="Name">Of the notebook or file.</param>
/// <param name="Findings">In the order in which they were found.</param>
/// <param name="Tolerance">The largest relative difference that counts as equal.</param>
/// <param name="Other">How the machine or the program differs from the one that is on record; empty where it does not.</param>
internal sealed record VerificationReport(string Name, IReadOnlyList<Finding> Findings, double Tolerance, string Other)
{
    private const int MostNamed = 5;

    /// <summary>The worst of all.</summary>
    public Verdict Verdict => Findings.Count == 0 ? Verdict.NotComparable : Findings.Max(finding => finding.Verdict);

    /// <summary>Whether the same came out.</summary>
    public bool IsVerified => Verdict is Verdict.Identical or Verdict.EqualWithinTolerance;

    /// <summary>The verdict in one line, with the first result or input that stands against it.</summary>
    public string Line
    {
        get
        {
            var first = Findings.FirstOrDefault(finding => finding.Verdict == Verdict);
            return Verdict switch
            {
                Verdict.Identical => $"identical: {Findings.Count} results of {Name}, bit by bit",
                Verdict.EqualWithinTolerance =>
                    $"equal within tolerance ({Shown(Tolerance)}): {Figures()}; the largest relative difference is "
                        + $"{Shown(Findings.Max(finding => finding.Difference))}{(Other.Length > 0 ? $"; {Other}" : "")}",
                Verdict.NotComparable => first is null
                    ? $"not comparable: {Name} holds no results; run it first"
                    : $"not comparable: {first.Name}{Colon(first.Detail)}",
                _ => $"different: {first!.Name}{Colon(first.Detail)}{(Other.Length > 0 ? $" ({Other})" : "")}",
            };
        }
    }

    private string Figures()
    {
        var near = Findings.Where(finding => finding.Verdict == Verdict.EqualWithinTolerance).ToArray();
        var names = string.Join(", ", near.Take(MostNamed).Select(finding => $"{finding.Name} ({Shown(finding.Difference)})"));
        return near.Length > MostNamed ? $"{names} and {near.Length - MostNamed} more" : names;
    }

    private static string Colon(string detail) => detail.Length > 0 ? $": {detail}" : "";

    private static string Shown(double number) => number.ToString("0.#e0", CultureInfo.InvariantCulture);
}
