using System.CommandLine;
using Glm.Interactive.Commands;
using Glm.Kernel.Jobs;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm train CONFIG</c>: a training without a notebook, by the commands that a file lists.</summary>
internal static class TrainVerb
{
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
            var session = new GlmSession(progress: (_, _) => log.Begin(display: null));
            var job = Job.Read(config, session.Catalogue);
            var host = new TerminalHost(terminal.Cancellation) { WorkingDirectory = job.Folder };
            var number = 0;
            foreach (var step in job.Steps)
            {
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
            return 0;
        });
}
