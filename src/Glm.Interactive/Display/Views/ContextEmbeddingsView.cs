using System.Globalization;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>The size of a set of contextual embeddings, and the layer they come from.</summary>
public static class ContextEmbeddingsView
{
    public static MimeBundle Create(ContextEmbeddings embeddings) =>
        KeyValueView.Create(
            "Contextual embeddings",
            ("genes", string.Create(CultureInfo.InvariantCulture, $"{embeddings.GeneCount:N0} in {embeddings.Windows.Count:N0} windows")),
            (
                "layer",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{embeddings.Layer}{(embeddings.Layer == 0 ? " (the embedding block)" : "")}, {embeddings.ContextualWidth} "
                        + $"numbers per gene"
                )
            ),
            (
                "beside them",
                string.Create(CultureInfo.InvariantCulture, $"the context-free vectors, {embeddings.ContextFreeWidth} numbers per gene")
            )
        );
}
