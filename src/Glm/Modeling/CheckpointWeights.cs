using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>Moves weights between a model's flat buffer and a file, tensor by tensor, under their published names.</summary>
internal static class CheckpointWeights
{
    /// <summary>Compares a file with a model, key by key.</summary>
    /// <exception cref="GlmException">A tensor is missing or of the wrong shape, or the model has no place for one.</exception>
    public static CheckpointReport Compare(ParameterLayout layout, WeightFile file)
    {
        var entries = new List<CheckpointEntry>();
        var found = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (key, slot) in PublishedLayout.TensorsOf(layout))
        {
            var status =
                !found.Remove(key, out var tensor) ? CheckpointStatus.Missing
                : tensor.Shape.SequenceEqual(slot.Shape) ? CheckpointStatus.Loaded
                : CheckpointStatus.WrongShape;
            entries.Add(new CheckpointEntry(key, status, tensor?.Shape, slot.Shape));
        }
        entries.AddRange(
            found.Values.Select(tensor => new CheckpointEntry(
                tensor.Name,
                PublishedLayout.IsDeadWeight(tensor.Name) ? CheckpointStatus.DeadWeight : CheckpointStatus.Unexpected,
                tensor.Shape,
                null
            ))
        );
        var report = new CheckpointReport(file.Path, entries);
        if (
            entries.Any(entry =>
                entry.Status is CheckpointStatus.Missing or CheckpointStatus.WrongShape
                || (entry.Status == CheckpointStatus.Unexpected && PublishedLayout.IsLive(entry.Key))
            )
        )
            throw new GlmException($"{file.Path}: the file does not fit the model: {report}. Give the config.json that belongs to it.");
        return report;
    }

    /// <summary>Reads all tensors of the model straight into its buffer.</summary>
    /// <exception cref="GlmException">The file is damaged, or a weight is not finite.</exception>
    public static void Read(WeightFile file, FlatParameters weights)
    {
        foreach (var (key, slot) in PublishedLayout.TensorsOf(weights.Layout))
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            var target = weights.View(slot);
            var local = target.device_type == TorchSharp.DeviceType.CPU ? target : empty(slot.Shape);
            file.ReadSingles(key, local.bytes);
            if (!ReferenceEquals(local, target))
                target.copy_(local);
        }
        if (!weights.AreFinite())
            throw new GlmException($"{file.Path}: a weight is NaN or infinite, so the model cannot compute. Download or train it again.");
    }

    /// <summary>Writes a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The numbers.</param>
    /// <param name="id">Of the checkpoint.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, FlatParameters weights, string id)
    {
        using var still = no_grad();
        SafeTensorsWriter.Write(
            path,
            [
                .. PublishedLayout
                    .TensorsOf(weights.Layout)
                    .Select(tensor => new SafeTensorSource(tensor.Key, ElementType.Float32, tensor.Slot.Shape, stream =>
                    {
                        using var scope = NewDisposeScope();
                        stream.Write(weights.View(tensor.Slot).cpu().bytes);
                    })),
            ],
            new Dictionary<string, string>
            {
                ["format"] = "pt",
                ["generator"] = "Glm.Interactive",
                [CheckpointIdentity.Key] = id,
            }
        );
    }
}
