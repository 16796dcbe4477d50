using System.Globalization;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// The folder of a run while it trains: <c>checkpoints/step-00000120</c>, the state after 120 steps, of which the last two stay;
/// <c>checkpoints/best-00000100</c>, the model at its smallest held-out loss; and <c>log.jsonl</c>. A folder in it is complete or not
/// there: it is made under a temporary name and renamed. One program at a time trains in a folder.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string CheckpointsName = "checkpoints";
    private const string LockName = ".glm-run";
    private const string StepBeginning = "step-";
    private const string BestBeginning = "best-";

    /// <summary>How many checkpoints stay: where the last is damaged, the one before serves.</summary>
    private const int Kept = 2;

    private readonly string _checkpoints;
    private readonly FileStream _held;

    private RunFolder(string folder, string checkpoints, FileStream held) => (Path, _checkpoints, _held) = (folder, checkpoints, held);

    /// <summary>The folder, as it was named.</summary>
    public string Path { get; }

    /// <summary>Takes a folder for a run; made if absent.</summary>
    /// <exception cref="GlmException">It cannot be written, or another program trains in it.</exception>
    public static RunFolder Hold(string folder)
    {
        StoredFile.RequireWritable(System.IO.Path.Combine(folder, RunLog.Name));
        var checkpoints = System.IO.Path.Combine(folder, CheckpointsName);
        return Guarded(folder, () =>
        {
            Directory.CreateDirectory(checkpoints);
            var path = System.IO.Path.Combine(checkpoints, LockName);
            try
            {
                var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                return new RunFolder(folder, checkpoints, held);
            }
            catch (IOException exception) when (File.Exists(path))
            {
                throw new GlmException(
                    $"{folder}: another training is at work in this folder. Wait for its end, or save to another folder.",
                    exception
                );
            }
        });
    }

    /// <summary>The last checkpoint of a folder that is whole, null where there is none at all, and what is wrong with those after
    /// it.</summary>
    /// <exception cref="GlmException">There are checkpoints, and none is whole.</exception>
    public static (TrainingCheckpoint? Last, IReadOnlyList<string> Damaged) FindLast(string folder)
    {
        var damaged = new List<string>();
        foreach (var (_, path) in List(System.IO.Path.Combine(folder, CheckpointsName), StepBeginning))
        {
            TrainingStateFile.RequireKnownVersion(System.IO.Path.Combine(path, TrainingStateFile.Name));
            try
            {
                return (TrainingCheckpoint.Open(path), damaged);
            }
            catch (GlmException exception)
            {
                damaged.Add($"The checkpoint {System.IO.Path.GetFileName(path)} cannot be used: {Within(folder, exception)}");
            }
        }
        return damaged.Count == 0
            ? (null, damaged)
            : throw new GlmException(
                $"{folder}: no checkpoint of the run is whole. {damaged[0]} Restore the folder, save to another one, or begin anew "
                    + $"({Setting.Of(nameof(TrainingOptions.Restart))})."
            );
    }

    /// <summary>A message about a file of the folder, without the folder's name.</summary>
    private static string Within(string folder, GlmException exception) =>
        exception.Message.Replace(System.IO.Path.Combine(folder, ""), "", StringComparison.Ordinal).TrimStart('/', '\\');

    /// <summary>Whether a folder holds a run, whole or damaged.</summary>
    public static bool HasCheckpoints(string folder) => List(System.IO.Path.Combine(folder, CheckpointsName), StepBeginning).Count > 0;

    /// <summary>Where the state after so many steps is.</summary>
    public string PathOf(int step) => NameIn(_checkpoints, StepBeginning, step);

    /// <summary>The model of the best evaluation; null where it is not there.</summary>
    public string? FindBest(int step) => NameIn(_checkpoints, BestBeginning, step) is var path && Directory.Exists(path) ? path : null;

    /// <summary>Writes the state after so many steps, and takes away what is no longer needed.</summary>
    /// <param name="step">How many.</param>
    /// <param name="best">The step of the best evaluation so far, whose model stays.</param>
    /// <param name="write">Writes into an empty folder.</param>
    /// <exception cref="GlmException">The folder cannot be written; what was there is there still.</exception>
    public void Write(int step, int? best, Action<string> write)
    {
        Place(PathOf(step), write);
        foreach (var (_, path) in List(_checkpoints, StepBeginning).Where(found => found.Step <= step).Skip(Kept))
            Remove(path);
        foreach (var (_, path) in List(_checkpoints, StepBeginning).Where(found => found.Step > step))
            Remove(path); // damaged ones, behind which the run went on
        foreach (var (_, path) in List(_checkpoints, BestBeginning).Where(found => found.Step != best))
            Remove(path);
    }

    /// <summary>Writes the model of the best evaluation; an earlier one stays until the next state is written.</summary>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void WriteBest(int step, Action<string> write) => Place(NameIn(_checkpoints, BestBeginning, step), write);

    /// <summary>Takes away what an earlier run left.</summary>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void Clear()
    {
        var found = List(_checkpoints, StepBeginning).Concat(List(_checkpoints, BestBeginning)).ToList();
        if (found.Count > 0) // or else a file of that name is not a run's
            Guarded(Path, () =>
            {
                File.Delete(System.IO.Path.Combine(Path, BaselineFile.Name));
                return Path;
            });
        foreach (var (_, path) in found)
            Remove(path);
    }

    public void Dispose() => _held.Dispose();

    private static string NameIn(string checkpoints, string beginning, int step) =>
        System.IO.Path.Combine(checkpoints, beginning + step.ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>The last first.</summary>
    private static IReadOnlyList<(int Step, string Path)> List(string checkpoints, string beginning) =>
        !Directory.Exists(checkpoints)
            ? []
            :
            [
                .. Directory
                    .GetDirectories(checkpoints, beginning + "*")
                    .Select(path => (Step: StepOf(System.IO.Path.GetFileName(path)[beginning.Length..]), path))
                    .Where(found => found.Step >= 0)
                    .OrderByDescending(found => found.Step),
            ];

    private static int StepOf(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    private void Place(string path, Action<string> write) => Guarded(Path, () =>
        {
            using var stage = TemporaryPath.In(_checkpoints);
            Directory.CreateDirectory(stage.Path);
            write(stage.Path);
            if (Directory.Exists(path))
                Remove(path); // a damaged one
            Directory.Move(stage.Path, path);
            foreach (var file in Directory.EnumerateFiles(path))
                FileTrace.NoteWritten(file);
            return path;
        });

    /// <summary>In one step out of sight, so that a kill leaves no half of it behind.</summary>
    private void Remove(string path) => Guarded(Path, () =>
        {
            using var gone = TemporaryPath.In(_checkpoints);
            Directory.Move(path, gone.Path);
            return path;
        });

    private static T Guarded<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GlmException(
                $"{folder}: the state of the training cannot be saved there ({StoredFile.Reason(exception)}). Name a folder that can be "
                    + $"written, or make room there.",
                exception
            );
        }
    }
}
