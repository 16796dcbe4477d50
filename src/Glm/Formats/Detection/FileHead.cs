using System.Text;
using Glm.Formats.Text;

namespace Glm.Formats.Detection;

/// <summary>The first lines of a file, read once for all formats. Not thread-safe.</summary>
/// <param name="lines">From the beginning of the file.</param>
internal sealed class FileHead(LineReader lines)
{
    /// <summary>The longest beginning of a line that becomes a string, in bytes.</summary>
    public const int LongestText = 1 << 20;

    private const int MostLines = 50;

    private int _read;
    private bool _hadText;
    private bool? _goesOnWithBases;

    /// <summary>The file's name without its folder.</summary>
    public string FileName { get; } = Path.GetFileName(lines.Source);

    /// <summary>Whether all lines so far are blank.</summary>
    public bool IsBlank { get; private set; } = true;

    /// <summary>
    /// Whether the lines behind the present one, taken as sequences of a FASTA file, are bases and not residues. Reads on: the present
    /// line is no longer valid.
    /// </summary>
    public bool GoesOnWithBases => _goesOnWithBases ??= ReadLetters();

    /// <summary>Reads the next line; false after the last that is looked at.</summary>
    public bool TryRead(out HeadLine line)
    {
        if (_read++ == MostLines || !lines.TryRead(out var bytes))
        {
            line = default;
            return false;
        }
        var isBlankLine = bytes.IndexOfAnyExcept(" \t"u8) < 0;
        IsBlank &= isBlankLine;
        // Comments of GFF and FASTA files, the heads of GenBank releases and the title of a protein table come before the line that
        // identifies the format.
        var isComment = bytes is [(byte)'#', ..] && bytes.IndexOf((byte)'\t') < 0 || bytes is [(byte)';', ..];
        var isFirstText = !_hadText && !isComment && !isBlankLine;
        _hadText |= isFirstText;
        var isEndless =
            isFirstText && bytes.Length > LongestText && bytes[0] != (byte)'>' && bytes.IndexOf((byte)'\t') is < 0 or > LongestText;
        line = new HeadLine
        {
            Bytes = bytes,
            IsComment = isComment,
            IsEndless = isEndless,
            Text = isFirstText && !isEndless ? Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestText)]) : null,
        };
        return true;
    }

    private bool ReadLetters()
    {
        long letters = 0,
            bases = 0;
        for (var i = 0; i < MostLines && lines.TryRead(out var line); i++)
            if (line is not [(byte)'>', ..])
                foreach (var letter in line)
                {
                    letters++;
                    if ("ACGTUNacgtun-"u8.Contains(letter))
                        bases++;
                }
        // Proteins reach this share of these letters only if they are a handful of glycines and alanines.
        return letters > 20 && bases > letters * 0.95;
    }
}
