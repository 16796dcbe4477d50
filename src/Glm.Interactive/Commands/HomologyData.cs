using Glm.Analysis.Homologs;
using Glm.Corpora;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary>What commands that search for homologs have in common.</summary>
public static class HomologyData
{
    /// <summary>Which search to use.</summary>
    public static readonly Option<string> Search = CommandOption
        .Choice(
            "--search",
            "What finds homologs; auto is DIAMOND where it is installed, and otherwise the built-in search; mmseqs is MMseqs2.",
            ["auto", "diamond", "mmseqs", "built-in"]
        )
        .WithDefault("auto");

    /// <summary>The search that <see cref="Search"/> names.</summary>
    /// <exception cref="GlmException">DIAMOND or MMseqs2 is asked for and not installed.</exception>
    public static IHomologyEngine Engine(string search) =>
        search switch
        {
            "diamond" => HomologyEngines.Diamond,
            "mmseqs" => HomologyEngines.Mmseqs,
            "built-in" => HomologyEngines.BuiltIn,
            _ => HomologyEngines.Auto,
        };

    /// <summary>The genes that an option names: a path, or a variable with scaffolds or a corpus.</summary>
    /// <param name="context">The line.</param>
    /// <param name="from">A file option.</param>
    /// <param name="progress">Files read.</param>
    /// <returns>Null where the option is not given.</returns>
    /// <exception cref="GlmException">There is no such file, and no variable that holds genes.</exception>
    internal static GeneCatalogue? Catalogue(CommandContext context, Option<string?> from, IProgress<ProgressReport>? progress)
    {
        if (context.Get(from) is not { } path)
            return null;
        var name = context.Arguments.Written(from)!;
        if (!Path.Exists(path) && context.Host.TryGetVariable(name, out var value))
        {
            var catalogue = value switch
            {
                ScaffoldSet set => GeneCatalogue.Of(set),
                Corpus corpus => GeneCatalogue.Open(corpus.Folder, progress, context.Cancellation),
                _ => throw new GlmException(
                    $"{from.Name} names the variable '{name}', and it holds no genes. Name scaffolds, a corpus, or a file or folder."
                ),
            };
            context.NoteUse(from.Name, name, value);
            return catalogue;
        }
        return GeneCatalogue.Open(path, progress, context.Cancellation);
    }

    /// <summary>Names of genes to offer while a line is typed.</summary>
    internal static IEnumerable<string> GeneNames(ICommandSession session) =>
        session.Current<ScaffoldSet>() is { } set
            ? set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.Label).Distinct().Take(200)
            : [];
}
