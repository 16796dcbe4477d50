using System.CommandLine;
using Glm.Analysis.Prediction;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Kernel.Cli;

/// <summary><c>glm infer</c>: a model over arrays from Python, results as arrays for Python.</summary>
internal static class InferVerb
{
    public static Command Create()
    {
        var weights = new Option<string>("--weights")
        {
            Description = "glm.bin, a .safetensors file, or a model folder.",
            HelpName = "FILE",
            Required = true,
        };
        var config = new Option<string?>("--config")
        {
            Description = "config.json of the model; inferred from the weights by default.",
            HelpName = "config.json",
        };
        var embeds = new Option<string>("--embeds")
        {
            Description = "[N, L, D] feature rows, padding zero.",
            HelpName = "embeds.npy",
            Required = true,
        };
        var attentionMask = new Option<string>("--attention-mask")
        {
            Description = "[N, L], 1 for genes and 0 for padding.",
            HelpName = "mask.npy",
            Required = true,
        };
        var masked = new Option<string?>("--masked")
        {
            Description = "[N, L] booleans: the genes to hide from the model.",
            HelpName = "masked.npy",
        };
        var labels = new Option<string?>("--labels")
        {
            Description = "[N, L, K] labels, for losses and accuracies.",
            HelpName = "labels.npy",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder that receives the arrays and scalars.json.",
            HelpName = "DIR",
            Required = true,
        };
        var verb = new Command(
            "infer",
            "Runs a model over .npy arrays and writes hidden states, attention, predictions and losses as .npy and JSON."
        )
        {
            weights,
            config,
            embeds,
            attentionMask,
            masked,
            labels,
            output,
        };
        verb.SetAction((parsed, _) => RecordedRun.RunSharedAsync(parsed, parsed.GetValue(output)!, () => Task.FromResult(Act(parsed))));
        return verb;

        int Act(ParseResult parsed)
        {
            NativeTorch.Ensure();
            if (parsed.GetValue(masked) is not null && parsed.GetValue(labels) is null && TrainingProcesses.Rank == 0)
                Console.Error.WriteLine("No --labels: predictions are written, losses and accuracies are not.");
            using var log = ProgressLog.OfErrors();
            Run(
                log,
                parsed.GetValue(weights)!,
                parsed.GetValue(config),
                new BatchInferenceInput(
                    parsed.GetValue(embeds)!,
                    parsed.GetValue(attentionMask)!,
                    parsed.GetValue(masked),
                    parsed.GetValue(labels)
                ),
                parsed.GetValue(output)!
            );
            return 0;
        }
    }

    private static void Run(ProgressLog log, string weights, string? config, BatchInferenceInput input, string folder)
    {
        using var model = GlmModel.Load(weights, config is null ? null : GlmConfigFile.Read(config));
        BatchInference.Run(model, input, folder, TrainingProcesses.Rank == 0 ? log.Begin(display: null) : null);
        if (TrainingProcesses.Rank > 0)
            return;
        log.WriteLine($"{weights}: {model.LoadReport}");
        log.WriteLine($"Wrote {folder}");
    }
}
