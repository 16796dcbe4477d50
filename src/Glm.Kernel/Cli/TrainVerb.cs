using System.CommandLine;
using System.Runtime.InteropServices;
using Glm.Interactive.Commands;
using Glm.Kernel.Jobs;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Kernel.Cli;

/// <summary><c>glm train CONFIG</c>: a training without a notebook, by the commands that a file lists.</summary>
internal static class TrainVerb
{
    private static readonly TimeSpan LossShows = TimeSpan.FromMilliseconds(400);

    public static Command Create()
    {
        var config = new Argument<string>("CONFIG")
        {
            Description =
                "The job, a file of YAML or JSON: a map from the commands load, simulate, embed, model and train to maps of their "
                + "options, named as in #!glm help without dashes, such as train: { minutes: 20, save: my-model }. Paths in it start "
                + "from its folder. #!glm save-job writes one.",
        };
        var verb = new Command(
            "train",
            "Runs a training that a file describes. Ctrl-C saves the model; the same line again goes on from there."
        )
        {
            config,
        };
        verb.SetAction((parsed, _) => RunAsync(parsed.GetValue(config)!));
        return verb;
    }

    private static Task<int> RunAsync(string config) =>
        CatalogueVerb.WithTerminalAsync(async terminal =>
        {
            using var log = ProgressLog.OfErrors();
            var isLeading = TrainingProcesses.Rank == 0;
            if (!isLeading)
                Console.SetOut(TextWriter.Null);
            using var lost = TrainingProcesses.Count > 1 && isLeading ? TellOfLoss() : null;
            var session = new GlmSession(progress: isLeading ? (_, _) => log.Begin(display: null) : null);
            var job = Job.Read(config, session.Catalogue);
            var host = new TerminalHost(terminal.Cancellation) { WorkingDirectory = job.Folder };
            var number = 0;
            foreach (var step in job.Steps)
            {
                if (isLeading)
                    log.WriteLine($"[{++number}/{job.Steps.Count}] {step.Line}");
                try
                {
                    await session.RunAsync(step.Parsed, host).ConfigureAwait(false);
                }
                catch (GlmException mistake)
                {
                    throw new GlmException($"{step.Place}: {mistake.Message}", mistake);
                }
            }
            TrainingProcesses.Leave();
            return 0;
        });

    /// <summary>
    /// Where a process of a group is lost, the launcher tells the others to end, and the first one may be waiting for it in a call that
    /// does not return. Where it is not, it saves and ends before this does.
    /// </summary>
    private static PosixSignalRegistration TellOfLoss() => PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Task.Run(async () =>
            {
                await Task.Delay(LossShows).ConfigureAwait(false);
                await Console
                    .Error.WriteLineAsync(
                        $"glm train: told to end, as where one of the {TrainingProcesses.Count} processes is lost. The last checkpoint is "
                            + "kept: the same line goes on from it."
                    )
                    .ConfigureAwait(false);
                Environment.Exit(GlmTool.ToldToEnd);
            });
        });
}
