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
