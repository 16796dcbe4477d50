using System.Globalization;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// <c>optimizer.safetensors</c> of a checkpoint: the moments of AdamW as float32 in pieces, "mean.0", "mean.1", …, and "variance.0", …,
/// and its step in the metadata; "average.0", … where a moving average of the weights is kept.
/// </summary>
internal static class OptimizerFile
{
    public const string Name = "optimizer.safetensors";

    private const string Mean = "mean";
    private const string Variance = "variance";
    private const string Average = "average";
    private const string Step = "step";

    /// <summary>Numbers per piece: 1 GiB, since a piece is read into one array.</summary>
    private const long Piece = 1 << 28;

    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, FlatAdamW optimizer, MovingAverage? average)
    {
        using var still = no_grad();
        SafeTensorsWriter.Write(
            path,
            [.. Pieces(optimizer, average).Select(piece => Source(piece.Name, piece.Part))],
            new Dictionary<string, string> { [Step] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) }
        );
    }

    /// <summary>Gives an optimiser of the same ranges, and an average of the same model, the state that was written.</summary>
    /// <exception cref="GlmException">The file is damaged, or of other ranges.</exception>
    public static void Read(string path, FlatAdamW optimizer, MovingAverage? average)
    {
        using var still = no_grad();
        using var file = SafeTensorsFile.Open(path);
        var pieces = Pieces(optimizer, average).ToArray();
        if (
            file.Names.Count != pieces.Length
            || pieces.Any(piece => file.Find(piece.Name) is not { Type: ElementType.Float32, Shape: [var count] } || count != piece.Count)
            || !int.TryParse(file.Metadata.GetValueOrDefault(Step), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
        )
            throw new GlmException($"{path}: it holds the moments of other parameters than those that are trained here.");
        foreach (var piece in pieces)
        {
            using var scope = NewDisposeScope();
            var target = piece.Part();
            var local = target.device_type == TorchSharp.DeviceType.CPU ? target : empty(piece.Count);
            file.ReadInto(piece.Name, local.bytes);
            if (!ReferenceEquals(local, target))
                target.copy_(local);
        }
        optimizer.Steps = step;
    }

    private static IEnumerable<(string Name, long Count, Func<Tensor> Part)> Pieces(FlatAdamW optimizer, MovingAverage? average) =>
        Pieces(Mean, optimizer.Mean)
            .Concat(Pieces(Variance, optimizer.Variance))
            .Concat(average is null ? [] : Pieces(Average, average.Values));

    private static IEnumerable<(string Name, long Count, Func<Tensor> Part)> Pieces(string name, Tensor flat)
    {
        for (long start = 0, i = 0; start < flat.numel(); start += Piece, i++)
        {
            var (first, count) = (start, Math.Min(Piece, flat.numel() - start));
            yield return (string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"), count, () => flat.narrow(0, first, count));
        }
    }

    private static SafeTensorSource Source(string name, Func<Tensor> part)
    {
        using var scope = NewDisposeScope();
        return new SafeTensorSource(name, ElementType.Float32, [part().numel()], stream =>
        {
            using var inner = NewDisposeScope();
            stream.Write(part().cpu().bytes);
        });
    }
}
