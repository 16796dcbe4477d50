using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Corpora;
using Glm.Genomes;

namespace Glm.Kernel.Cli;

/// <summary>What a load made, and what it left out, as one JSON object in one line.</summary>
internal static class LoadJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A set of scaffolds.</summary>
    /// <param name="set">What was loaded.</param>
    /// <param name="withGenes">Whether every gene is listed.</param>
    public static string Of(ScaffoldSet set, bool withGenes)
    {
        var json = Counts(set.Genomes.Count, set.Scaffolds.Count, set.GeneCount, set.Windows.Count);
        var notes = set
            .Dropped.GroupBy(dropped => dropped.Reason, StringComparer.Ordinal)
            .Select(group =>
            {
                var (count, genes) = (group.Count(), group.Sum(dropped => dropped.Genes));
                var names = string.Join(", ", group.Take(5).Select(dropped => dropped.ScaffoldId)) + (count > 5 ? ", …" : "");
                return $"In no window: {count} scaffolds or ends of scaffolds with {genes} genes: {group.Key} ({names}).";
            });
        Add(json, set.Ledger, notes);
        if (withGenes)
            json["items"] = new JsonArray([
                .. set.Scaffolds.SelectMany(scaffold => scaffold.Genes.Select(gene => Item(set, scaffold, gene))),
            ]);
        return json.ToJsonString(Readable);
    }

    /// <summary>A corpus, and what was added to it.</summary>
    /// <param name="corpus">An open one.</param>
    /// <param name="addition">Null if nothing was.</param>
    public static string Of(Corpus corpus, CorpusAddition? addition)
    {
        var json = Counts(corpus.CountGenomes(), corpus.ScaffoldCount, corpus.GeneCount, corpus.WindowCount);
        var notes = (addition?.Dropped ?? new Dictionary<string, int>()).Select(reason =>
            $"In no window: {reason.Value} scaffolds or ends of scaffolds: {reason.Key}."
        );
        Add(json, addition?.Ledger ?? LoadLedger.Empty, notes);
        return json.ToJsonString(Readable);
    }

    private static JsonObject Counts(long genomes, long scaffolds, long genes, long windows) =>
        new()
        {
            ["genomes"] = genomes,
            ["scaffolds"] = scaffolds,
            ["genes"] = genes,
            ["windows"] = windows,
        };

    private static void Add(JsonObject json, LoadLedger ledger, IEnumerable<string> otherNotes)
    {
        json["passed_over"] = Array(ledger.PassedOver, file => new JsonObject { ["file"] = file.File, ["reason"] = file.Reason });
        json["left_out"] = Array(ledger.LeftOut, group => new JsonObject
        {
            ["reason"] = group.Reason,
            ["count"] = group.Count,
            ["examples"] = Texts(group.Examples),
        });
        json["unmatched"] = Array(ledger.Unmatched, table => new JsonObject
        {
            ["table"] = table.Table,
            ["count"] = table.Count,
            ["examples"] = Texts(table.Examples),
        });
        json["notes"] = Texts(ledger.Notes.Concat(otherNotes));
    }

    private static JsonObject Item(ScaffoldSet set, Scaffold scaffold, Gene gene) =>
        new()
        {
            ["genome"] = scaffold.GenomeId,
            ["scaffold"] = scaffold.Id,
            ["gene"] = gene.Id,
            ["start"] = gene.Start,
            ["end"] = gene.End,
            ["strand"] = gene.Strand == Strand.Forward ? "+" : "-",
            ["residues"] = set.Proteins[gene.ProteinId].Sequence.Length,
        };

    private static JsonArray Texts(IEnumerable<string> texts) => Array(texts, text => JsonValue.Create(text));

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> node) => new([.. items.Select(node)]);
}
