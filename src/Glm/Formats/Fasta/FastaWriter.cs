using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Fasta;

/// <summary>Writes protein FASTA that <see cref="FastaReader"/> reads back unchanged: LF line ends, residues on lines of 60.</summary>
public static class FastaWriter
{
    private const int ResiduesPerLine = 60;

    /// <summary>Writes proteins in the given order; an existing file is replaced at once when all is written.</summary>
    /// <exception cref="GlmException">An id with a space, a line break in a header, a protein without residues, or a folder that cannot be
    /// written.</exception>
    public static void Write(string path, IEnumerable<Protein> proteins) => TextFile.Replace(path, writer =>
        {
            foreach (var protein in proteins)
                Write(writer, protein);
        });

    private static void Write(TextWriter writer, Protein protein)
    {
        if (protein.Id.Length == 0 || protein.Id.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            throw new GlmException($"Protein id {LineText.Quoted(protein.Id)} cannot be written to FASTA: an id is one word. Rename it.");
        if (protein.Description.Any(char.IsControl))
            throw new GlmException(
                $"The description of protein {LineText.Quoted(protein.Id)} cannot be written to FASTA: it holds a line break or "
                    + $"another control character. Remove it."
            );
        if (protein.Sequence.Length == 0)
            throw new GlmException($"Protein {LineText.Quoted(protein.Id)} cannot be written to FASTA: it has no residues. Remove it.");
        writer.Write('>');
        writer.Write(protein.Id);
        if (protein.Description.Length > 0)
        {
            writer.Write(' ');
            writer.Write(protein.Description);
        }
        writer.WriteLine();
        for (var start = 0; start < protein.Sequence.Length; start += ResiduesPerLine)
            writer.WriteLine(protein.Sequence.AsSpan(start, Math.Min(ResiduesPerLine, protein.Sequence.Length - start)));
    }
}
