using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>Several training runs side by side. Immutable by convention.</summary>
/// <param name="Runs">In the order in which they were given or found.</param>
/// <param name="Unreadable">A line for every folder that could not be read, with the reason. Untrusted text.</param>
public sealed record RunOverview(IReadOnlyList<RunSummary> Runs, IReadOnlyList<string> Unreadable)
{
    /// <summary>
    /// The options in which the runs differ, by name ("LearningRate", "Recipe.MaxGradientNorm"), each with a value per run: JSON, "" where
    /// a run's options are not known.
    /// </summary>
    public IReadOnlyList<(string Option, IReadOnlyList<string> Values)> Differences
    {
        get
        {
            var all = Runs.Select(run => run.Options is { } options ? RunComparison.Flatten(options) : []).ToArray();
            var known = all.Where(options => options.Count > 0).ToArray();
            return
            [
                .. known
                    .SelectMany(options => options.Keys)
                    .Distinct()
                    .Where(name => known.Select(options => options.GetValueOrDefault(name, "")).Distinct().Skip(1).Any())
                    .Select(name => (name, (IReadOnlyList<string>)[.. all.Select(options => options.GetValueOrDefault(name, ""))])),
            ];
        }
    }

    /// <summary>
    /// The runs of some folders: each is that of a run, or holds such folders. One that cannot be read does not keep the others back.
    /// </summary>
    /// <param name="folders">Folders that <c>train --save</c> or <see cref="TrainingOptions.SaveTo"/> wrote, or their parents.</param>
    /// <exception cref="GlmException">A folder does not exist.</exception>
    public static RunOverview Of(IReadOnlyList<string> folders)
    {
        var (runs, unreadable) = (new List<RunSummary>(), new List<string>());
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
                throw new GlmException($"{folder}: there is no such folder; check the name. Name the folder of a run, or one of runs.");
            var found = RunFolder.HasCheckpoints(folder) ? [folder] : Within(folder);
            if (found.Count == 0)
                unreadable.Add(
                    $"{folder}: there is no run in it, nor in a folder of it. A run leaves checkpoints where its model is saved."
                );
            foreach (var path in found)
                try
                {
                    runs.Add(RunSummary.Of(path, TrainingRun.Open(path)));
                }
                catch (GlmException exception)
                {
                    unreadable.Add(exception.Message);
                }
        }
        return new RunOverview(runs, unreadable);
    }

    private static IReadOnlyList<string> Within(string folder)
    {
        try
        {
            return [.. Directory.GetDirectories(folder).Where(RunFolder.HasCheckpoints).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (StoredFile.Explain(folder, "read", exception) is { } explained)
        {
            throw explained;
        }
    }
}
