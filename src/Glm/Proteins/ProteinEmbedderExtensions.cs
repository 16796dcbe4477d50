using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins;

/// <summary>Embedding what belongs together.</summary>
public static class ProteinEmbedderExtensions
{
    /// <summary>Embeds every protein of a scaffold set once, in the order in which genes first name them.</summary>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue.</exception>
    public static ProteinVectors Embed(
        this IProteinEmbedder embedder,
        ScaffoldSet scaffolds,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => embedder.Embed(scaffolds.ProteinsInOrder(), progress, cancellation);

    /// <summary>Every protein of a scaffold set once, in the order in which genes first name them.</summary>
    public static IReadOnlyList<Protein> ProteinsInOrder(this ScaffoldSet scaffolds) =>
        [
            .. scaffolds
                .Scaffolds.SelectMany(scaffold => scaffold.Genes)
                .Select(gene => gene.ProteinId)
                .Distinct(StringComparer.Ordinal)
                .Select(id => scaffolds.Proteins[id]),
        ];
}
