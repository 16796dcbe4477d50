using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// Whether a run that was found in a folder is the one that is asked for: with the same options, data and model. A run that went on with
/// anything else would be neither of the two.
/// </summary>
internal static class RunComparison
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The run that a model in memory was trained by last: it may have gone further than any checkpoint.</summary>
    private static readonly ConditionalWeakTable<GlmModel, string> TrainedBy = [];

    /// <summary>Notes that a run trains a model.</summary>
    public static void Note(GlmModel model, string run) => TrainedBy.AddOrUpdate(model, run);

    /// <summary>A checksum of a model's shape and weights.</summary>
    public static string ChecksumOf(GlmModel model) => CheckpointIdentity.Of(model.Config, model.Parameters, FeatureFit.None);

    /// <summary>Compares a run with what is asked for.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="found">Its last checkpoint.</param>
    /// <param name="model">That is to be trained.</param>
    /// <param name="data">That it is to be trained on.</param>
    /// <param name="options">As the run would follow them.</param>
    /// <param name="function">Of the function labels; null for none.</param>
    /// <exception cref="GlmException">Something differs; the message names it, what it was and what it is.</exception>
    public static void Check(
        string folder,
        TrainingCheckpoint found,
        GlmModel model,
        IWindowData data,
        TrainingOptions options,
        FunctionIdentity? function
    )
    {
        var anew = $"begin anew ({Setting.Of(nameof(TrainingOptions.Restart))})";
        var asItBegan = $"go on with the run as it began ({Setting.Of(nameof(TrainingOptions.Resume))})";
        if (FirstDifference(found.Config, model.Config) is var (size, was, now))
            throw new GlmException(
                $"{folder}: the run there trains a model of another shape, with {size} {was}, and this one has {now}. Give the model of "
                    + $"that run, save to another folder, or {anew}."
            );
        if (found.State.Function != function)
            throw new GlmException(
                $"{folder}: the run there learns with {FunctionIdentity.Words(found.State.Function)}, and this one has "
                    + $"{(function?.Name == found.State.Function?.Name ? "others of that name" : FunctionIdentity.Words(function))}. Give "
                    + $"the same {Setting.Of("Function")}, save to another folder, or {anew}."
            );
        var ran = options.Resume
            ? found.State.Options with
            {
                Steps = options.Steps,
                Minutes = options.Minutes,
                Patience = options.Patience,
            }
            : found.State.Options;
        if (FirstDifference(ran, options) is var (option, before, asked))
            throw new GlmException(
                $"{folder}: the run there has {Setting.Named(option.Split('.')[0])} {Within(option)}{before}, and {asked} is asked for. "
                    + $"Give the same, {asItBegan}, save to another folder, or {anew}."
            );
        if (options.Steps < found.State.Step)
            throw new GlmException(
                $"{folder}: the run there has done {found.State.Step} steps already, and {Setting.Of(nameof(TrainingOptions.Steps))} is "
                    + $"{options.Steps}. Ask for more steps than it has done."
            );
        if (found.State.Data.DifferenceOf(data.Identify()) is { } difference)
            throw new GlmException(
                $"{folder}: these are not the data that the run there learns from: they {difference}. Give the data that it began with, "
                    + $"save to another folder, or {anew}."
            );
        if (!options.Resume && !IsOf(folder, found.State, model, FeatureFit.Of(data.Transform)))
            throw new GlmException(
                $"{folder}: the run there did not begin with this model, but with other weights. Give the model that it began with, "
                    + $"{asItBegan}, save to another folder, or {anew}."
            );
    }

    /// <summary>The first property in which two records differ, with both values as JSON; nested ones are "Outer.Inner".</summary>
    internal static (string Name, string Was, string Now)? FirstDifference<T>(T was, T now) =>
        FirstDifference("", JsonSerializer.SerializeToNode(was, Json)!.AsObject(), JsonSerializer.SerializeToNode(now, Json)!.AsObject());

    /// <summary>The properties of a record, those of nested records as "Outer.Inner", with their values as JSON.</summary>
    internal static Dictionary<string, string> Flatten<T>(T record)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("", JsonSerializer.SerializeToNode(record, Json)!.AsObject());
        return flat;

        void Add(string outer, JsonObject values)
        {
            foreach (var (name, value) in values)
                if (value is JsonObject inner)
                    Add($"{outer}{name}.", inner);
                else
                    flat.Add(outer + name, Written(value));
        }
    }

    private static (string Name, string Was, string Now)? FirstDifference(string outer, JsonObject was, JsonObject now)
    {
        foreach (var (name, value) in was)
            if (value is JsonObject inner && now[name] is JsonObject other)
            {
                if (FirstDifference($"{outer}{name}.", inner, other) is { } difference)
                    return difference;
            }
            else if (!JsonNode.DeepEquals(value, now[name]))
                return (outer + name, Written(value), Written(now[name]));
        return null;
    }

    private static string Written(JsonNode? value) => LineText.Shown(value?.ToJsonString() ?? "none").Trim('"');

    private static string Within(string option) => option.Contains('.') ? $"with {option[(option.IndexOf('.') + 1)..]} " : "";

    /// <summary>Whether a model is the one that a run began with, the one that it saved, or the one that it trained just now.</summary>
    private static bool IsOf(string folder, TrainingState state, GlmModel model, FeatureFit features) =>
        TrainedBy.TryGetValue(model, out var run) && run == state.Run
        || ChecksumOf(model) == state.StartModel
        || Holds(folder, model, features);

    /// <summary>Whether a folder holds this very model.</summary>
    public static bool Holds(string folder, GlmModel model, FeatureFit features)
    {
        var config = Path.Combine(folder, GlmCheckpoint.ConfigFile);
        return File.Exists(config)
            && CheckpointIdentity.Read(config)?.Id == CheckpointIdentity.Of(model.Config, model.Parameters, features);
    }
}
