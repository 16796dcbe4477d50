using System.Globalization;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Proteins.LanguageModels.Embedding;

namespace Glm.Interactive.Display.Views;

/// <summary>What a cache of vectors holds: a line per model, layer and pooling.</summary>
public static class VectorCacheView
{
    /// <param name="overview">Of the cache.</param>
    /// <param name="deleted">Bytes that were deleted just now; null where nothing was to be.</param>
    public static MimeBundle Create(VectorCacheOverview overview, long? deleted = null)
    {
        var table = Table(overview);
        var html =
            Html.Heading("Cached vectors") + Html.Note(Summary(overview, deleted)) + (overview.Entries.Count > 0 ? table.ToHtml() : "");
        var plain = Summary(overview, deleted) + (overview.Entries.Count > 0 ? "\n" + table.ToText() : "");
        return new MimeBundle(plain, Html.View(Html.NewId(), html));
    }

    internal static string Text(VectorCacheOverview overview) => Summary(overview, deleted: null);

    private static string Summary(VectorCacheOverview overview, long? deleted) =>
        (deleted is { } bytes ? $"Deleted {Size(bytes)}. " : "")
        + (
            overview.Entries.Count == 0
                ? $"No vectors are cached in {Html.Line(overview.Folder, 300)}."
                : $"{Size(overview.Bytes)} of vectors in {Html.Line(overview.Folder, 300)}."
        );

    private static DataTable Table(VectorCacheOverview overview)
    {
        var table = new DataTable(["model", "layer", "pooling", "numbers", "precision", "vectors", "size", "last used (UTC)"]);
        foreach (var entry in overview.Entries)
            table.Add(
                entry.Key?.Model ?? entry.Name,
                Whole(entry.Key?.Layer),
                entry.Key is { } key ? OptionValue.Written(key.Pooling) : "–",
                Whole(entry.Key?.Width),
                entry.Key?.Precision ?? "–",
                entry.Vectors is { } vectors ? Whole(vectors) : "of another version",
                Size(entry.Bytes),
                entry.LastUsed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        return table;
    }

    private static string Whole(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "–";

    private static string Size(long bytes) =>
        bytes >= 1e9
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
