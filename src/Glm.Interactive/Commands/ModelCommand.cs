using Glm.Corpora;
using Glm.Features;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm model</c>: a gLM, fresh or from a checkpoint.</summary>
public sealed class ModelCommand : GlmCommand
{
    private static readonly Option<string?> Weights = CommandOption
        .File("--weights", "Folder saved by train, a .safetensors file, or the published glm.bin.")
        .Implicit();

    private static readonly Option<string> Shape = CommandOption
        .Choice(
            "--preset",
            "Size of a new model: genomes (1 wide layer of 256, learns whole genomes on a CPU), tiny (3 layers of 96), small (6 of "
                + "256) or paper (19 of 1280).",
            ["genomes", "tiny", "small", "paper"]
        )
        .WithDefault("genomes");

    private static readonly Option<string?> Labels = CommandOption.File(
        "--label-pca",
        "PCA that makes the labels (pca.pkl); by default fitted to the proteins before training."
    );

    private static readonly Option<int> Seed = CommandOption.Integer("--seed", "Equal seeds give equal initial weights.").WithDefault(1);

    private static readonly Option<string> Device = CommandOption
        .Text("--device", "Where to compute: auto (the GPU if there is one), cpu, cuda or cuda:1.")
        .WithDefault("auto") with
    {
        Choices = ["auto", "cpu", "cuda"],
    };

    private static readonly Option<string> As = CommandOption.As("model");

    public override string Name => "model";

    public override string Summary => "Loads a gLM from a checkpoint, or creates one with fresh weights.";

    public override Type Result => typeof(GlmModel);

    public override IReadOnlyList<CommandOption> Options { get; } = [Weights, Shape, Labels, Seed, Device, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        ["--weights", "--preset"],
        ["--weights", "--seed"],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm model",
            "Creates a model that learns whole genomes on a CPU, in minutes.",
            "var model = GlmModel.Create(GlmConfig.Genomes, seed: 1);"
        ),
        new(
            "#!glm model --preset tiny",
            "Creates a small model of the published kind, with three layers.",
            "var model = GlmModel.Create(GlmConfig.Tiny, seed: 1);"
        ),
        new(
            "#!glm model glm.bin --label-pca pca.pkl",
            "Loads the published weights; only the live tensors are read.",
            "var model = GlmModel.Load(\"glm.bin\"); model.LabelPca = FeatureTransformFile.ReadLabelPca(\"pca.pkl\");"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var device = Devices.Parse(context.Get(Device));
        var labels = context.Get(Labels) is { } pca ? FeatureTransformFile.ReadLabelPca(pca) : null;
        var model = context.Get(Weights) is { } path
            ? GlmModel.Load(path, device: device)
            : GlmModel.Create(Preset(context), context.Get(Seed), device);
        if (labels is not null)
            model.LabelPca = labels;
        context.Publish(model);
        context.Display(ModelView.Create(model));
        return Task.CompletedTask;
    }

    /// <summary>A fresh model reads vectors of the width at hand.</summary>
    private static GlmConfig Preset(CommandContext context)
    {
        var config = context.Get(Shape) switch
        {
            "paper" => GlmConfig.Paper,
            "small" => GlmConfig.Small,
            "tiny" => GlmConfig.Tiny,
            _ => GlmConfig.Genomes,
        };
        var width = context.NewestOrNull<ProteinVectors>()?.Width ?? context.NewestOrNull<Corpus>()?.Vectors?.Width;
        return width is { } known ? config with { ProteinWidth = known } : config;
    }
}
