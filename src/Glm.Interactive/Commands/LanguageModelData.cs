using Glm.Interactive.CommandLanguage;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary>What commands that read proteins with a language model have in common.</summary>
public static class LanguageModelData
{
    /// <summary>The layer whose vectors are taken.</summary>
    public static readonly Option<int?> Layer = CommandOption
        .Integer(
            "--layer",
            "With a language model, the layer whose vectors are taken, from 0, before the first; by default the last.",
            min: 0
        )
        .Fills(nameof(LanguageModelOptions.Layer));

    /// <summary>How residues become a protein.</summary>
    public static readonly Option<Pooling> Pool = CommandOption
        .Choice<Pooling>(
            "--pool",
            "With a language model, what becomes of the residues' vectors: mean (of residues alone: gLM's), mean-all (of all tokens: "
                + "DGEB's), or cls (the token before the first)."
        )
        .Fills(nameof(LanguageModelOptions.Pooling), Pooling.Mean);

    /// <summary>Where the model computes.</summary>
    public static readonly Option<string> Device = CommandOption
        .Text("--device", "With a language model, where to compute: auto (the GPU if there is one), cpu, cuda or cuda:1.")
        .WithDefault("auto") with
    {
        Choices = ["auto", "cpu", "cuda"],
    };

    /// <summary>Tokens computed at a time.</summary>
    public static readonly Option<int?> BatchTokens = CommandOption
        .Integer(
            "--batch-tokens",
            "With a language model, tokens computed at a time; by default 1024 on a CPU and 16384 elsewhere. Vectors do not depend on it.",
            min: 1
        )
        .Fills(nameof(LanguageModelOptions.BatchTokens));

    /// <summary>Where long proteins are cut.</summary>
    public static readonly Option<int> Truncate = CommandOption
        .Integer("--truncate", "With a language model, residues after which a protein is cut.", min: 1)
        .Fills(nameof(LanguageModelOptions.Truncate), LanguageModelOptions.PublishedLimit);

    /// <summary>How long proteins are read in parts.</summary>
    public static readonly Option<int?> Windows = CommandOption
        .Integer(
            "--windows",
            "With a language model, residues of the windows in which longer proteins are read, each beginning in the middle of the one "
                + "before, so that none is cut; by default a protein is read in one piece.",
            min: 2
        )
        .Fills(nameof(LanguageModelOptions.Windows));

    /// <summary>Where vectors are kept between runs.</summary>
    public static readonly Option<string?> Cache = CommandOption.Folder(
        "--cache",
        "With a language model, folder of vectors made before, shared by notebooks, or none; by default that of this user. A run that is "
            + "stopped loses nothing of it."
    ) with
    {
        Choices = [None],
    };

    private const string None = "none";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<CommandOption> All = [Layer, Pool, Device, BatchTokens, Truncate, Windows, Cache];

    /// <summary>Does something with the embedder that a line describes.</summary>
    /// <param name="path">Of the model.</param>
    /// <param name="arguments">The line.</param>
    /// <param name="source">Finds paths.</param>
    /// <param name="cachesByDefault">Whether vectors are kept where the line does not say; a corpus keeps them anyway.</param>
    /// <param name="work">What.</param>
    public static T With<T>(
        string path,
        CommandArguments arguments,
        IOptionSource source,
        bool cachesByDefault,
        Func<LanguageModelEmbedder, T> work
    )
    {
        using var model = ProteinLanguageModelFile.Open(path, Devices.Parse(arguments.Get(Device, source)));
        var options = Options(arguments, source);
        options.Validate(model);
        var folder = arguments.Get(Cache, source) ?? (cachesByDefault ? VectorCache.StandardFolder : None);
        using var cache = folder == None ? null : VectorCache.Open(folder, VectorOrigin.Of(model, options));
        return work(new LanguageModelEmbedder(model, options, cache));
    }

    private static LanguageModelOptions Options(CommandArguments arguments, IOptionSource source) =>
        new()
        {
            Layer = arguments.Get(Layer, source),
            Pooling = arguments.Get(Pool, source),
            BatchTokens = arguments.Get(BatchTokens, source),
            Windows = arguments.Get(Windows, source),
            // Windows lose nothing, unless the line says so.
            Truncate = arguments.Has(Windows) && !arguments.Has(Truncate) ? int.MaxValue : arguments.Get(Truncate, source),
        };
}
