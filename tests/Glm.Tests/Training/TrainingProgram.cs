using System.Diagnostics;
using System.Runtime.CompilerServices;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

/// <summary>
/// A program that trains into a folder, and may be killed: this test assembly, started with a variable set. It writes a line after every
/// step, and its error where there is one.
/// </summary>
internal static class TrainingProgram
{
    private const string Variable = "GLM_TESTS_TRAIN_INTO";

    /// <summary>Half a second of it, in which a checkpoint is often being written.</summary>
    public static TrainingOptions Options { get; } =
        new()
        {
            Steps = 150,
            BatchSize = 4,
            LearningRate = 1e-3,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
            EvaluateEvery = 7,
            CheckpointEvery = CheckpointInterval.OfSteps(4),
        };

    /// <summary>Starts it.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="shell">What a shell does first, such as setting limits; null for no shell.</param>
    public static Process Start(string folder, string? shell = null)
    {
        string[] program = ["dotnet", typeof(TrainingProgram).Assembly.Location];
        var start = shell is null
            ? new ProcessStartInfo(program[0], program[1..])
            : new ProcessStartInfo("bash", ["-c", $"{shell}; exec \"$@\"", "bash", .. program]);
        (start.RedirectStandardOutput, start.Environment[Variable]) = (true, folder);
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void TrainUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } folder)
            return;
        NativeTorch.Ensure();
        Train(folder);
        Environment.Exit(0);
    }

    /// <summary>Apart, since it touches TorchSharp.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Train(string folder)
    {
        torch.set_num_threads(1);
        using var model = GlmModel.Create(TrainingData.Config);
        try
        {
            var history = Trainer.Train(model, TrainingData.Create(), Options with { SaveTo = folder }, new Line());
            Console.Out.WriteLine($"done {history.Resumed?.Step ?? 0} {history.Resumed?.WasFinished ?? false}");
        }
        catch (GlmException exception)
        {
            Console.Out.WriteLine(exception.Message);
        }
    }

    private sealed class Line : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => Console.Out.WriteLine(value.Done); // fails when nobody listens any more
    }
}
