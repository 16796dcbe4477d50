using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>
/// Asks which labels of genes can be read from which vectors: hidden layers of gLM, the context-free vectors it reads, its hidden layer
/// with the gene masked (the neighbours alone), the nearest neighbour, and no vector at all; all on the same genes and folds. A probe
/// shows what is there to be read, not what the model uses.
/// </summary>
/// <remarks>
/// Folds hold genes out of the probe's training, not out of the model's: to speak of genomes that neither has seen, keep them out of both.
/// Scores are of all held-out genes together, each predicted by the probe that did not learn from its fold.
/// </remarks>
public static class GeneProbe
{
    /// <summary>Few units make an interval rough.</summary>
    private const int FewUnits = 10;

    /// <summary>Probes a model.</summary>
    /// <param name="model">Borrowed; not to be used by others meanwhile.</param>
    /// <param name="data">Windows with features of the model's width. Genes outside of windows are left out and counted.</param>
    /// <param name="labels">Of all genes of the set.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="engine">What finds homologs where clusters are needed; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Windows read, then probes fitted.</param>
    /// <param name="cancellation">Polled at every batch and step.</param>
    /// <exception cref="GlmException">An option is out of range, the labels are of another set or too few, there are too few groups for
    /// the folds, the model has no such layer or another width, or a vector is not finite.</exception>
    public static ProbeResult Run(
        GlmModel model,
        GeneDataset data,
        GeneLabels labels,
        ProbeOptions? options = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new ProbeOptions();
        options.Validate();
        Check(data, labels);
        var layers = Layers(model, options);
        var genes = new ProbeGroups(data.Scaffolds, engine, progress, cancellation);
        var unit = Unit(genes, labels, options);
        var grouping = options.Folds ?? unit;
        var task = ProbeTask.Of(labels, genes, options, grouping);
        var unitOfGene = genes.Of(unit);
        var units = Array.ConvertAll(task.Items, gene => unitOfGene[gene]);
        var folds = task.Deal(genes.Of(grouping), grouping, units, options.FoldCount, options.Seed);
        var vectors = GeneVectors.Read(model, data, genes, task.Items, layers, options.ContextOnly, progress, cancellation);

        var fits = (layers.Length + 1L + (vectors.ContextOnly?.Length ?? 0)) * folds.Count;
        var fitted = new ProgressCount(progress, "fit probes", fits, "fits", cancellation);
        var entries = new List<Entry>();
        for (var i = 0; i < layers.Length; i++)
            entries.Add(new Entry(LayerName(layers[i]), ProbeRepresentation.Contextual, layers[i], Probe(vectors.Contextual[i])));
        entries.Add(new Entry("context-free", ProbeRepresentation.ContextFree, null, Probe(vectors.ContextFree)));
        for (var i = 0; vectors.ContextOnly is not null && i < layers.Length; i++)
            entries.Add(
                new Entry($"context-only, layer {layers[i]}", ProbeRepresentation.ContextOnly, layers[i], Probe(vectors.ContextOnly[i]))
            );
        entries.Add(
            new Entry(
                "nearest neighbour",
                ProbeRepresentation.NearestNeighbour,
                null,
                ProbePredictions.OfNearestNeighbour(task, folds, vectors.ContextFree, vectors.ProteinWidth, cancellation)
            )
        );
        entries.Add(new Entry("largest class", ProbeRepresentation.Majority, null, ProbePredictions.OfMajority(task, folds)));

        var drawn = new ProgressCount(progress, "draw intervals", entries.Count, "representations", cancellation);
        BootstrapSample[][] samples =
        [
            .. entries.Select(entry =>
            {
                var sample = entry.Predictions.Sample(task, units, options, cancellation);
                drawn.Add(1);
                return sample;
            }),
        ];
        var chance = ProbePredictions.SampleChance(task, unit == FoldGrouping.Cluster, units, options, cancellation);
        var free = samples[entries.FindIndex(entry => entry.Representation == ProbeRepresentation.ContextFree)];
        var last = samples[layers.Length - 1];
        var unitCount = units.Distinct().Count();
        return new ProbeResult(
            labels.Name,
            data.Source,
            options,
            task.IsMultiLabel,
            [.. task.Items.Select(gene => genes.Genes[gene].Id)],
            folds,
            unit,
            unitCount,
            layers[^1],
            (double)task.Sizes[0] / task.Items.Length,
            chance.ToEstimate(),
            [
                .. task.Classes.Select(
                    (name, k) =>
                    {
                        var (with, without) = (last[ProbePredictions.FirstClass + k], free[ProbePredictions.FirstClass + k]);
                        return new ProbeClass(name, task.Sizes[k], with.ToEstimate(), without.ToEstimate(), with.Minus(without));
                    }
                ),
            ],
            task.Dropped,
            task.Left,
            [
                .. entries.Select(
                    (entry, i) =>
                        new ProbeScore(
                            entry.Name,
                            entry.Representation,
                            entry.Layer,
                            samples[i][ProbePredictions.MacroPrecision].ToEstimate(),
                            samples[i][ProbePredictions.MacroF1].ToEstimate(),
                            samples[i][ProbePredictions.Accuracy].ToEstimate(),
                            samples[i][ProbePredictions.MacroPrecision].Minus(chance),
                            entry.Predictions.UnconvergedFolds
                        )
                ),
            ],
            Compare(entries, samples, free),
            [.. Remarks(genes, task, folds, unit, unitCount, entries)]
        );

        ProbePredictions Probe(float[] values) =>
            ProbePredictions.OfProbe(
                task,
                folds,
                units,
                values,
                values.Length / task.Items.Length,
                options,
                () => fitted.Add(1),
                cancellation
            );
    }

    private static void Check(GeneDataset data, GeneLabels labels)
    {
        if (labels.PerGene.Count != data.Scaffolds.GeneCount)
            throw new GlmException(
                $"The labels '{labels.Name}' are of {labels.PerGene.Count} genes, and {data.Source} has {data.Scaffolds.GeneCount}. Make "
                    + $"them for the scaffolds that are probed."
            );
        if (labels.LabelledGenes == 0)
            throw new GlmException(
                $"The labels '{labels.Name}' match none of the {labels.PerGene.Count} genes of {data.Source}: there is nothing to "
                    + $"predict. Use other {Setting.Of("Labels")}."
            );
    }

    private static int[] Layers(GlmModel model, ProbeOptions options)
    {
        var layers = model.Config.Layers;
        if (options.AllLayers)
            return [.. Enumerable.Range(0, layers + 1)];
        var chosen = options.Layer < 0 ? layers + 1 + options.Layer : options.Layer;
        return chosen >= 0 && chosen <= layers
            ? [chosen]
            : throw new GlmException(
                $"Layer {options.Layer} does not exist: this model has 0 (the embedding block) to {layers}, or -1 (the last) to "
                    + $"-{layers + 1}."
            );
    }

    /// <summary>What is independent: genomes where there are enough for the folds, else clusters of proteins.</summary>
    private static FoldGrouping Unit(ProbeGroups genes, GeneLabels labels, ProbeOptions options)
    {
        if (options.Folds is FoldGrouping.Cluster or FoldGrouping.Genome)
            return options.Folds.Value;
        return genes.IndependentUnit(labels, options.FoldCount, genes.IsCovered);
    }

    /// <summary>Whether the gene is seen or masked are two questions: each is corrected for its own layers.</summary>
    private static ProbeComparison[] Compare(List<Entry> entries, BootstrapSample[][] samples, BootstrapSample[] free)
    {
        return [.. Of(ProbeRepresentation.Contextual), .. Of(ProbeRepresentation.ContextOnly)];

        IEnumerable<ProbeComparison> Of(ProbeRepresentation representation)
        {
            int[] compared = [.. Enumerable.Range(0, entries.Count).Where(i => entries[i].Representation == representation)];
            var precision = Differences(compared, ProbePredictions.MacroPrecision);
            var f1 = Differences(compared, ProbePredictions.MacroF1);
            var precisionP = MultipleTesting.Holm([.. precision.Select(difference => difference.PValue)]);
            var f1P = MultipleTesting.Holm([.. f1.Select(difference => difference.PValue)]);
            return compared.Select(
                (entry, i) =>
                    new ProbeComparison(
                        entries[entry].Name,
                        representation,
                        entries[entry].Layer!.Value,
                        precision[i],
                        precisionP[i],
                        f1[i],
                        f1P[i]
                    )
            );
        }

        PairedDifference[] Differences(int[] compared, int figure) =>
            Array.ConvertAll(compared, entry => samples[entry][figure].Minus(free[figure]));
    }

    private static IEnumerable<string> Remarks(
        ProbeGroups genes,
        ProbeTask task,
        Folds folds,
        FoldGrouping unit,
        int unitCount,
        List<Entry> entries
    )
    {
        if (genes.ClusteredBy is { } source)
            yield return $"Clusters are {source}.";
        if (folds.Grouping == FoldGrouping.Cluster)
            yield return "Folds keep homologous genes together, not neighbours: where neighbours share a label, as genes of an operon do, "
                + "contextual vectors may know it from a neighbour that was trained on.";
        if (unitCount < FewUnits)
            yield return $"The intervals rest on {unitCount} {unit.ToString().ToLowerInvariant()}s: take them as rough.";
        var alone = Enumerable
            .Range(0, task.Classes.Length)
            .Count(k =>
                Enumerable
                    .Range(0, task.Items.Length)
                    .Where(i => task.Labels[(i * task.Classes.Length) + k])
                    .Select(i => folds.FoldOf[i])
                    .Distinct()
                    .Count() < 2
            );
        if (alone > 0)
            yield return $"{alone} of {task.Classes.Length} classes lie in one fold only and cannot be found.";
        var unconverged = entries.Sum(entry => entry.Predictions.UnconvergedFolds);
        if (unconverged > 0)
            yield return $"{unconverged} fits ended before they converged.";
    }

    private static string LayerName(int layer) => layer == 0 ? "gLM embedding block (layer 0)" : $"gLM layer {layer}";

    private sealed record Entry(string Name, ProbeRepresentation Representation, int? Layer, ProbePredictions Predictions);
}
