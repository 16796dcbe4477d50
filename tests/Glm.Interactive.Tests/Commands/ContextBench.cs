using Glm.Analysis.Embeddings;
using Glm.Features;

namespace Glm.Interactive.Tests.Commands;

internal static class ContextBench
{
    private static readonly Lazy<ContextEmbeddings> Untrained = new(() =>
    {
        using var model = CommandBench.NewModel();
        return Contextualizer.Run(
            model,
            GeneDataset.Create(CommandBench.Scaffolds, CommandBench.Proteins, model.TransformFor(CommandBench.Proteins, withLabels: false))
        );
    });

    /// <summary>The sample read by an untrained model.</summary>
    public static ContextEmbeddings Context => Untrained.Value;

    public static CommandBench WithContext(this CommandBench bench) => bench.WithScaffolds().With("context", Context);
}
