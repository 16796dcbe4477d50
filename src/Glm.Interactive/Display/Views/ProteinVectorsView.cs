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
            ("proteins", vectors.Count.ToString("N0", CultureInfo.InvariantCulture)),
            ("numbers each", vectors.Width.ToString("N0", CultureInfo.InvariantCulture)),
            ("made by", vectors.Source),
            ("normaliser", vectors.Normalizer is null ? "fitted to these proteins when needed" : "given")
        );
}
