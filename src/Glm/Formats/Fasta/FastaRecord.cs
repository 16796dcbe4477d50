using System.Text;
using Glm.Formats.Text;

namespace Glm.Formats.Fasta;

/// <summary>A record of a FASTA file of genes or contigs.</summary>
/// <param name="Id">The header up to the first space or tab.</param>
/// <param name="Description">The rest of the header.</param>
/// <param name="Letters">Residues in upper case without the stop at the end, or bases in the case of the file.</param>
/// <param name="Line">The line of its header.</param>
internal readonly record struct FastaRecord(string Id, string Description, byte[] Letters, long Line)
{
    /// <summary>The records of a file, in its order.</summary>
    /// <exception cref="Runtime.GlmException">The file is missing, or a record is damaged.</exception>
    public static IEnumerable<FastaRecord> Enumerate(string path, FastaLetters letters, CancellationToken cancellation)
    {
        using var stream = TextFile.Open(path);
        using var lines = new LineReader(stream, path);
        using var parser = new FastaParser(lines, letters);
        while (parser.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new FastaRecord(parser.Id, parser.Description, parser.Letters.ToArray(), parser.Line);
        }
    }

    /// <summary>The sequence as a string.</summary>
    public string ToProtein() => Encoding.ASCII.GetString(Letters);
}
