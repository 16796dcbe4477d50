using Glm.Formats.Detection;

namespace Glm.Formats;

/// <summary>
/// One file format: how its files are recognised and counted. Every format has a folder with its descriptor, and a line in
/// <see cref="FileFormats.All"/>; nothing else knows the formats one by one.
/// </summary>
internal abstract class FileFormat
{
    /// <summary>What messages call such a file, for example "GenBank" or "contig map".</summary>
    public abstract string Name { get; }

    /// <summary>What such a file contributes to a data set.</summary>
    public abstract FileRole Role { get; }

    /// <summary>
    /// File name endings, with their dots. They never decide what a file is, only which part of its name names the genome; tables, which
    /// name none, have no endings.
    /// </summary>
    public virtual IReadOnlyList<string> Endings => [];

    /// <summary>Whether a line at the beginning of a file shows that the file is in this format.</summary>
    /// <param name="line">Asked line by line until a format recognises one; formats are asked in the order of their list.</param>
    /// <param name="head">What the lines belong to.</param>
    public abstract bool Recognises(HeadLine line, FileHead head);

    /// <summary>Reads a stream to its end and counts what is in it. The stream stays open.</summary>
    /// <exception cref="Runtime.GlmException">The file is damaged.</exception>
    public abstract FileSummary Count(Stream stream, string source, CancellationToken cancellation);
}
