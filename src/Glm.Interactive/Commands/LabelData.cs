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
        if (OfVariable(context, option.Name, name) is { } labels)
            return labels;
        if (context.Host.TryGetVariable(name, out var value) && value is GeneFamilies families)
        {
            if (families.Order.GeneCount != scaffolds.GeneCount)
                throw new GlmException(
                    $"{option.Name}: the families {LineText.Quoted(name)} are of {families.Order.GeneCount} genes, and the "
                        + $"scaffolds have {scaffolds.GeneCount}. Name the scaffolds that were clustered with --scaffolds."
                );
            context.NoteUse(option.Name, name, families);
            return new GeneLabels(
                name,
                [.. Enumerable.Range(0, scaffolds.GeneCount).Select(gene => new[] { families.LabelOf(families.FamilyOf(gene)) })]
            );
        }
        if (GeneFieldLabels.Fields.Contains(name, StringComparer.Ordinal))
            return GeneFieldLabels.Of(scaffolds, name);
        throw new GlmException(
            value is null
                ? $"{option.Name} is {LineText.Quoted(name)}, which is neither a variable with labels or "
                    + $"families of genes nor a field that genes carry. Use {Fields}."
                : $"{option.Name} names the variable {LineText.Quoted(name)}, and it holds neither labels of "
                    + $"genes nor families. Name one that does, or a field that genes carry: {Fields}."
        );
    }

    /// <summary>A variable with labels, which goes before a field of the same name that genes carry.</summary>
    /// <param name="context">The line.</param>
    /// <param name="command">Name of the command, for messages.</param>
    /// <param name="option">Name of the option.</param>
    /// <param name="name">What it says.</param>
    /// <param name="scaffolds">Whose genes.</param>
    /// <exception cref="GlmException">There is neither, or the variable holds something else.</exception>
    public static GeneLabels Named(CommandContext context, string command, string option, string name, ScaffoldSet scaffolds)
    {
        if (OfVariable(context, option, name) is { } labels)
            return labels;
        if (GeneFieldLabels.Fields.Contains(name, StringComparer.Ordinal))
            return GeneFieldLabels.Of(scaffolds, name);
        var where = $"{CommandCatalogue.Magic} {command}: {option}";
        throw new GlmException(
            context.Host.TryGetVariable(name, out var value) && value is not null
                ? $"{where} names the variable {LineText.Quoted(name)}, and it holds no labels of genes (GeneLabels). Name one that does, "
                    + $"or a field that genes carry: {Fields}."
                : $"{where} is {LineText.Quoted(name)}, which is neither a variable with labels of genes (GeneLabels) nor a field that "
                    + $"genes carry. Use {Fields}."
        );
    }

    /// <summary>The labels in a variable, which the command then uses; null where it holds something else, or there is none.</summary>
    private static GeneLabels? OfVariable(CommandContext context, string option, string name)
    {
        if (!context.Host.TryGetVariable(name, out var value) || (value as GeneLabels ?? (value as LabelTable)?.Labels) is not { } labels)
            return null;
        context.NoteUse(option, name, value!);
        return labels;
    }

    private static string Fields => string.Join(", ", GeneFieldLabels.Fields);
}
