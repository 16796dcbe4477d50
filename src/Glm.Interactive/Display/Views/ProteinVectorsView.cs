using System.Globalization;
using Glm.Interactive.Hosting;
using Glm.Proteins;

namespace Glm.Interactive.Display.Views;

/// <summary>How many protein vectors there are and what made them.</summary>
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
