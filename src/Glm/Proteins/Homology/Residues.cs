using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>What every search asks of a sequence.</summary>
internal static class Residues
{
    /// <exception cref="GlmException">The sequence is empty or holds a character that is not an upper-case letter.</exception>
    public static void Check(Protein protein)
    {
        if (protein.Sequence.Length == 0)
            throw new GlmException($"Protein '{protein.Id}' has no residues, so there is nothing to search with. Remove it.");
        var position = protein.Sequence.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        if (position >= 0)
            throw new GlmException(
                $"Protein '{protein.Id}' has '{protein.Sequence[position]}' at position {position + 1}; residues are the letters "
                    + $"A to Z, upper-case. Correct the sequence."
            );
    }
}
