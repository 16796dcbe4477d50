using Glm.Analysis.Embeddings;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary>What commands that compare points of embeddings have in common.</summary>
internal static class MapData
{
    private const string IdColumn = "id";

    /// <summary>A column as well, whose meaning depends on the level.</summary>
    private const string PlainFamily = "family";

    /// <summary>The contextual embeddings to read.</summary>
    public static readonly Option<ContextEmbeddings> Context = CommandOption.Variable<ContextEmbeddings>(
        "--context",
        "Embeddings to read."
    );

    /// <summary>Names of points to offer while a line is typed.</summary>
    public static IEnumerable<string> PointNames(ICommandSession session) =>
        session.Current<ContextEmbeddings>() is { } context
            ? context.Windows.SelectMany(window => window.Genes).Select(gene => gene.Label).Distinct().Take(200)
            : [];

    /// <summary>The colours that an option names: a column, or else a variable with labels of genes or with numbers.</summary>
    /// <exception cref="GlmException">The variable holds something else, or there are no scaffolds for labels.</exception>
    public static MapColors Colors(CommandContext context, string name)
    {
        if (
            EmbeddingMapper.ColorColumns(EmbeddingLevel.Gene).Append(PlainFamily).Contains(name, StringComparer.OrdinalIgnoreCase)
            || !context.Host.TryGetVariable(name, out var value)
        )
            return MapColors.Column(name);
        var colors = value switch
        {
            GeneLabels labels => MapColors.Labels(labels, context.Newest<ScaffoldSet>()),
            LabelTable table => MapColors.Labels(table.Labels, context.Newest<ScaffoldSet>()),
            IEnumerable<double> numbers => Numbers(numbers),
            IEnumerable<float> numbers => Numbers(numbers.Select(number => (double)number)),
            IEnumerable<int> numbers => Numbers(numbers.Select(number => (double)number)),
            IEnumerable<long> numbers => Numbers(numbers.Select(number => (double)number)),
            _ => throw new GlmException(
                $"--color names the variable '{name}', and it holds neither labels of genes (GeneLabels) nor numbers (double[]). Name "
                    + $"one that does, or one of {string.Join(", ", EmbeddingMapper.ColorColumns(EmbeddingLevel.Gene))}."
            ),
        };
        context.NoteUse("--color", name, value);
        return colors;

        MapColors Numbers(IEnumerable<double> numbers) => MapColors.Numbers(name, [.. numbers], context.NewestOrNull<ScaffoldSet>());
    }

    /// <summary>The ids that an option names: the first column of a file, or a variable with strings.</summary>
    /// <exception cref="GlmException">There is neither, or the variable holds something else.</exception>
    public static IReadOnlyList<string>? Selection(CommandContext context, Option<string?> option)
    {
        if (context.Get(option) is not { } path)
            return null;
        var name = context.Arguments.Written(option)!;
        if (File.Exists(path))
            return
            [
                .. File.ReadLines(path)
                    .Select(line => line.Split('\t')[0].Trim())
                    .Where((id, line) => id.Length > 0 && !(line == 0 && id == IdColumn)),
            ];
        if (!context.Host.TryGetVariable(name, out var value))
            throw new GlmException(
                $"{option.Name} names '{name}', and there is neither a file nor a C# variable of that name. Name a table whose first "
                    + $"column has ids, as the button below a map saves it, or a string[]."
            );
        if (value is not IEnumerable<string> ids)
            throw new GlmException($"{option.Name} names the variable '{name}', and it holds no list of ids. Name a string[].");
        context.NoteUse(option.Name, name, value);
        return [.. ids];
    }
}
