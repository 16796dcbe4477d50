using System.Text.Encodings.Web;
using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Analysis.Benchmark;

/// <summary>
/// Writes results in the form in which DGEB keeps submissions: a folder per model, a file per task, an entry per layer. Tasks that DGEB
/// does not have are written in the same form.
/// </summary>
public static class DgebSubmission
{
    /// <summary>The version of DGEB whose form this is.</summary>
    public const string Version = "0.2.0";

    private const int LongestName = 100;

    private static readonly JsonWriterOptions Form = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A task of DGEB for genes that are its own.</summary>
    /// <param name="Task">The task of the benchmark that it is.</param>
    /// <param name="Name">As DGEB shows it.</param>
    /// <param name="Description">In DGEB's words.</param>
    /// <param name="Metric">Its primary metric.</param>
    /// <param name="Dataset">At Hugging Face.</param>
    /// <param name="Revision">Of the dataset.</param>
    private sealed record DgebTask(string Task, string Name, string Description, string Metric, string Dataset, string Revision);

    private static readonly Dictionary<string, DgebTask> Theirs = new(StringComparer.Ordinal)
    {
        ["ecoli_operonic_pair"] = new(
            "operonic_pair",
            "E.coli Operonic Pair",
            "Evaluate on E.coli K-12 operonic pair classification task.",
            "top_ap",
            "tattabio/ecoli_operonic_pair",
            "a62c01143a842696fc8200b91c1acb825e8cb891"
        ),
        ["vibrio_operonic_pair"] = new(
            "operonic_pair",
            "Vibrio Operonic Pair",
            "Evaluate on Vibrio operonic pair classification task.",
            "top_ap",
            "tattabio/vibrio_operonic_pair",
            "24781b12b45bf81a079a6164ef0d2124948c1878"
        ),
        ["cyano_operonic_pair"] = new(
            "operonic_pair",
            "Cyano Operonic Pair",
            "Evaluate on Cyano operonic pair classification task.",
            "top_ap",
            "tattabio/cyano_operonic_pair",
            "eeb4cb71ec2a4ff688af9de7c0662123577d32ec"
        ),
        ["bacarch_bigene"] = new(
            "bigene_mining",
            "BacArch BiGene",
            "Evaluate on BacArch bigene matching task between bacterial (E.coli K-12) proteins and archaeal (Sulfolobus acidocaldarius "
                + "DSM 639) proteins.",
            "f1",
            "tattabio/bac_arch_bigene",
            "1364f230d5e8720a5c2dff1877be5de866ebc503"
        ),
        ["modac_paralogy_bigene"] = new(
            "bigene_mining",
            "ModAC Paralogy BiGene",
            "Evaluate on paralogy bitext matching task between paralogous protein (ModA and ModC).",
            "recall_at_50",
            "tattabio/modac_paralogy_bigene",
            "241ca6397856e3360da04422d54933035b1fab87"
        ),
    };

    /// <summary>The ids of DGEB's tasks that genes of one's own can be said to be.</summary>
    public static IReadOnlyList<string> Tasks => [.. Theirs.Keys];

    /// <summary>Writes one file per model and task.</summary>
    /// <param name="result">Of a benchmark.</param>
    /// <param name="folder">Receives a folder per model; made where it is missing, and files of the same names are replaced.</param>
    /// <param name="task">The task of DGEB whose genes these are, such as "ecoli_operonic_pair": the task of its form then bears its id
    /// and its dataset. Null where they are one's own.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="GlmException">DGEB has no such task, no such task was done, or a file cannot be written.</exception>
    public static IReadOnlyList<string> Write(BenchmarkResult result, string folder, string? task = null)
    {
        if (task is not null)
            Check(result, task);
        var written = new List<string>();
        foreach (var one in result.Tasks)
        foreach (
            var model in one
                .Scores.Where(score => score.Space.Kind is BenchmarkSpaceKind.Proteins or BenchmarkSpaceKind.Model)
                .GroupBy(score => score.Space.Kind == BenchmarkSpaceKind.Model ? "gLM" : score.Space.Name)
        )
        {
            var isTheirs = task is not null && Theirs[task].Task == one.Id;
            var directory = Path.Combine(folder, FileName(model.Key));
            Directory.CreateDirectory(directory);
            var path = Path.Combine(directory, (isTheirs ? task : one.Id) + ".json");
            StoredFile.Replace(path, stream => stream.Write(Text(result, one, model.Key, [.. model], isTheirs ? task : null)));
            written.Add(path);
        }
        return written;
    }

    private static void Check(BenchmarkResult result, string task)
    {
        if (!Theirs.TryGetValue(task, out var theirs))
            throw new GlmException(
                $"DGEB has no task {LineText.Quoted(task)} of genes in scaffolds; it has {string.Join(", ", Theirs.Keys)}."
            );
        if (result.Tasks.All(one => one.Id != theirs.Task))
            throw new GlmException(
                $"{task} is a task of {theirs.Task}, which was not done: "
                    + $"{result.Skipped.GetValueOrDefault(theirs.Task, "it was not asked for")}."
            );
    }

    private static byte[] Text(BenchmarkResult result, BenchmarkTask task, string model, BenchmarkScore[] layers, string? theirs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Form))
        {
            json.WriteStartObject();
            json.WriteString("dgeb_version", Version);
            json.WriteStartObject("task");
            json.WriteString("id", theirs ?? task.Id);
            json.WriteString("display_name", theirs is null ? LineText.Shown(task.Name, 200) : Theirs[theirs].Name);
            json.WriteString("description", theirs is null ? task.Description : Theirs[theirs].Description);
            json.WriteString("modality", "protein");
            json.WriteString("type", TypeOf(task.Kind));
            json.WriteStartArray("datasets");
            json.WriteStartObject();
            json.WriteString("path", theirs is null ? LineText.Shown(result.Source, 200) : Theirs[theirs].Dataset);
            json.WriteString("revision", theirs is null ? "" : Theirs[theirs].Revision);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("primary_metric_id", theirs is null ? task.Metric : Theirs[theirs].Metric);
            json.WriteEndObject();
            json.WriteStartObject("model");
            json.WriteString("hf_name", LineText.Shown(model, 200));
            json.WriteNumber("num_layers", layers[0].Space.Layers);
            json.WriteNumber("num_params", layers[0].Space.Parameters);
            json.WriteNumber("embed_dim", layers[0].Space.Width);
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var layer in layers)
            {
                json.WriteStartObject();
                json.WriteNumber("layer_number", layer.Space.Layer);
                json.WriteString("layer_display_name", $"{layer.Space.Layer}");
                json.WriteStartArray("metrics");
                foreach (var (id, value) in layer.Metrics.Where(metric => double.IsFinite(metric.Value)))
                {
                    json.WriteStartObject();
                    json.WriteString("id", id);
                    json.WriteString("display_name", id);
                    json.WriteNull("description");
                    json.WriteNumber("value", value);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static string TypeOf(BenchmarkKind kind) =>
        kind switch
        {
            BenchmarkKind.PairClassification => "pair_classification",
            BenchmarkKind.Clustering => "clustering",
            BenchmarkKind.Retrieval => "retrieval",
            BenchmarkKind.BigeneMining => "bigene_mining",
            BenchmarkKind.EvolutionaryDistance => "eds",
            _ => "classification",
        };

    private static string FileName(string name) =>
        new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')]).Trim('.') switch
        {
            "" => "model",
            var safe => safe[..Math.Min(safe.Length, LongestName)],
        };
}
