using System.Globalization;
using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Synteny;
using Glm.Analysis.Taxonomy;
using Glm.Corpora;
using Glm.Genomes;
using Glm.Interactive.Display.Markup;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Interactive.Hosting;

/// <summary>Says in plain words what an object of a notebook is.</summary>
public static class ValueDescription
{
    private static readonly Dictionary<Type, string> KnownWords = new()
    {
        [typeof(ScaffoldSet)] = "scaffolds",
        [typeof(ProteinVectors)] = "protein vectors",
        [typeof(Corpus)] = "a corpus",
        [typeof(GlmModel)] = "a gLM model",
        [typeof(TrainingHistory)] = "a training history",
        [typeof(ContextEmbeddings)] = "contextual embeddings",
        [typeof(AttentionResult)] = "attention",
        [typeof(EmbeddingMap)] = "an embedding map",
        [typeof(TaxonomyResult)] = "a taxonomy result",
        [typeof(SyntenyMap)] = "a map of gene regions",
        [typeof(string)] = "a text",
        [typeof(bool)] = "a truth value",
    };

    /// <summary>A type in words, for example "scaffolds (ScaffoldSet)", or its C# name where there are no better words.</summary>
    public static string Words(Type type) =>
        KnownWords.TryGetValue(type, out var words) ? $"{words} ({type.Name})"
        : type.IsPrimitive || type == typeof(decimal) || type == typeof(Half) ? $"a number ({type.Name})"
        : $"{("AEIOU".Contains(type.Name[0], StringComparison.Ordinal) ? "an" : "a")} {TypeName(type)}";

    /// <summary>A type as C# writes it, for example "List&lt;Gene&gt;".</summary>
    public static string TypeName(Type type)
    {
        if (type.IsArray)
            return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name.Split('`')[0];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }

    /// <summary>One line about an object's size. May hold untrusted text: encode it for HTML.</summary>
    public static string Line(object value) =>
        LineText.Shown(
            value switch
            {
                IDescribable describable => describable.Description,
                ScaffoldSet set => Join(
                    Html.Count(set.Genomes.Count, "genome"),
                    Html.Count(set.Scaffolds.Count, "scaffold"),
                    Html.Count(set.GeneCount, "gene"),
                    Html.Count(set.Windows.Count, "window")
                ) + $" from {set.Source}",
                ProteinVectors vectors => $"{Html.Count(vectors.Count, "protein")}, {vectors.Width} numbers each, by {vectors.Source}",
                Corpus corpus => Join(
                    Html.Count(corpus.WindowCount, "window"),
                    Html.Count(corpus.ProteinCount, "distinct protein"),
                    corpus.MissingVectors == 0 ? "all with vectors" : $"{Html.Number(corpus.MissingVectors)} without a vector"
                ) + $" in {Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Folder))}",
                GlmModel model => $"{Html.Count(model.Config.Layers, "layer")} of {model.Config.HiddenSize}, "
                    + $"{model.Parameters.Layout.Count.ToString("N0", CultureInfo.InvariantCulture)} parameters",
                TrainingHistory history => Join(
                    Html.Count(history.Steps.Count, "step"),
                    Html.Count(history.TrainingWindows, "training window"),
                    Loss(history)
                ) + (history.Interrupted ? ", interrupted" : ""),
                ContextEmbeddings context => Join(Html.Count(context.GeneCount, "gene"), Html.Count(context.Windows.Count, "window"))
                    + $", layer {context.Layer}, {context.ContextualWidth} numbers each",
                AttentionResult attention => Join(
                    Html.Count(attention.Layers, "layer"),
                    Html.Count(attention.Heads, "head") + " each",
                    Html.Count(attention.Length, "gene")
                ) + $" of {attention.Window.Id}",
                EmbeddingMap map =>
                    $"{Html.Count(map.Ids.Count, map.Level.ToString().ToLowerInvariant())} by {map.Method}, coloured by {map.ColorColumn}",
                TaxonomyResult taxonomy => Join(
                    Html.Count(taxonomy.Classes.Count, "taxon", "taxa"),
                    Html.Count(taxonomy.WindowsPerClass.Sum(), "window"),
                    Html.Count(taxonomy.Folds, "fold")
                )
                    + string.Concat(
                        taxonomy.Scores.Select(score =>
                            string.Create(CultureInfo.InvariantCulture, $", {score.Name} {100 * score.Accuracy:0.0}% right")
                        )
                    ),
                SyntenyMap map => Join(
                    Html.Count(map.Tracks.Count, "region"),
                    Html.Count(map.Tracks.Sum(track => track.Region.Length), "gene"),
                    Html.Count(map.Links.Count, "homologous pair")
                ),
                _ => TypeName(value.GetType()),
            },
            limit: 200
        );

    private static string Loss(TrainingHistory history) =>
        history.Steps.Count == 0
            ? "no loss yet"
            : string.Create(CultureInfo.InvariantCulture, $"loss {history.Steps[0].Loss:0.####} to {history.Steps[^1].Loss:0.####}");

    private static string Join(params ReadOnlySpan<string> parts) => string.Join(", ", parts);
}
