using System.Diagnostics;
using System.Runtime.CompilerServices;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Tests.Modeling;

/// <summary>
/// A program that saves two different models into one folder in turn until it is killed: this test assembly, started with a variable set.
/// </summary>
internal static class SavingProgram
{
    private const string Variable = "GLM_TESTS_SAVE_INTO";
    private const int MostSaves = 100_000;

    /// <summary>Starts it. It writes a line after every save.</summary>
    public static Process Start(string folder) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(SavingProgram).Assembly.Location])
            {
                RedirectStandardOutput = true,
                Environment = { [Variable] = folder },
            }
        )!;

    /// <summary>One of the two models: of different shapes, and only the second has a transform and a part.</summary>
    public static GlmCheckpoint Checkpoint(bool second)
    {
        var model = GlmModel.Create(SmallModel.Config with { Layers = second ? 3 : 1 }, seed: second ? 2 : 1);
        var checkpoint = GlmCheckpoint.Of(model);
        return second
            ? (checkpoint with { Features = new(new Normalizer(new double[12], [.. Enumerable.Repeat(2.0, 12)]), null) }).With(
                Note,
                "second"
            )
            : checkpoint;
    }

    public static CheckpointPart<string> Note { get; } = new("note.txt", File.ReadAllText, File.WriteAllText);

    [ModuleInitializer]
    internal static void SaveUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } folder)
            return;
        NativeTorch.Ensure();
        Save(folder);
        Environment.Exit(0);
    }

    /// <summary>Apart, since it touches TorchSharp.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Save(string folder)
    {
        GlmCheckpoint[] checkpoints = [Checkpoint(false), Checkpoint(true)];
        for (var i = 0; i < MostSaves; i++)
        {
            checkpoints[i % 2].Save(folder);
            Console.Out.WriteLine(i); // fails when nobody listens any more, which ends the program
        }
    }
}
