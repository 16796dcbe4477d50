using System.Diagnostics;
using System.Runtime.CompilerServices;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Modeling;
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
    private const string WorkVariable = "GLM_TESTS_TRAIN_HOW";

    /// <summary>What the program does.</summary>
    public enum Work
    {
        /// <summary>Trains by <see cref="Options"/>, and writes a line after every step.</summary>
        Train,

        /// <summary>Trains for 2,000 steps, and writes the tensors and the memory after the first 500 and at the end.</summary>
        TrainLong,

        /// <summary>Trains with batches that do not fit into the memory that it leaves itself.</summary>
        TrainWithoutMemory,
    }

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
    /// <param name="work">What it does.</param>
    public static Process Start(string folder, string? shell = null, Work work = Work.Train)
    {
        string[] program = ["dotnet", typeof(TrainingProgram).Assembly.Location];
        var start = shell is null
            ? new ProcessStartInfo(program[0], program[1..])
            : new ProcessStartInfo("bash", ["-c", $"{shell}; exec \"$@\"", "bash", .. program]);
        start.RedirectStandardOutput = true;
        (start.Environment[Variable], start.Environment[WorkVariable]) = (folder, work.ToString());
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void TrainUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } folder)
            return;
        NativeTorch.Ensure();
        switch (Enum.Parse<Work>(Environment.GetEnvironmentVariable(WorkVariable)!))
        {
            case Work.TrainLong:
                TrainLong(folder);
                break;
            case Work.TrainWithoutMemory:
                TrainWithoutMemory();
                break;
            default:
                Train(folder);
                break;
        }
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
            // Writing fails when nobody listens any more.
            var lines = new Line(Console.Out.WriteLine);
            var history = Trainer.Train(model, TrainingData.Create(), Options with { SaveTo = folder }, lines);
            Console.Out.WriteLine($"done {history.Resumed?.Step ?? 0} {history.Resumed?.WasFinished ?? false}");
        }
        catch (GlmException exception)
        {
            Console.Out.WriteLine(exception.Message);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TrainLong(string folder)
    {
        torch.set_num_threads(1);
        using var model = GlmModel.Create(TrainingData.Config);
        var options = Options with
        {
            Steps = 2000,
            SaveTo = folder,
            CheckpointEvery = CheckpointInterval.OfSteps(100),
            EvaluateEvery = 100,
            Accumulate = 2,
            WeightDecay = 0.01,
            EmaDecay = 0.99,
            Schedule = LearningRateSchedule.Cosine,
        };
        Trainer.Train(
            model,
            TrainingData.Create(),
            options,
            new Line(step =>
            {
                if (step is 500 or 1000 or 1500 or 2000)
                    Console.Out.WriteLine($"{SmallModel.LiveTensors} {Environment.WorkingSet / (1 << 20)}");
            })
        );
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TrainWithoutMemory()
    {
        torch.set_num_threads(1);
        using var model = GlmModel.Create(TrainingData.Config with { FeedForwardSize = 4096 });
        var data = TrainingData.Create(scaffolds: 200);
        var options = Options with { Steps = 2, BatchSize = 256, EvaluationFraction = 0 };
        Trainer.Train(model, data, options with { BatchSize = 8 }); // which loads and allocates what any training does
        // A batch takes some 200 MB, forward and backward.
        Limits.KeepFree(100L << 20);
        var history = Trainer.Train(model, data, options);
        Limits.LiftAll(); // writing needs memory too
        Console.Out.WriteLine(string.Join(' ', history.Remarks));
        Console.Out.WriteLine($"done {history.Steps.Count}");
    }

    private sealed class Line(Action<long> write) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => write(value.Done);
    }
}
