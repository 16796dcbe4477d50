using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Text;

namespace Glm.Formats.Fasta;

/// <summary>
/// A record of a FASTA file without the rules of an alphabet: the proteins of an annotation may contain stops, which cost a gene and not
/// the file, and contigs are bases.
/// </summary>
/// <param name="Id">The header up to the first space or tab.</param>
/// <param name="Description">The rest of the header.</param>
/// <param name="Letters">The sequence in the case of the file.</param>
internal readonly record struct FastaRecord(string Id, string Description, byte[] Letters)
{
    /// <summary>The records of a file, in its order.</summary>
    /// <exception cref="Runtime.GlmException">The file is missing, or its lines cannot be read.</exception>
    public static IEnumerable<FastaRecord> Enumerate(string path, CancellationToken cancellation)
    {
        var letters = new SequenceLines();
        string? header = null;
        using var stream = TextFile.Open(path);
        using var lines = new LineReader(stream, path);
        while (true)
        {
            var any = lines.TryRead(out var line);
            if (any && line is not [(byte)'>', ..])
            {
                if (header is not null)
                    letters.Add(line, lines);
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            var finished = header;
            header = any ? Encoding.UTF8.GetString(line[1..]) : null;
            if (finished is not null)
            {
                var space = finished.AsSpan().IndexOfAny(" \t");
                yield return space < 0
                    ? new FastaRecord(finished, "", letters.Finish())
                    : new FastaRecord(finished[..space], finished[(space + 1)..].Trim(), letters.Finish());
            }
            if (!any)
                yield break;
        }
    }

    /// <summary>The sequence as a protein: in upper case, without the stops at its end.</summary>
    public string ToProtein()
    {
        var length = Letters.Length;
        while (length > 0 && Letters[length - 1] == '*')
            length--;
        var sequence = Encoding.ASCII.GetString(Letters, 0, length);
        return Letters.AsSpan().ContainsAnyInRange((byte)'a', (byte)'z') ? sequence.ToUpperInvariant() : sequence;
    }
}
