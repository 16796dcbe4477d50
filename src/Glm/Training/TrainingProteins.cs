using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// The vectors of those proteins that a training run learns from. A normaliser and label components that are fitted to them alone know
/// nothing of the held-out genomes.
/// </summary>
public static class TrainingProteins
{
    /// <summary>The proteins in the training windows of a scaffold set, each once, in the order of their first gene.</summary>
    /// <param name="scaffolds">Whose windows.</param>
    /// <param name="vectors">A vector for every protein in them.</param>
    /// <param name="options">Of the run: they decide what is held out.</param>
    /// <exception cref="GlmException">A gene's protein has no vector, or the windows cannot be split as the options say.</exception>
    public static IProteinVectors Of(ScaffoldSet scaffolds, ProteinVectors vectors, TrainingOptions options)
    {
        var split = EvaluationSplit.Of(new ScaffoldSetPlaces(scaffolds), options);
        if (split.Evaluation.Length == 0)
            return vectors;
        var isTaken = new bool[vectors.Count];
        var rows = new List<int>();
        foreach (var window in split.Training)
        foreach (var gene in scaffolds.Windows[window].Genes)
        {
            var row = vectors.RowOf(gene.ProteinId);
            if (row < 0)
                throw GeneDataset.MissingVector(scaffolds.Windows[window], gene, vectors);
            if (!isTaken[row])
                rows.Add(row);
            isTaken[row] = true;
        }
        return new SelectedVectors(vectors, [.. rows]);
    }

    /// <summary>The proteins in the training windows of a corpus, each once, by number.</summary>
    /// <param name="corpus">With a vector for every protein.</param>
    /// <param name="options">Of the run: they decide what is held out.</param>
    /// <exception cref="GlmException">Vectors are missing, the corpus is damaged, or the windows cannot be split as the options
    /// say.</exception>
    public static IProteinVectors Of(Corpus corpus, TrainingOptions options)
    {
        if (corpus.Vectors is not { } vectors || corpus.MissingVectors > 0)
            throw CorpusDataset.MissingVectors(corpus);
        var split = EvaluationSplit.Of(corpus.Places, options);
        if (split.Evaluation.Length == 0)
            return vectors;
        var isTaken = new bool[vectors.Count];
        foreach (var window in split.Training)
        foreach (var protein in corpus.ProteinsOf(window))
            isTaken[protein] = true;
        return new SelectedVectors(vectors, [.. Enumerable.Range(0, isTaken.Length).Where(protein => isTaken[protein])]);
    }
}
