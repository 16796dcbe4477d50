namespace Glm.Formats.Detection;

/// <summary>A line at the beginning of a file, as formats are asked about it. Valid until the next line is read.</summary>
internal readonly ref struct HeadLine
{
    /// <summary>The line without its end.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Whether it is a comment: it begins with ';', or with '#' and has no tab.</summary>
    public required bool IsComment { get; init; }

    /// <summary>
    /// The line as a string, at most its first <see cref="FileHead.LongestText"/> bytes, if it is the first that is neither a comment nor
    /// blank; otherwise null. Tables and FASTA files are told by this line alone: what begins in any other way is neither further down.
    /// </summary>
    public required string? Text { get; init; }

    /// <summary>Whether it is so long, and without a tab, that no file beginning with it is a table.</summary>
    public required bool IsEndless { get; init; }
}
