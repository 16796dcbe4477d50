using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary>What several commands need of the session.</summary>
internal static class SessionData
{
    /// <summary>The model of a command that only reads with it.</summary>
    public static readonly Option<GlmModel> Model = CommandOption.Variable<GlmModel>("--model", "Model to read with.");

    /// <summary>The scaffolds of a command that only reads them.</summary>
    public static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>("--scaffolds", "Scaffolds to read.");

    /// <summary>The vectors of those scaffolds' proteins.</summary>
    public static readonly Option<ProteinVectors> Proteins = CommandOption.Variable<ProteinVectors>(
        "--proteins",
        "Vectors of their proteins."
    );

    /// <summary>What <see cref="Model"/>, <see cref="Scaffolds"/> and <see cref="Proteins"/> name, without labels.</summary>
    public static (GlmModel Model, GeneDataset Data) Read(CommandContext context)
    {
        var model = context.Get(Model);
        var progress = context.Progress("prepare");
        return (model, Dataset(context, model, context.Get(Scaffolds), context.Get(Proteins), withLabels: false, progress));
    }

    /// <summary>Scaffolds and the vectors of their proteins, as the model reads them.</summary>
    public static GeneDataset Dataset(
        CommandContext context,
        GlmModel model,
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        bool withLabels,
        IProgress<ProgressReport> progress
    )
    {
        if (scaffolds.Windows.FirstOrDefault(window => window.Length > model.Config.MaxGenes) is { } longer)
            throw new GlmException(
                $"Window '{longer.Id}' has {longer.Length} genes and the model reads at most {model.Config.MaxGenes}. Load the "
                    + $"scaffolds with --max-genes {model.Config.MaxGenes}."
            );
        return GeneDataset.Create(
            scaffolds,
            proteins,
            model.TransformFor(proteins, withLabels, progress, context.Cancellation),
            progress,
            context.Cancellation
        );
    }

    /// <summary>The windows of a corpus, as the model reads them.</summary>
    public static CorpusDataset OfCorpus(CommandContext context, GlmModel model, Corpus corpus, IProgress<ProgressReport> progress)
    {
        if (corpus.Limits.MaxGenes > model.Config.MaxGenes)
            throw new GlmException(
                $"{corpus.Folder}: its windows have up to {corpus.Limits.MaxGenes} genes and the model reads at most "
                    + $"{model.Config.MaxGenes}. Create the corpus with --max-genes {model.Config.MaxGenes}."
            );
        if (corpus.MissingVectors > 0 || corpus.Vectors is not { } vectors)
            throw new GlmException(
                $"{corpus.Folder}: {corpus.MissingVectors} of {corpus.ProteinCount} proteins have no vector. Run #!glm embed "
                    + $"--corpus {Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Folder))} first."
            );
        if (model.LabelPca is null)
            corpus.Verify(progress, context.Cancellation); // nothing is fitted to damaged vectors
        return CorpusDataset.Create(
            corpus,
            model.TransformFor(vectors, withLabels: true, progress, context.Cancellation),
            progress,
            context.Cancellation
        );
    }
}
