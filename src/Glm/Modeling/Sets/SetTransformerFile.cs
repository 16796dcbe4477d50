using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Formats.Text;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling.Sets;

/// <summary>
/// Files of protein set transformers: <c>*.ckpt</c> as Lightning writes them, read as data and never run, and <c>*.safetensors</c>, whose
/// hyper-parameters lie in its metadata or in a <c>config.json</c> beside it.
/// </summary>
public static partial class SetTransformerFile
{
    private const string HyperParameters = "hyper_parameters";
    private const string DataParameters = "datamodule_hyper_parameters";
    private const string ModelConfig = "config";
    private const string FixedRate = "FIXED_POINTSWAP_RATE";
    private const string StateDict = "state_dict.";
    private const string CompiledPart = "_orig_mod.";
    private const string ConfigName = "config.json";
    private const string GenomicPrefix = "model.encoder.";
    private const string DecoderPrefix = "model.decoder.";
    private const string EncoderPrefix = "model.";
    private const string ToAnchor = "closest_to_anchor";
    private const long MostConfigBytes = 1 << 20;

    /// <summary>Opens a model. Its shape is that of the tensors; heads, and who attends to whom, are told by the
    /// hyper-parameters.</summary>
    /// <param name="path">A checkpoint (.ckpt, .pt) or a .safetensors file.</param>
    /// <exception cref="GlmException">The file is missing or damaged, holds another model, or contradicts its hyper-parameters; a tensor
    /// is
    /// missing, of the wrong shape, unknown, or not finite.</exception>
    public static ProteinSetTransformer Open(string path)
    {
        NativeTorch.Ensure();
        using var file = WeightFile.Open(path);
        var tensors = Tensors(file);
        var (model, data) = Settings(file);
        var remarks = new List<string>();
        var config = ConfigOf(path, tensors, model, data, remarks);
        var layout = LayoutOf(path, config);
        var report = Compare(file, layout, tensors);
        var weights = new FlatTensors(layout.Shapes, CPU);
        try
        {
            using var still = no_grad();
            var transformer = new ProteinSetTransformer(System.IO.Path.GetFileName(path), config, layout, weights)
            {
                LoadReport = report,
                Remarks = remarks,
            };
            foreach (var tensor in layout.Tensors)
            {
                using var scope = NewDisposeScope();
                var target = transformer.View(tensor);
                file.ReadSingles(tensors[tensor.Key].Name, target.bytes);
                if (!target.isfinite().all().item<bool>())
                    throw new GlmException(
                        $"{path}: tensor {LineText.Quoted(tensors[tensor.Key].Name)} holds a number that is NaN or infinite. Download or "
                            + $"train it again."
                    );
            }
            return transformer;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model as .safetensors, under the published names and with its hyper-parameters in the metadata.</summary>
    /// <param name="path">The file; one that exists is replaced once the new one is complete.</param>
    /// <param name="model">Any.</param>
    /// <exception cref="GlmException">The name ends otherwise, or the file cannot be written.</exception>
    public static void Write(string path, ProteinSetTransformer model)
    {
        if (!WeightFile.IsSafeTensors(path))
            throw new GlmException($"{path}: models are written as .safetensors. Let the name end so.");
        using var still = no_grad();
        SafeTensorsWriter.Write(
            path,
            [.. model.Layout.Tensors.Select(tensor => new SafeTensorSource(tensor.Key, ElementType.Float32, tensor.Shape, stream =>
                {
                    using var scope = NewDisposeScope();
                    stream.Write(model.View(tensor).contiguous().bytes);
                }))],
            new Dictionary<string, string>
            {
                ["format"] = "pt",
                ["generator"] = "Glm.Interactive",
                [HyperParameters] = Described(model.Config).ToJsonString(),
                [DataParameters] = DescribedData(model.Config).ToJsonString(),
            }
        );
    }

    /// <summary>The tensors of the model by their published names; a compiled model's have a part more in them.</summary>
    private static Dictionary<string, WeightTensor> Tensors(WeightFile file)
    {
        var isWrapped = file.Tensors.Any(tensor => tensor.Name.StartsWith(StateDict, StringComparison.Ordinal));
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            if (isWrapped && !tensor.Name.StartsWith(StateDict, StringComparison.Ordinal))
                continue;
            var name = (isWrapped ? tensor.Name[StateDict.Length..] : tensor.Name).Replace(CompiledPart, "", StringComparison.Ordinal);
            if (!tensors.TryAdd(name, tensor))
                throw new GlmException(
                    $"{file.Path}: two tensors are called {LineText.Quoted(name)}, with and without '{CompiledPart}'. Save one of them."
                );
        }
        return tensors;
    }

    /// <summary>What the file, or the configuration beside it, says of the model and of its data.</summary>
    private static (CheckpointSettings Model, CheckpointSettings Data) Settings(WeightFile file)
    {
        var root = CheckpointSettings.Of(file.Root) ?? CheckpointSettings.Empty;
        if (file.Metadata is { } metadata)
        {
            CheckpointSettings Of(string name) =>
                metadata.TryGetValue(name, out var json) && CheckpointSettings.Parse(json) is { } parsed
                    ? parsed
                    : CheckpointSettings.Empty;
            var (model, data) = (Of(HyperParameters), Of(DataParameters));
            if (model.IsEmpty)
                model = Of(ModelConfig);
            var beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file.Path))!, ConfigName);
            if (model.IsEmpty && File.Exists(beside))
            {
                root = CheckpointSettings.Parse(TextFile.ReadAll(beside, MostConfigBytes, "a configuration"))
                    ?? throw new GlmException($"{beside}: this is not a JSON object. Restore it, or take it away.");
                model = root.Within(HyperParameters);
                data = root.Within(DataParameters);
                if (model.IsEmpty)
                    (model, data) = (root, data.IsEmpty ? root : data);
            }
            return (Flat(model), data);
        }
        return (Flat(root.Within(HyperParameters)), root.Within(DataParameters));

        // The level "config" is missing in older files, where the mark of the swap rate lies beside the rest.
        static CheckpointSettings Flat(CheckpointSettings model) =>
            model.Within(ModelConfig) is { IsEmpty: false } config ? config.Or(model) : model;
    }

    private static SetTransformerConfig ConfigOf(
        string path,
        Dictionary<string, WeightTensor> tensors,
        CheckpointSettings model,
        CheckpointSettings data,
        List<string> remarks
    )
    {
        var isGenomic = tensors.Keys.Any(name => name.StartsWith(GenomicPrefix, StringComparison.Ordinal));
        var prefix = isGenomic ? GenomicPrefix : EncoderPrefix;
        var (positions, place) = Matrix(SetTransformerLayout.Positions);
        var (_, width) = Matrix(prefix + "layers.0.linQ.weight");
        var (output, _) = Matrix(prefix + "layers.0.linO.lins.1.weight");
        var layers = tensors
            .Keys.Select(name => LayerNumber().Match(name))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Count();
        var protein = width - (2 * place);
        if (protein < 1)
            throw new GlmException(
                $"{path}: its layers read {width} numbers, too few for two places of {place} and a protein. The file is damaged: "
                    + $"download it "
                    + $"again."
            );
        Agree("n_enc_layers", model.Whole("n_enc_layers"), layers, "layers");
        Agree("max_proteins", model.Whole("max_proteins"), positions, "positions");
        // Older files have the width with positions and strands.
        if (model.Whole("in_dim") is { } said && said != protein && said != width)
            Agree("in_dim", said, protein, "numbers of a protein");
        if (model.Whole("embed_scale") is { } scale && (scale < 1 || protein / scale != place))
            throw new GlmException(
                $"{path}: its hyper-parameters have embed_scale {scale}, and its tables of places have {place} numbers for {protein} of a "
                    + $"protein. Name a whole checkpoint."
            );
        var made = model.Whole("out_dim") is > 0 and var stated ? stated : protein;
        if (model.Flag("proj_cat") is { } projects && output != (projects ? made : width))
            throw new GlmException(
                $"{path}: its hyper-parameters have proj_cat {projects}, and its first layer makes {output} numbers of {width}, not "
                    + $"{(projects ? made : width)}. Name a whole checkpoint."
            );
        if (model.Whole("num_heads") is null)
            remarks.Add("The file does not tell its number of heads; 4 are assumed, as PST has by default.");
        if (data.Text("edge_strategy") is null)
            remarks.Add("The file does not tell who attends to whom; stretches of 30 proteins are assumed, as PST has by default.");
        var swap = Triplet(model);
        return new SetTransformerConfig(
            protein,
            place,
            output,
            Int("num_heads", model.Whole("num_heads") ?? 4),
            layers,
            positions,
            isGenomic && tensors.Keys.Any(name => name.StartsWith(DecoderPrefix, StringComparison.Ordinal))
        )
        {
            Dropout = model.Number("dropout") ?? 0,
            LayerDropout = model.Number("layer_dropout") ?? 0,
            Attention = Attention(path, data),
            FragmentSize = data.Whole("fragment_size") is { } size and not -1 ? Int("fragment_size", size) : null,
            Triplet = swap,
        };

        (int Rows, int Columns) Matrix(string name) =>
            tensors.GetValueOrDefault(name)?.Shape switch
            {
                [> 0 and <= int.MaxValue / 8 and var rows, > 0 and <= int.MaxValue / 8 and var columns] => ((int)rows, (int)columns),
                null => throw new GlmException(
                    $"{path}: no protein set transformer: among its {tensors.Count} tensors is no {name}. Name a checkpoint of PST."
                ),
                var shape => throw new GlmException(
                    $"{path}: '{name}' has the shape [{string.Join(", ", shape.Take(8))}]; a matrix is expected. Download it again."
                ),
            };

        void Agree(string name, long? stated, long found, string what)
        {
            if (stated is { } number && number != found)
                throw new GlmException(
                    $"{path}: its hyper-parameters have {name} {number}, and its tensors are of {found} {what}. Name a whole checkpoint."
                );
        }

        int Int(string name, long number) =>
            number is >= int.MinValue and <= int.MaxValue
                ? (int)number
                : throw new GlmException(
                    $"{path}: its hyper-parameters have {name} {number}, which no model has. Name a whole checkpoint."
                );
    }

    private static SetAttention Attention(string path, CheckpointSettings data)
    {
        var standard = new SetAttention();
        var name = data.Text("edge_strategy");
        if (name is not null && !Enum.TryParse<SetAttentionPattern>(name, ignoreCase: true, out _))
            throw new GlmException(
                $"{path}: its edge_strategy is {LineText.Quoted(name)}; chunked, sparse and full are known. Write one of these."
            );
        int Number(string key, int usual) =>
            data.Whole(key) is not { } number ? usual
            : number is >= int.MinValue and <= int.MaxValue ? (int)number
            : throw new GlmException($"{path}: its hyper-parameters have {key} {number}, which no model has. Name a whole checkpoint.");
        return new SetAttention(
            name is null ? standard.Pattern : Enum.Parse<SetAttentionPattern>(name, ignoreCase: true),
            Number("chunk_size", standard.ChunkSize),
            Number("threshold", standard.Threshold)
        );
    }

    private static TripletOptions Triplet(CheckpointSettings model)
    {
        // Older files keep two of them with the augmentation.
        var (loss, swap, standard) = (
            model.Within("loss").Or(model.Within("augmentation")),
            model.Within("augmentation"),
            new TripletOptions()
        );
        var rate = swap.Number("sample_rate");
        return new TripletOptions
        {
            Margin = loss.Number("margin") ?? standard.Margin,
            SampleScale = loss.Number("sample_scale") ?? standard.SampleScale,
            // Before they were marked, files kept the share that stays.
            SampleRate = rate is { } number ? (model.Has(FixedRate) ? number : 1 - number) : standard.SampleRate,
            ClosestToAnchor = loss.Text("no_negatives_mode") == ToAnchor,
        };
    }

    /// <summary>The layout of a model that a file describes; what is wrong with it is the file's fault.</summary>
    private static SetTransformerLayout LayoutOf(string path, SetTransformerConfig config)
    {
        try
        {
            return new SetTransformerLayout(config);
        }
        catch (GlmException mistake)
        {
            throw new GlmException($"{path}: its hyper-parameters do not make a model. {mistake.Message}", mistake);
        }
    }

    private static CheckpointReport Compare(WeightFile file, SetTransformerLayout layout, Dictionary<string, WeightTensor> tensors)
    {
        var entries = new List<CheckpointEntry>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in layout.Tensors)
        {
            known.Add(tensor.Key);
            var found = tensors.GetValueOrDefault(tensor.Key)?.Shape;
            entries.Add(
                new CheckpointEntry(
                    tensor.Key,
                    found is null ? CheckpointStatus.Missing
                        : found.SequenceEqual(tensor.Shape) ? CheckpointStatus.Loaded
                        : CheckpointStatus.WrongShape,
                    found,
                    tensor.Shape
                )
            );
        }
        // An optimiser's moments, or the head of some other task, are not the model's.
        entries.AddRange(
            tensors
                .Where(one => !known.Contains(one.Key))
                .Select(one => new CheckpointEntry(
                    one.Key,
                    one.Key.StartsWith(EncoderPrefix, StringComparison.Ordinal)
                        ? CheckpointStatus.Unexpected
                        : CheckpointStatus.DeadWeight,
                    one.Value.Shape,
                    null
                ))
        );
        var report = new CheckpointReport(file.Path, entries);
        return report.IsComplete
            ? report
            : throw new GlmException($"{file.Path}: the file does not fit the model: {report}. Name a whole checkpoint.");
    }

    private static JsonObject Described(SetTransformerConfig config) =>
        new()
        {
            [FixedRate] = true,
            [ModelConfig] = new JsonObject
            {
                ["in_dim"] = config.ProteinWidth,
                ["out_dim"] = config.OutputWidth == config.Width ? config.ProteinWidth : config.OutputWidth,
                ["num_heads"] = config.Heads,
                ["n_enc_layers"] = config.Layers,
                ["embed_scale"] = Math.Max(1, config.ProteinWidth / config.PlaceWidth),
                ["dropout"] = config.Dropout,
                ["layer_dropout"] = config.LayerDropout,
                ["proj_cat"] = config.OutputWidth != config.Width,
                ["max_proteins"] = config.MaxProteins,
                ["compile"] = false,
                ["loss"] = new JsonObject
                {
                    ["margin"] = config.Triplet.Margin,
                    ["sample_scale"] = config.Triplet.SampleScale,
                    ["no_negatives_mode"] = config.Triplet.ClosestToAnchor ? ToAnchor : "closest_to_positive",
                },
                ["augmentation"] = new JsonObject { ["sample_rate"] = config.Triplet.SampleRate },
            },
        };

    private static JsonObject DescribedData(SetTransformerConfig config) =>
        new()
        {
            ["edge_strategy"] = config.Attention.Pattern.ToString().ToLowerInvariant(),
            ["chunk_size"] = config.Attention.ChunkSize,
            ["threshold"] = config.Attention.Threshold,
            ["fragment_size"] = config.FragmentSize ?? -1,
        };

    [GeneratedRegex(@"^model\.(?:encoder\.)?layers\.([0-9]{1,6})\.")]
    private static partial Regex LayerNumber();
}
