using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Formats.Text;
using Glm.Modeling.Sets;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Modeling.Functions;

/// <summary>
/// Files of models of functions: the folders of PlasGO (<c>mf</c>, <c>bp</c>, <c>cc</c>), which hold the weights as Hugging Face writes
/// them, a <c>config.json</c>, and in or above them <c>labels.dict</c>; and the <c>.safetensors</c> that are written here, with the same
/// names of tensors and all else in the metadata. Weights and pickles are read as data and never run.
/// </summary>
public static partial class FunctionModelFile
{
    private static readonly string[] WeightNames = ["model.safetensors", "pytorch_model.bin"];
    private static readonly string[] Wrappers = ["state_dict.", "module.", "model."];

    private const string ConfigName = "config.json";
    private const string ConfigKey = "function_model";
    private const string MeanKey = "input_mean";
    private const string DeviationKey = "input_deviation";
    private const int UsualHeads = 8;
    private const long MostConfigBytes = 16 << 20;

    /// <summary>Opens a model. Its shape is that of its tensors; what they do not tell is read from the configuration.</summary>
    /// <param name="path">A folder as PlasGO publishes them, or a file of weights (.safetensors, .bin).</param>
    /// <exception cref="GlmException">The file is missing or damaged, holds another model, or contradicts its configuration; a tensor is
    /// missing, of the wrong shape or not finite.</exception>
    public static FunctionModel Open(string path)
    {
        NativeTorch.Ensure();
        var weightsPath = Directory.Exists(path) ? WeightsOf(path) : path;
        var folder = Path.GetDirectoryName(Path.GetFullPath(weightsPath))!;
        using var file = WeightFile.Open(weightsPath);
        var tensors = Tensors(file);
        var remarks = new List<string>();
        var config = ConfigOf(file, folder, tensors, remarks);
        var layout = LayoutOf(weightsPath, config);
        var report = Compare(file, layout, tensors);
        var weights = new FlatTensors(layout.Tensors.Select(tensor => tensor.Shape), CPU);
        try
        {
            using var still = no_grad();
            var model = new FunctionModel(NameOf(path), config, layout, weights) { LoadReport = report, Remarks = remarks };
            for (var i = 0; i < layout.Tensors.Count; i++)
            {
                using var scope = NewDisposeScope();
                var (target, name) = (model.View(i), tensors[layout.Tensors[i].Key].Name);
                file.ReadSingles(name, target.bytes);
                if (!target.isfinite().all().item<bool>())
                    throw new GlmException(
                        $"{weightsPath}: tensor {LineText.Quoted(name)} holds a number that is NaN or infinite. Download or train "
                            + "it again."
                    );
            }
            model.Input = InputOf(file, config.ProteinWidth);
            return model;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model as .safetensors, under PlasGO's names and with its shape and labels in the metadata.</summary>
    /// <param name="path">The file; one that exists is replaced once the new one is complete.</param>
    /// <param name="model">Any.</param>
    /// <exception cref="GlmException">The name ends otherwise, or the file cannot be written.</exception>
    public static void Write(string path, FunctionModel model)
    {
        if (!WeightFile.IsSafeTensors(path))
            throw new GlmException($"{path}: models are written as .safetensors. Let the name end so.");
        using var still = no_grad();
        SafeTensorsWriter.Write(
            path,
            [.. model.Layout.Tensors.Select((tensor, i) => new SafeTensorSource(tensor.Key, ElementType.Float32, tensor.Shape, stream =>
                        {
                            using var scope = NewDisposeScope();
                            stream.Write(model.View(i).contiguous().bytes);
                        }))],
            new Dictionary<string, string>
            {
                ["format"] = "pt",
                ["generator"] = "Glm.Interactive",
                [ConfigKey] = Described(model).ToJsonString(),
            }
        );
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    private static string WeightsOf(string folder) =>
        WeightNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new GlmException(
            $"{folder}: it holds neither {string.Join(" nor ", WeightNames)}. Name the folder of one model, such as PlasGO's models/mf."
        );

    /// <summary>By the names of the layout; old files of BERT call the numbers of a LayerNorm gamma and beta.</summary>
    private static Dictionary<string, WeightTensor> Tensors(WeightFile file)
    {
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            var name = tensor.Name;
            foreach (var wrapper in Wrappers)
                if (name.StartsWith(wrapper, StringComparison.Ordinal))
                    name = name[wrapper.Length..];
            if (name.EndsWith("LayerNorm.gamma", StringComparison.Ordinal))
                name = name[..^"gamma".Length] + "weight";
            else if (name.EndsWith("LayerNorm.beta", StringComparison.Ordinal))
                name = name[..^"beta".Length] + "bias";
            if (!tensors.TryAdd(name, tensor))
                throw new GlmException(
                    $"{file.Path}: two tensors are called {LineText.Quoted(name)}, once with a name around it. Save one of them."
                );
        }
        return tensors;
    }

    private static FunctionModelConfig ConfigOf(
        WeightFile file,
        string folder,
        Dictionary<string, WeightTensor> tensors,
        List<string> remarks
    )
    {
        var path = file.Path;
        var (hidden, width) = Matrix(FunctionModelLayout.Projection + ".weight");
        var (places, _) = Matrix(FunctionModelLayout.Places);
        var (wide, _) = Matrix(FunctionModelLayout.LayerPrefix + "0.intermediate.dense.weight");
        var (labelCount, read) = Matrix(FunctionModelLayout.Classifier + ".weight");
        if (read != hidden && read != hidden + width)
            throw new GlmException(
                $"{path}: its classifier reads {read} numbers; {hidden} of the encoder, or {hidden + width} with the protein's vector, "
                    + "are expected. Download it again."
            );
        var layers = tensors
            .Keys.Select(name => LayerNumber().Match(name))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Count();
        var own = file.Metadata?.GetValueOrDefault(ConfigKey) is { } json ? CheckpointSettings.Parse(json) : null;
        var beside = Path.Combine(folder, ConfigName);
        var settings = own
            ?? (
                File.Exists(beside)
                    ? CheckpointSettings.Parse(TextFile.ReadAll(beside, MostConfigBytes, "a configuration"))
                        ?? throw new GlmException($"{beside}: this is not a JSON object. Restore it, or take it away.")
                    : CheckpointSettings.Empty
            );
        if (settings.Text("hidden_act") is { } act && act != "gelu")
            throw new GlmException($"{beside}: its hidden_act is {LineText.Quoted(act, 40)}; gelu is known. Use PlasGO's models.");
        Agree("num_hidden_layers", layers);
        Agree("hidden_size", hidden);
        Agree("intermediate_size", wide);
        if (settings.Whole("num_attention_heads") is null)
            remarks.Add($"The file does not tell its number of heads; {UsualHeads} are assumed, as PlasGO has.");
        if (own is null)
            remarks.Add("Protein vectors are read as they are: PlasGO's models read ProtT5-XL-U50, means without the end mark.");
        return new FunctionModelConfig(width, Labels())
        {
            HiddenSize = hidden,
            Heads = settings.Whole("num_attention_heads") is { } heads ? (int)Math.Clamp(heads, int.MinValue, int.MaxValue) : UsualHeads,
            FeedForward = wide,
            Layers = layers,
            MaxGenes = places,
            Dropout = settings.Number("hidden_dropout_prob") ?? 0.1,
            ConcatenatesInput = read != hidden,
            LabelName = settings.Text("label_name") ?? NameOf(folder).ToLowerInvariant(),
        };

        (int Rows, int Columns) Matrix(string name) =>
            tensors.GetValueOrDefault(name)?.Shape switch
            {
                [> 0 and <= int.MaxValue / 8 and var rows, > 0 and <= int.MaxValue / 8 and var columns] => ((int)rows, (int)columns),
                null => throw new GlmException(
                    $"{path}: no model of functions: among its {tensors.Count} tensors is no {name}. Name a model of PlasGO, or one that "
                        + "was saved here."
                ),
                var shape => throw new GlmException(
                    $"{path}: '{name}' has the shape [{string.Join(", ", shape.Take(8))}]; a matrix is expected. Download it again."
                ),
            };

        void Agree(string name, long found)
        {
            if (settings.Whole(name) is { } stated && stated != found)
                throw new GlmException(
                    $"{path}: its configuration has {name} {stated}, and its tensors are of {found}. Restore the configuration."
                );
        }

        IReadOnlyList<string> Labels()
        {
            var labels = own is not null ? OwnLabels(path, file.Metadata![ConfigKey]) : null;
            if (labels is null && PlasgoFiles.LabelsOf(folder) is { } dict)
                labels = PlasgoFiles.ReadLabels(dict, NameOf(folder));
            if (labels is null)
            {
                remarks.Add("No labels.dict lies in or above the folder: labels are called by their numbers.");
                return [.. Enumerable.Range(0, labelCount).Select(i => $"label {i}")];
            }
            return labels.Count == labelCount
                ? labels
                : throw new GlmException(
                    $"{path}: it predicts {labelCount} labels, and {labels.Count} are named for it. Restore the labels of this model."
                );
        }
    }

    private static IReadOnlyList<string> OwnLabels(string path, string json)
    {
        if (
            JsonNode.Parse(json)?["labels"] is JsonArray array
            && array.All(one => one is JsonValue value && value.TryGetValue<string>(out _))
        )
            return [.. array.Select(one => (string)one!)];
        throw new GlmException($"{path}: its metadata name no labels. Save the model again.");
    }

    /// <summary>What standardises protein vectors; null where the file has nothing of it.</summary>
    private static ColumnMoments? InputOf(WeightFile file, int width)
    {
        if (file.Metadata?.GetValueOrDefault(ConfigKey) is not { } json || JsonNode.Parse(json) is not JsonObject parsed)
            return null;
        if (parsed[MeanKey] is null && parsed[DeviationKey] is null)
            return null;
        var (mean, deviation) = (Numbers(MeanKey), Numbers(DeviationKey));
        if (!Array.TrueForAll(deviation, number => number > 0))
            throw new GlmException($"{file.Path}: its {DeviationKey} has numbers that are not above 0. Save the model again.");
        return new ColumnMoments(mean, deviation);

        double[] Numbers(string name)
        {
            try
            {
                var numbers = parsed[name]!.Deserialize<double[]>()!;
                if (numbers.Length == width && Array.TrueForAll(numbers, double.IsFinite))
                    return numbers;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
            {
                // Told below.
            }
            throw new GlmException($"{file.Path}: its {name} is no list of {width} numbers. Save the model again.");
        }
    }

    /// <summary>The layout of a model that a file describes; what is wrong with it is the file's fault.</summary>
    private static FunctionModelLayout LayoutOf(string path, FunctionModelConfig config)
    {
        try
        {
            return new FunctionModelLayout(config);
        }
        catch (GlmException mistake)
        {
            throw new GlmException($"{path}: its configuration does not make a model. {mistake.Message}", mistake);
        }
    }

    private static CheckpointReport Compare(WeightFile file, FunctionModelLayout layout, Dictionary<string, WeightTensor> tensors)
    {
        var entries = new List<CheckpointEntry>();
        foreach (var (key, shape) in layout.Tensors)
        {
            var found = tensors.GetValueOrDefault(key)?.Shape;
            var status =
                found is null ? CheckpointStatus.Missing
                : found.SequenceEqual(shape) ? CheckpointStatus.Loaded
                : CheckpointStatus.WrongShape;
            entries.Add(new CheckpointEntry(key, status, found, shape));
        }
        // Such as a pooler that nothing reads.
        var known = layout.Tensors.Select(tensor => tensor.Key).ToHashSet(StringComparer.Ordinal);
        entries.AddRange(
            tensors
                .Where(one => !known.Contains(one.Key))
                .Select(one => new CheckpointEntry(one.Key, CheckpointStatus.DeadWeight, one.Value.Shape, null))
        );
        var report = new CheckpointReport(file.Path, entries);
        return report.IsComplete
            ? report
            : throw new GlmException($"{file.Path}: the file does not fit the model: {report}. Name a whole model.");
    }

    private static JsonObject Described(FunctionModel model)
    {
        var config = model.Config;
        var described = new JsonObject
        {
            ["hidden_size"] = config.HiddenSize,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["intermediate_size"] = config.FeedForward,
            ["hidden_dropout_prob"] = config.Dropout,
            ["hidden_act"] = "gelu",
            ["label_name"] = config.LabelName,
            ["labels"] = new JsonArray([.. config.Labels.Select(label => (JsonNode)label)]),
        };
        if (model.Input is { } input)
        {
            described[MeanKey] = new JsonArray([.. input.Mean.Select(number => (JsonNode)number)]);
            described[DeviationKey] = new JsonArray([.. input.StandardDeviation.Select(number => (JsonNode)number)]);
        }
        return described;
    }

    [GeneratedRegex(@"^bert\.encoder\.layer\.([0-9]{1,6})\.")]
    private static partial Regex LayerNumber();
}
