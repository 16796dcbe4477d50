using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Formats.Text;
using Glm.Modeling;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Training.FineTuning;

/// <summary>The folder of a <see cref="FineTunedModel"/>: PEFT's two files, two of this library, and a checkpoint where all weights were
/// trained.</summary>
internal static class FineTunedFolder
{
    public const string AdapterFile = "adapter_model.safetensors";
    public const string AdapterConfigFile = "adapter_config.json";
    public const string RecordFile = "fine_tuning.json";
    public const string NumbersFile = "fine_tuning.safetensors";

    /// <summary>What this version writes, and the latest that it reads.</summary>
    public const int Version = 1;

    private const string HeadKey = "base_model.model.classifier";
    private const string Model = "model.safetensors";
    private const int LargestText = 1 << 26;

    /// <summary>Files of a checkpoint, which an adapter replaces where an earlier fine-tuned model had them.</summary>
    private static readonly string[] OfCheckpoint = [Model, "config.json", "features.safetensors", "genomes.json", "families.npz"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private sealed record Text(int Version, FineTuningRecord Record, string? Origin);

    /// <exception cref="GlmException">The folder holds another model.</exception>
    public static void CheckIsFree(string folder)
    {
        if (File.Exists(Path.Combine(folder, Model)) && !File.Exists(Path.Combine(folder, RecordFile)))
            throw new GlmException(
                $"{folder}: this folder holds another model, which a fine-tuned one would replace. Use another folder for "
                    + $"{Setting.Of(nameof(FineTuningOptions.SaveTo), "FOLDER")}."
            );
    }

    public static void Save(FineTunedModel model, string folder)
    {
        CheckIsFree(folder);
        var files = new (string Name, Action<string> Write)[]
        {
            (AdapterFile, path => WriteAdapter(model, path)),
            (AdapterConfigFile, path => TextFile.Replace(path, writer => writer.Write(PeftConfig(model).ToJsonString(Json)))),
            (RecordFile, path => TextFile.Replace(path, writer => writer.Write(JsonSerializer.Serialize(TextOf(model), Json)))),
            (NumbersFile, path => WriteNumbers(model, path)),
        };
        if (model.IsWhole)
        {
            var checkpoint = GlmCheckpoint.Of(model.Model) with { Features = model.Features };
            foreach (var (name, write) in files)
                checkpoint = checkpoint.With(new CheckpointPart<object>(name, path => path, (path, _) => write(path)), name);
            checkpoint.Save(folder);
            return;
        }
        StoredFolder.Replace(
            folder,
            stage =>
            {
                foreach (var (name, write) in files)
                    write(Path.Combine(stage, name));
            },
            removed: OfCheckpoint
        );
    }

    public static FineTunedModel Load(string folder, GlmModel? baseModel)
    {
        var (record, origin) = ReadText(Path.Combine(folder, RecordFile));
        GlmModel? whole = null;
        TuningHead? head = null;
        LoraAdapter? adapter = null;
        try
        {
            if (record.Mode == FineTuningMode.Full)
                whole = GlmModel.Load(folder);
            else if (baseModel is null)
                throw new GlmException(
                    $"{folder}: this was trained on top of {LineText.Shown(record.Base)}, which has to be loaded first."
                );
            else if (baseModel.Fingerprint is var given && given != record.Fingerprint)
                throw new GlmException(
                    $"{folder}: this was trained on {LineText.Shown(record.Base)}, and the model that is given is "
                        + $"{NameOf(baseModel, given)}: its predictions there would mean nothing. Use the model that it was trained on."
                );
            var ground = whole ?? baseModel!;
            var (numbersPath, adapterPath) = (Path.Combine(folder, NumbersFile), Path.Combine(folder, AdapterFile));
            using var numbers = SafeTensorsFile.Open(numbersPath);
            using var weights = SafeTensorsFile.Open(adapterPath);
            double[] Numbers(string key, int count) => ReadNumbers(numbers, numbersPath, key, count);

            var width = ItemVectors.WidthOf(record.Task, ground.Config.HiddenSize);
            var target = Numbers("target", 2);
            var outputs = record.Kind == TargetKind.Regression ? 1 : record.Classes.Count;
            head = new TuningHead(
                record.Kind,
                outputs,
                new ColumnMoments(Numbers("head.mean", width), Numbers("head.deviation", width)),
                (target[0], target[1]),
                ground.Device
            );
            Fill(head.Weights[0], HeadKey + ".weight");
            Fill(head.Weights[1], HeadKey + ".bias");
            if (record.Mode == FineTuningMode.Lora)
                adapter = LoraAdapter.Read(ground.Config, ReadPeftConfig(folder), weights, adapterPath, ground.Device);
            var proteinWidth = ground.Config.ProteinWidth;
            var space = new TrainingSpace(ReadRows(numbers, numbersPath, proteinWidth), proteinWidth, Numbers("training.limit", 1)[0]);
            var fit = new FeatureFit(
                new Normalizer(Numbers("normalizer.mean", proteinWidth), Numbers("normalizer.deviation", proteinWidth)),
                null
            )
            {
                Origin = origin,
                Families = ground.Features.Families?.Name == record.Families ? ground.Features.Families : null,
            };
            return new FineTunedModel(new TunedParts(ground, head, adapter, whole), record, fit, space);

            void Fill(Tensor parameter, string key)
            {
                using var scope = NewDisposeScope();
                using var still = no_grad();
                parameter.copy_(tensor(LoraAdapter.Numbers(weights, adapterPath, key, parameter.shape), parameter.shape));
            }
        }
        catch
        {
            head?.Dispose();
            adapter?.Dispose();
            whole?.Dispose();
            throw;
        }
    }

    /// <summary>A base in words.</summary>
    public static string NameOf(GlmModel model, string fingerprint) =>
        $"a gLM of {model.Config.Layers} layers of {model.Config.HiddenSize} with weights {fingerprint[..12]}";

    private static void WriteAdapter(FineTunedModel model, string path)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        SafeTensorsWriter.Write(
            path,
            [
                .. model.Adapter?.ToTensors() ?? [],
                Source(HeadKey + ".weight", model.Head.Weights[0]),
                Source(HeadKey + ".bias", model.Head.Weights[1]),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["generator"] = "Glm.Interactive" }
        );

        static SafeTensorSource Source(string name, Tensor parameter)
        {
            var values = parameter.detach().cpu().contiguous();
            return SafeTensorSource.From(name, new NdArray(ElementType.Float32, values.shape, values.bytes.ToArray()));
        }
    }

    private static void WriteNumbers(FineTunedModel model, string path)
    {
        var (moments, normalizer, space) = (model.Head.Moments, model.Features.Normalizer!, model.Space);
        SafeTensorsWriter.Write(
            path,
            [
                Source("head.mean", moments.Mean),
                Source("head.deviation", moments.StandardDeviation),
                Source("target", [model.Head.Target.Mean, model.Head.Target.Deviation]),
                Source("normalizer.mean", normalizer.Mean),
                Source("normalizer.deviation", normalizer.StandardDeviation),
                Source("training.limit", [space.Limit]),
                SafeTensorSource.From(
                    "training.rows",
                    NdArray.From<Half>(Array.ConvertAll(space.Rows, value => (Half)value), space.Rows.Length / space.Width, space.Width)
                ),
            ]
        );

        static SafeTensorSource Source(string name, double[] values) =>
            SafeTensorSource.From(name, NdArray.From<double>(values, values.Length));
    }

    private static JsonObject PeftConfig(FineTunedModel model)
    {
        var options = model.Adapter?.Options;
        return new JsonObject
        {
            ["peft_type"] = "LORA",
            ["base_model_name_or_path"] = model.About.Base,
            ["r"] = options?.Rank ?? 0,
            ["lora_alpha"] = options?.Alpha ?? 0,
            ["lora_dropout"] = options?.Dropout ?? 0,
            ["target_modules"] = new JsonArray([.. (options?.Targets ?? []).Select(target => JsonValue.Create(target))]),
            ["modules_to_save"] = new JsonArray("classifier"),
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
        };
    }

    private static Text TextOf(FineTunedModel model) => new(Version, model.About, model.Features.Origin?.ToJson());

    private static (FineTuningRecord Record, VectorOrigin? Origin) ReadText(string path)
    {
        if (!File.Exists(path))
            throw new GlmException($"{path}: there is no such file, so this folder holds no fine-tuned model. Name one that was saved.");
        var text = TextFile.ReadAll(path, LargestText, "what a model was fine-tuned on. Restore the file");
        try
        {
            var version = JsonNode.Parse(text)?["Version"]?.GetValue<int>() ?? throw new JsonException("it has no version");
            if (version is < 1 or > Version)
                throw new GlmException(
                    $"{path}: this fine-tuned model is of version {version} of its format, and this program reads up to {Version}. Use a "
                        + $"newer program, or fine-tune again."
                );
            var (_, record, origin) = JsonSerializer.Deserialize<Text>(text, Json) ?? throw new JsonException("it is null");
            if (record.Kind != TargetKind.Regression && record.Classes.Count == 0)
                throw new JsonException("it names no classes");
            return (record, origin is null ? null : VectorOrigin.FromJson(origin));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new GlmException(
                $"{path}: this is not the record of a fine-tuned model ({LineText.Shown(exception.Message, 160)}). Restore the file, or "
                    + $"fine-tune again.",
                exception
            );
        }
    }

    private static LoraOptions ReadPeftConfig(string folder)
    {
        var path = Path.Combine(folder, AdapterConfigFile);
        var text = TextFile.ReadAll(path, LargestText, "an adapter's configuration. Restore the file");
        try
        {
            var json = JsonNode.Parse(text)?.AsObject() ?? throw new JsonException("it is null");
            if ((string?)json["peft_type"] is var type && type != "LORA")
                throw new GlmException($"{path}: the adapter is of type {LineText.Quoted(type ?? "")}; only LORA can be read.");
            return new LoraOptions
            {
                Rank = (int)json["r"]!,
                Alpha = (double)json["lora_alpha"]!,
                Dropout = (double)(json["lora_dropout"] ?? 0),
                Targets = [.. json["target_modules"]!.AsArray().Select(target => (string?)target ?? "")],
            };
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or NullReferenceException
                        or ArgumentNullException
            )
        {
            throw new GlmException(
                $"{path}: this is no configuration of a LoRA adapter (r, lora_alpha, target_modules). Restore the file, or "
                    + $"fine-tune again.",
                exception
            );
        }
    }

    private static double[] ReadNumbers(SafeTensorsFile file, string path, string key, int count)
    {
        var found = file.Find(key);
        return found is not null && found.Shape.SequenceEqual([count])
            ? file.Read(key).ToDouble()
            : throw new GlmException(
                $"{path}: {LineText.Quoted(key)} with {count} numbers is missing. Restore the files that were saved together, or "
                    + $"fine-tune again."
            );
    }

    private static float[] ReadRows(SafeTensorsFile file, string path, int width)
    {
        const string Key = "training.rows";
        return file.Find(Key) is { Shape: [> 0, var columns] } && columns == width
            ? file.Read(Key).ToSingle()
            : throw new GlmException(
                $"{path}: the training genes, rows of {width} numbers, are missing. Restore the files that were saved together, or "
                    + $"fine-tune again."
            );
    }
}
