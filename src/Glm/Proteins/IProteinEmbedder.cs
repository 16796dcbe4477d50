using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins;

/// <summary>Turns amino-acid sequences into vectors of one width.</summary>
public interface IProteinEmbedder
{
    /// <summary>Short lower-case name, for example "composition" or "esm2_t33_650M_UR50D".</summary>
    string Name { get; }

    /// <summary>Numbers per protein.</summary>
    int Width { get; }

    /// <summary>Proteins whose vectors a corpus takes at a time: what a kill may cost.</summary>
    int BlockSize => 8192;

    /// <summary>Embeds proteins; row i of the result belongs to protein i.</summary>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue.</exception>
    ProteinVectors Embed(
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    );
}
