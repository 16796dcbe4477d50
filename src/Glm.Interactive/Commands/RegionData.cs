using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary>What commands that look at a stretch of a scaffold have in common.</summary>
internal static class RegionData
{
    /// <summary>Which genes of a scaffold.</summary>
    public static readonly Option<string?> Genes = CommandOption.Text(
        "--genes",
        $"First and last gene, counted from 1, such as 1..40; by default the first {SyntenyMapper.DefaultGenes}."
    );

    /// <summary>The stretch that <see cref="Genes"/> names; without it, one without a range.</summary>
    /// <param name="context">The line.</param>
    /// <param name="set">Where the scaffold is.</param>
    /// <param name="scaffold">Its id; null for the first of the set.</param>
    /// <exception cref="Runtime.GlmException">The range is none.</exception>
    public static SyntenyRegion Region(CommandContext context, ScaffoldSet set, string? scaffold)
    {
        scaffold ??= set.Scaffolds[0].Id;
        if (context.Get(Genes) is not { } range)
            return new SyntenyRegion(scaffold);
        var (first, last) = SyntenyRegion.ParseRange(range);
        return new SyntenyRegion(scaffold, first, last);
    }

    /// <summary>Ids of scaffolds to offer while a line is typed.</summary>
    public static IEnumerable<string> ScaffoldIds(ICommandSession session) =>
        session.Current<ScaffoldSet>() is { } set ? set.Scaffolds.Take(200).Select(scaffold => scaffold.Id) : [];
}
