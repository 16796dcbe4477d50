using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Results;

namespace Glm.Interactive.Commands;

/// <summary>The commands that come with this library.</summary>
public static class StandardCommands
{
    /// <summary>All of them, in the order of a day's work.</summary>
    public static CommandCatalogue Catalogue { get; } =
        new(
            [
                new LoadCommand(),
                new SimulateCommand(),
                new LabelsCommand(),
                new ShowCommand(),
                new HomologsCommand(),
                new FamiliesCommand(),
                new SyntenyCommand(),
                new EmbedCommand(),
                new CacheCommand(),
                new PseudoLikelihoodCommand(),
                new ModelCommand(),
                new TrainCommand(),
                new EvaluateCommand(),
                new PredictCommand(),
                new ParalogsCommand(),
                new RunsCommand(),
                new ContextualizeCommand(),
                new AttentionCommand(),
                new HeadsCommand(),
                new InfluenceCommand(),
                new MapCommand(),
                new NeighborsCommand(),
                new DarkCommand(),
                new ProteinSetCommand(),
                new TaxonomyCommand(),
                new OperonsCommand(),
                new VarianceCommand(),
                new ProbeCommand(),
                new BenchmarkCommand(),
                new FineTuneCommand(),
                new FunctionCommand(),
                new ExportCommand(),
                new SaveCommand(),
                new RestoreCommand(),
                new BundleCommand(),
                new SaveJobCommand(),
                new ParametersCommand(),
                new InfoCommand(),
                new DoctorCommand(),
            ],
            ValueDescription.Vocabulary
        );
}
