namespace Glm.Interactive.Hosting;

/// <summary>The namespaces of this project that every host opens in C# cells.</summary>
public static class NotebookNamespaces
{
    /// <summary>All of them, from the engine's ground floor up.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "Glm.Runtime",
        "Glm.Statistics",
        "Glm.Statistics.Manifolds",
        "Glm.Genomes",
        "Glm.Genomes.Simulation",
        "Glm.Arrays",
        "Glm.Formats",
        "Glm.Formats.Annotation",
        "Glm.Formats.GenBank",
        "Glm.Formats.Gff",
        "Glm.Formats.KnownOperons",
        "Glm.Formats.Labels",
        "Glm.Proteins",
        "Glm.Proteins.Composition",
        "Glm.Proteins.Families",
        "Glm.Proteins.Homology",
        "Glm.Proteins.LanguageModels.Embedding",
        "Glm.Proteins.LanguageModels.Models",
        "Glm.Proteins.LanguageModels.Scores",
        "Glm.Features",
        "Glm.Corpora",
        "Glm.Modeling",
        "Glm.Training",
        "Glm.Analysis.Attention",
        "Glm.Analysis.Baselines",
        "Glm.Analysis.Embeddings",
        "Glm.Analysis.Evaluation",
        "Glm.Analysis.Families",
        "Glm.Analysis.Homologs",
        "Glm.Analysis.Neighbourhood",
        "Glm.Analysis.Operons",
        "Glm.Analysis.Prediction",
        "Glm.Analysis.Probes",
        "Glm.Analysis.Synteny",
        "Glm.Analysis.Taxonomy",
        "Glm.Interactive.CommandLanguage",
        "Glm.Interactive.Commands",
        "Glm.Interactive.Display.Charts",
        "Glm.Interactive.Display.Progress",
        "Glm.Interactive.Display.Views",
        "Glm.Interactive.Export",
        "Glm.Interactive.Hosting",
        "Glm.Interactive.Results",
    ];
}
