using Glm.Genomes;
using Glm.Modeling.Functions;
using Glm.Proteins;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Training.Functions;

namespace Glm.Analysis.Functions;

/// <summary>Functions that a model predicts of genes without a label. Immutable by convention.</summary>
/// <param name="Label">Name of the labels.</param>
/// <param name="Source">Where the genes come from.</param>
/// <param name="Model">Name of the model. Untrusted text.</param>
/// <param name="Labels">How many labels it knows.</param>
/// <param name="Genes">Genes, or proteins, that were predicted.</param>
/// <param name="Known">Genes that have labels already and were left out.</param>
/// <param name="Called">In the order of the genes, the most probable of a gene first.</param>
/// <param name="History">Of the training that made the model; null where it was read from a file.</param>
/// <param name="Remarks">What has to be known to read them, a sentence each.</param>
public sealed record FunctionPredictions(
    string Label,
    string Source,
    string Model,
    int Labels,
    int Genes,
    int Known,
    IReadOnlyList<PredictedFunction> Called,
    FunctionTrainingHistory? History,
    IReadOnlyList<string> Remarks
) : FunctionOutput(Label, Source)
{
    /// <summary>Genes on either side that a prediction names.</summary>
    private const int Flanking = 2;

    /// <summary>Genes of which something is called.</summary>
    public int GenesCalled => Called.Select(one => one.Gene).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Predicts genes of scaffolds.</summary>
    /// <param name="model">Borrowed; not to be used by others meanwhile.</param>
    /// <param name="scaffolds">Genes in their order.</param>
    /// <param name="proteins">A vector for each of their proteins, as the model was trained on.</param>
    /// <param name="labels">Genes with a label in it are left out; null to predict all.</param>
    /// <param name="minProbability">Lowers the limit below which nothing is called, 0.3; 0 or more.</param>
    /// <param name="history">Of the training that made the model.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled at every batch.</param>
    /// <exception cref="GlmException">The widths differ, the labels are of another set, or a protein has no vector.</exception>
    public static FunctionPredictions Run(
        FunctionModel model,
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        GeneLabels? labels = null,
        double minProbability = FunctionRules.MostLimit,
        FunctionTrainingHistory? history = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (labels is not null)
            FunctionAnalysis.CheckFits(scaffolds, labels);
        var genes = scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        return Of(
            model,
            ProteinSentences.Of(scaffolds, proteins),
            labels is null ? null : Array.ConvertAll([.. labels.PerGene], own => own.Count == 0),
            gene => (genes[gene].Label, genes[gene].Product),
            minProbability,
            history,
            progress,
            cancellation
        );
    }

    /// <summary>Predicts proteins of PlasGO's files.</summary>
    /// <param name="model">Borrowed; not to be used by others meanwhile.</param>
    /// <param name="plasmids">As <see cref="PlasgoFiles.Read"/> reads them.</param>
    /// <param name="minProbability">Lowers the limit below which nothing is called, 0.3; 0 or more.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled at every batch.</param>
    /// <exception cref="GlmException">The widths differ.</exception>
    public static FunctionPredictions Run(
        FunctionModel model,
        ProteinSentences plasmids,
        double minProbability = FunctionRules.MostLimit,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Of(model, plasmids, null, item => (plasmids.Names[item], null), minProbability, null, progress, cancellation);

    private static FunctionPredictions Of(
        FunctionModel model,
        ProteinSentences sentences,
        bool[]? wanted,
        Func<int, (string Name, string? Product)> describe,
        double minProbability,
        FunctionTrainingHistory? history,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        if (!(minProbability >= 0))
            throw new GlmException(
                $"{Setting.Of("MinProbability", minProbability)}: the limit is 0 or more; above 0.3 it changes nothing. Use 0.3 or less."
            );
        var read = FunctionProbabilities.Read(model, sentences, minProbability, wanted, progress, cancellation);
        var (placeOf, sentenceOf) = FirstPlaces(sentences);
        var (labels, called) = (model.Config.Labels, new List<PredictedFunction>());
        // PlasGO marks labels that it learned badly with a star, and calls none of them.
        var elusive = labels.Select(label => label is ['*', ..]).ToArray();
        for (var item = 0; item < sentences.ItemCount; item++)
        {
            if (placeOf[item] < 0 || wanted?[item] == false)
                continue;
            int[] own =
            [
                .. Enumerable
                    .Range(0, labels.Count)
                    .Where(k => !elusive[k] && read.Called[(item * labels.Count) + k] > 0)
                    .OrderByDescending(k => read.Called[(item * labels.Count) + k])
                    .ThenBy(k => k),
            ];
            if (own.Length == 0)
                continue;
            var (name, product) = describe(item);
            var (before, after) = (Named(item, -Flanking, -1), Named(item, 1, Flanking));
            called.AddRange(
                own.Select(k => new PredictedFunction(
                    sentences.Names[item],
                    name,
                    product,
                    before,
                    after,
                    labels[k],
                    Math.Round(read.Called[(item * labels.Count) + k], 2),
                    read.Confidences[(item * labels.Count) + k]
                ))
            );
        }
        var placed = placeOf.Count(place => place >= 0);
        var known = wanted is null ? 0 : Enumerable.Range(0, placeOf.Length).Count(item => placeOf[item] >= 0 && !wanted[item]);
        var remarks = new List<string>(model.Remarks);
        if (elusive.Count(one => one) is > 0 and var starred)
            remarks.Add($"{starred} of {labels.Count} labels are marked with a star by PlasGO, as hard to tell, and are never called.");
        if (placed < placeOf.Length)
            remarks.Add($"{placeOf.Length - placed} proteins stand in no plasmid and were left out.");
        return new FunctionPredictions(
            model.Config.LabelName,
            sentences.Source,
            model.Name,
            labels.Count,
            placed - known,
            known,
            called,
            history,
            remarks
        );

        IReadOnlyList<string> Named(int item, int from, int to)
        {
            var (sentence, place) = (sentenceOf[item], placeOf[item]);
            var (first, last) = (
                Math.Max(sentences.Starts[sentence], place + from),
                Math.Min(sentences.Starts[sentence + 1] - 1, place + to)
            );
            return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(at => describe(sentences.Items[at]).Name)];
        }
    }

    /// <summary>The first place of each item and its sentence; -1 where it has none.</summary>
    private static (int[] Places, int[] Sentences) FirstPlaces(ProteinSentences sentences)
    {
        var (places, own) = (new int[sentences.ItemCount], new int[sentences.ItemCount]);
        Array.Fill(places, -1);
        for (var s = 0; s < sentences.Count; s++)
        for (var place = sentences.Starts[s]; place < sentences.Starts[s + 1]; place++)
            if (places[sentences.Items[place]] < 0)
                (places[sentences.Items[place]], own[sentences.Items[place]]) = (place, s);
        return (places, own);
    }
}
