using System.Text.Json.Nodes;

namespace Glm.Formats;

/// <summary>What a file holds: its format, and counts by name in a fixed order. Immutable by convention.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Format">"genbank", "embl", "gff3", "gtf", "fasta", "fasta, Prodigal headers", "fasta, GeneMark headers", "ptt", "contig
/// map", "taxonomy table" or "operon
/// table"; null with an error.</param>
/// <param name="Counts"><c>records</c>, <c>cds</c>, <c>cds_translated</c> (those with a translation in the file),
/// <c>protein_length_sum</c>, <c>plus</c>, <c>minus</c> (of those with a translation), <c>residue_sum</c> (without stops), <c>contigs</c>,
/// and others of the format; <c>partial:10</c> is a count of its own inside <c>partial</c>.</param>
/// <param name="Error">Why it could not be read, one line; null if it could.</param>
/// <param name="ErrorLine">The line on which reading ended; null if no line is at fault.</param>
public sealed record FileSummary(
    string File,
    string? Format,
    IReadOnlyDictionary<string, long> Counts,
    string? Error = null,
    long? ErrorLine = null
)
{
    /// <summary>
    /// One JSON object: <c>file</c>, <c>format</c> and the counts, or <c>file</c> and <c>error</c> with <c>line</c> and <c>reason</c>.
    /// </summary>
    public string ToJson()
    {
        var json = new JsonObject { ["file"] = File };
        if (Error is not null)
            json["error"] = new JsonObject { ["line"] = ErrorLine, ["reason"] = Error };
        else
            json["format"] = Format;
        foreach (var (name, count) in Counts)
            if (name.Split(':') is [var group, var part])
                ((JsonObject)(json[group] ??= new JsonObject()))[part] = count;
            else
                json[name] = count;
        return json.ToJsonString();
    }
}
