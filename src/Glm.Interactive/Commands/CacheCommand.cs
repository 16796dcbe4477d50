using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Proteins.LanguageModels.Embedding;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm cache</c>: vectors of language models that are kept between runs.</summary>
public sealed class CacheCommand : GlmCommand
{
    private const double BytesPerGigabyte = 1e9;

    private static readonly Option<string?> Folder = CommandOption.Folder(
        "--folder",
        "Folder of the cache, as embed --cache names it; by default that of this user."
    );

    private static readonly Option<double?> Limit = CommandOption.Number(
        "--limit",
        "Gigabytes that may stay; vectors that were used longest ago are deleted until the rest takes no more. 0 deletes all.",
        new NumericRange(0, 1e6)
    );

    private static readonly Option<string> As = CommandOption.As("cache");

    public override string Name => "cache";

    public override string Summary => "Shows which vectors of language models are kept between runs, and makes room.";

    public override Type Result => typeof(VectorCacheOverview);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Folder, Limit, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm cache", "Shows what this user's cache holds.", "var cache = VectorCacheOverview.Of(VectorCache.StandardFolder);"),
        new(
            "#!glm cache --folder vectors --limit 5",
            "Leaves 5 GB in a cache of one's own.",
            "VectorCacheOverview.Trim(\"vectors\", 5_000_000_000); var cache = VectorCacheOverview.Of(\"vectors\");"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var folder = context.Get(Folder) ?? VectorCache.StandardFolder;
        var deleted = context.Get(Limit) is { } limit ? VectorCacheOverview.Trim(folder, (long)(limit * BytesPerGigabyte)) : (long?)null;
        var overview = VectorCacheOverview.Of(folder);
        context.Publish(overview);
        context.Display(VectorCacheView.Create(overview, deleted));
        return Task.CompletedTask;
    }
}
