using Glm.Analysis.Families;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary>Labels of genes that an option names.</summary>
internal static class LabelData
{
    /// <summary>
    /// A variable with labels or with families, or else a field that genes carry; null where the option is not given.
    /// </summary>
    /// <param name="context">The line.</param>
    /// <param name="option">A text.</param>
    /// <param name="scaffolds">Whose genes.</param>
    /// <exception cref="GlmException">There is neither, or the variable holds something else.</exception>
    public static GeneLabels? Read(CommandContext context, Option<string?> option, ScaffoldSet scaffolds)
    {
        if (context.Get(option) is not { } name)
            return null;
        if (context.Host.TryGetVariable(name, out var value))
        {
            if ((value as GeneLabels ?? (value as LabelTable)?.Labels) is { } labels)
                return Used(labels);
            if (value is GeneFamilies families)
            {
                if (families.Order.GeneCount != scaffolds.GeneCount)
                    throw new GlmException(
                        $"{option.Name}: the families {LineText.Quoted(name)} are of {families.Order.GeneCount} genes, and the "
                            + $"scaffolds have {scaffolds.GeneCount}. Name the scaffolds that were clustered with --scaffolds."
                    );
                return Used(
                    new GeneLabels(
                        name,
                        [.. Enumerable.Range(0, scaffolds.GeneCount).Select(gene => new[] { families.LabelOf(families.FamilyOf(gene)) })]
                    )
                );
            }
        }
        if (GeneFieldLabels.Fields.Contains(name, StringComparer.Ordinal))
            return GeneFieldLabels.Of(scaffolds, name);
        var fields = string.Join(", ", GeneFieldLabels.Fields);
        throw new GlmException(
            value is null
                ? $"{option.Name} is {LineText.Quoted(name)}, which is neither a variable with labels or "
                    + $"families of genes nor a field that genes carry. Use {fields}."
                : $"{option.Name} names the variable {LineText.Quoted(name)}, and it holds neither labels of "
                    + $"genes nor families. Name one that does, or a field that genes carry: {fields}."
        );

        GeneLabels Used(GeneLabels labels)
        {
            context.NoteUse(option.Name, name, value!);
            return labels;
        }
    }
}
