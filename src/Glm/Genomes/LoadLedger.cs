namespace Glm.Genomes;

/// <summary>
/// What a load did with everything it was given: the files it read, and each thing that it did not take, with the reason. Immutable by
/// convention. File names are as the caller gave them, or as their folder was given; all strings may hold text of files and are untrusted.
/// </summary>
public sealed record LoadLedger
{
    /// <summary>The ledger of data that do not come from files.</summary>
    public static LoadLedger Empty { get; } = new();

    /// <summary>Files that were read, tables and companion FASTA files included, in the order in which they were needed.</summary>
    public IReadOnlyList<string> FilesRead { get; init; } = [];

    /// <summary>Files of the folder, pattern or archive that were not used.</summary>
    public IReadOnlyList<PassedOverFile> PassedOver { get; init; } = [];

    /// <summary>Coding sequences that became no gene, by reason, the most frequent reason first.</summary>
    public IReadOnlyList<LeftOutGenes> LeftOut { get; init; } = [];

    /// <summary>Rows of tables that name nothing that was loaded, table by table.</summary>
    public IReadOnlyList<UnmatchedRows> Unmatched { get; init; } = [];

    /// <summary>Whatever else the user should know: choices that were made, names that were made unique. One line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// What a place that holds genomes in part, such as a corpus, lacks of them: a sentence each, which analyses repeat. Empty for files.
    /// </summary>
    public IReadOnlyList<string> NotKept { get; init; } = [];

    /// <summary>Files that should have been read and could not be; empty unless the load was told to skip them.</summary>
    public IEnumerable<PassedOverFile> Unreadable => PassedOver.Where(file => file.IsUnreadable);
}
