using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Training;

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
        var (scaffolds, proteins) = (context.Get(Scaffolds), context.Get(Proteins));
        CheckWindows(scaffolds, model);
        var transform = model.TransformFor(proteins, withLabels: false, progress, context.Cancellation);
        return (model, GeneDataset.Create(scaffolds, proteins, transform, progress, context.Cancellation));
    }

    /// <summary>The windows of a corpus, without labels.</summary>
    public static CorpusDataset Read(CommandContext context, GlmModel model, Corpus corpus, IProgress<ProgressReport> progress) =>
        Read(context, model, corpus, withLabels: false, progress);

    /// <summary>
    /// Scaffolds and the vectors of their proteins, as the model learns from them; what it has no normaliser and labels for is fitted to
    /// the training proteins alone.
    /// </summary>
    public static GeneDataset ForTraining(
        CommandContext context,
        GlmModel model,
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        TrainingOptions training,
        IProgress<ProgressReport> progress
    )
    {
        CheckWindows(scaffolds, model);
        var learned = TrainingProteins.Of(scaffolds, proteins, training);
        var transform = model.TransformFor(learned, withLabels: true, progress, context.Cancellation);
        return GeneDataset.Create(scaffolds, proteins, transform, progress, context.Cancellation);
    }

    /// <summary>Refuses windows that are longer than the model reads.</summary>
    public static void CheckWindows(ScaffoldSet scaffolds, GlmModel model)
    {
        if (scaffolds.Windows.FirstOrDefault(window => window.Length > model.Config.MaxGenes) is { } longer)
            throw new GlmException(
                $"Window '{longer.Id}' has {longer.Length} genes and the model reads at most {model.Config.MaxGenes}. Load the "
                    + $"scaffolds with --max-genes {model.Config.MaxGenes}."
            );
    }

    /// <summary>Scaffolds and the vectors of their proteins with the labels that the model has; nothing is fitted to them.</summary>
    public static GeneDataset Labelled(
        CommandContext context,
        GlmModel model,
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        IProgress<ProgressReport> progress
    )
    {
        CheckWindows(scaffolds, model);
        var transform = model.TransformFor(proteins, withLabels: true, progress, context.Cancellation);
        return GeneDataset.Create(scaffolds, proteins, transform, progress, context.Cancellation);
    }

    /// <summary>As above, for the windows of a corpus.</summary>
    public static CorpusDataset Labelled(CommandContext context, GlmModel model, Corpus corpus, IProgress<ProgressReport> progress) =>
        Read(context, model, corpus, withLabels: true, progress);

    private static CorpusDataset Read(
        CommandContext context,
        GlmModel model,
        Corpus corpus,
        bool withLabels,
        IProgress<ProgressReport> progress
    )
    {
        Check(corpus, model);
        var transform = model.TransformFor(corpus.Vectors!, withLabels, progress, context.Cancellation);
        return CorpusDataset.Create(corpus, transform, progress, context.Cancellation);
    }

    /// <summary>As above, for the windows of a corpus.</summary>
    public static CorpusDataset ForTraining(
        CommandContext context,
        GlmModel model,
        Corpus corpus,
        TrainingOptions training,
        IProgress<ProgressReport> progress
    )
    {
        Check(corpus, model);
        if (model.LabelPca is null)
            corpus.Verify(progress, context.Cancellation); // nothing is fitted to damaged vectors
        return CorpusDataset.Create(
            corpus,
            model.TransformFor(TrainingProteins.Of(corpus, training), withLabels: true, progress, context.Cancellation),
            progress,
            context.Cancellation
        );
    }

    /// <summary>Refuses a corpus with longer windows than the model reads, or without vectors.</summary>
    public static void Check(Corpus corpus, GlmModel model)
    {
        if (corpus.Limits.MaxGenes > model.Config.MaxGenes)
            throw new GlmException(
                $"{corpus.Folder}: its windows have up to {corpus.Limits.MaxGenes} genes and the model reads at most "
                    + $"{model.Config.MaxGenes}. Create the corpus with --max-genes {model.Config.MaxGenes}."
            );
        if (corpus.MissingVectors > 0 || corpus.Vectors is null)
            throw new GlmException(
                $"{corpus.Folder}: {corpus.MissingVectors} of {corpus.ProteinCount} proteins have no vector. Run #!glm embed "
                    + $"--corpus {Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Folder))} first."
            );
    }
}
