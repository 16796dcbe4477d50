using System.Globalization;
using Glm.Interactive.Hosting;
using Glm.Proteins;

namespace Glm.Interactive.Display.Views;

/// <summary>The number and width of protein vectors, and what made them.</summary>
public static class ProteinVectorsView
{
    public static MimeBundle Create(ProteinVectors vectors) =>
        KeyValueView.Create(
            "Protein vectors",
            [
                ("proteins", vectors.Count.ToString("N0", CultureInfo.InvariantCulture)),
                ("numbers each", vectors.Width.ToString("N0", CultureInfo.InvariantCulture)),
                ("made by", vectors.Source),
                ("normaliser", vectors.Normalizer is null ? "fitted to these proteins when needed" : "given"),
                .. Families(vectors),
                .. vectors.Remarks.Select(remark => ("note", remark)),
            ]
        );

    /// <summary>Vectors that went to a file.</summary>
    /// <param name="count">How many.</param>
    /// <param name="width">Numbers of each.</param>
    /// <param name="source">What made them.</param>
    /// <param name="remarks">What it left out or read as something else.</param>
    public static MimeBundle Create(int count, int width, string source, IReadOnlyList<string> remarks) =>
        KeyValueView.Create(
            "Protein vectors",
            [
                ("proteins", count.ToString("N0", CultureInfo.InvariantCulture)),
                ("numbers each", width.ToString("N0", CultureInfo.InvariantCulture)),
                ("made by", source),
                .. remarks.Select(remark => ("note", remark)),
            ]
        );

    private static IEnumerable<(string Name, string Value)> Families(ProteinVectors vectors)
    {
        if (vectors.Families is not { } space)
            yield break;
        yield return ("families from", $"{space.Count.ToString("N0", CultureInfo.InvariantCulture)} sequences, by {space.Search}");
        if (vectors.WithoutHomolog is { } without)
            yield return (
                "without a homolog",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{without:N0} ({without * 100.0 / Math.Max(1, vectors.Count):0} %), embedded by composition"
                )
            );
    }
}
