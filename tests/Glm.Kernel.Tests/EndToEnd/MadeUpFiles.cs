using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Glm.Arrays.SafeTensors;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Modeling.Sets;
using Glm.Runtime;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>
/// The files that the commands' examples name, small and made up: what Python would have pickled, and a checkpoint in the published
/// layout.
/// </summary>
internal static class MadeUpFiles
{
    /// <summary>Numbers of each vector of <see cref="Embeddings"/>.</summary>
    public const int EmbeddingWidth = 8;

    /// <summary>Vectors of 8 numbers for every protein, as (FASTA header, vector).</summary>
    public static byte[] Embeddings(ScaffoldSet set)
    {
        var pickle = new Pickle().Op("](");
        var row = 0;
        foreach (var protein in set.Proteins.Values)
            pickle
                .Text($"{protein.Id} made up")
                .Array("f4", MemoryMarshal.AsBytes<float>([.. Enumerable.Range(row++, 8).Select(i => MathF.Sin(i * i))]).ToArray(), 8)
                .Op("\u0086");
        return pickle.Op("e.").Bytes;
    }

    public static byte[] Normalizer() =>
        new Pickle().Op("}(").Text("mean").Doubles(8, i => i / 10.0).Text("std").Doubles(8, i => 1 + i).Op("u.").Bytes;

    /// <summary>Labels that are the first 99 numbers of a vector.</summary>
    public static byte[] LabelPca()
    {
        var components = new double[99 * 1280];
        for (var c = 0; c < 99; c++)
            components[(c * 1280) + c] = 1;
        return new Pickle()
            .Global("sklearn.decomposition._pca", "PCA")
            .Op(")\u0081}(")
            .Text("components_")
            .Array("f8", MemoryMarshal.AsBytes<double>(components).ToArray(), 99, 1280)
            .Text("mean_")
            .Doubles(1280, _ => 0)
            .Text("explained_variance_")
            .Doubles(99, c => 1.0 / (c + 1))
            .Text("whiten")
            .Op("\u0088")
            .Op("ub.")
            .Bytes;
    }

    /// <summary>A fresh model as torch.save would write it.</summary>
    public static byte[] Checkpoint(GlmModel model)
    {
        var pickle = new Pickle().Op("}(");
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var key = 0;
            foreach (var (name, slot) in PublishedLayout.TensorsOf(model.Parameters.Layout))
            {
                pickle.Text(name).Tensor($"{key}", slot.Shape);
                Entry(zip, $"archive/data/{key++}", model.Parameters.View(slot).cpu().contiguous().bytes.ToArray());
            }
            Entry(zip, "archive/data.pkl", pickle.Op("u.").Bytes);
        }
        return buffer.ToArray();
    }

    /// <summary>A protein set transformer as Lightning would write its tensors.</summary>
    /// <param name="model">Any.</param>
    /// <param name="path">Of a file that is written on the way.</param>
    public static byte[] Checkpoint(ProteinSetTransformer model, string path)
    {
        model.Save(path);
        using var file = SafeTensorsFile.Open(path);
        var pickle = new Pickle().Op("}(").Text("state_dict").Op("}(");
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (key, name) in file.Names.Index())
            {
                var tensor = file.Read(name);
                pickle.Text(name).Tensor($"{key}", tensor.Shape);
                Entry(zip, $"archive/data/{key}", tensor.Bytes);
            }
            Entry(zip, "archive/data.pkl", pickle.Op("uu.").Bytes);
        }
        return buffer.ToArray();
    }

    /// <summary>An ESM-2 of one layer of 12 numbers, as fair-esm keeps it.</summary>
    public static byte[] Esm2()
    {
        const int Width = 12;
        var random = new SeededRandom(3);
        var pickle = new Pickle().Op("}(").Text("cfg").Op("}(").Text("model").Op("}(").Text("encoder_attention_heads").Op("K\u0002uu");
        pickle.Text("model").Op("}(");
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var key = 0;
            void Add(string name, params long[] shape)
            {
                var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)(random.NextDouble() - 0.5);
                pickle
                    .Text((name.StartsWith("lm_head", StringComparison.Ordinal) ? "encoder." : "encoder.sentence_encoder.") + name)
                    .Tensor($"{key}", shape);
                Entry(zip, $"archive/data/{key++}", MemoryMarshal.AsBytes<float>(values).ToArray());
            }
            Add("embed_tokens.weight", 33, Width);
            foreach (var part in new[] { "q_proj", "k_proj", "v_proj", "out_proj" })
            {
                Add($"layers.0.self_attn.{part}.weight", Width, Width);
                Add($"layers.0.self_attn.{part}.bias", Width);
            }
            foreach (
                var norm in new[]
                {
                    "layers.0.self_attn_layer_norm",
                    "layers.0.final_layer_norm",
                    "emb_layer_norm_after",
                    "lm_head.layer_norm",
                }
            )
            {
                Add(norm + ".weight", Width);
                Add(norm + ".bias", Width);
            }
            Add("lm_head.dense.weight", Width, Width);
            Add("lm_head.dense.bias", Width);
            Add("lm_head.bias", 33);
            Add("layers.0.fc1.weight", 4 * Width, Width);
            Add("layers.0.fc1.bias", 4 * Width);
            Add("layers.0.fc2.weight", Width, 4 * Width);
            Add("layers.0.fc2.bias", Width);
            Entry(zip, "archive/data.pkl", pickle.Op("uu.").Bytes);
        }
        return buffer.ToArray();
    }

    private static void Entry(ZipArchive zip, string name, byte[] bytes)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    private sealed class Pickle
    {
        private readonly MemoryStream _bytes = new();

        public Pickle() => Op("\u0080\u0002");

        public byte[] Bytes => _bytes.ToArray();

        public Pickle Op(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

        public Pickle Text(string text) => Op("X").Integer(Encoding.UTF8.GetByteCount(text)).Raw(Encoding.UTF8.GetBytes(text));

        public Pickle Global(string module, string name) => Op($"c{module}\n{name}\n");

        public Pickle Doubles(int count, Func<int, double> value) =>
            Array("f8", MemoryMarshal.AsBytes<double>([.. Enumerable.Range(0, count).Select(value)]).ToArray(), count);

        /// <summary>A numpy array.</summary>
        public Pickle Array(string type, byte[] data, params long[] shape) =>
            Global("numpy.core.multiarray", "_reconstruct")
                .Op("(")
                .Global("numpy", "ndarray")
                .Tuple(0)
                .Op("B")
                .Integer(1)
                .Op("btR(")
                .Number(1)
                .Tuple(shape)
                .Global("numpy", "dtype")
                .Op("(")
                .Text(type)
                .Op("\u0089\u0088tR(")
                .Number(3)
                .Text("<")
                .Op("NNN")
                .Number(-1)
                .Number(-1)
                .Number(0)
                .Op("tb\u0089B")
                .Integer(data.Length)
                .Raw(data)
                .Op("tb");

        /// <summary>A contiguous tensor of 32-bit floats.</summary>
        public Pickle Tensor(string key, IReadOnlyList<long> shape)
        {
            var strides = new long[shape.Count];
            for (var (i, stride) = (shape.Count - 1, 1L); i >= 0; stride *= shape[i--])
                strides[i] = stride;
            return Global("torch._utils", "_rebuild_tensor_v2")
                .Op("((")
                .Text("storage")
                .Global("torch", "FloatStorage")
                .Text(key)
                .Text("cpu")
                .Number(shape.Aggregate(1L, (a, b) => a * b))
                .Op("tQ")
                .Number(0)
                .Tuple([.. shape])
                .Tuple(strides)
                .Op("\u0089")
                .Global("collections", "OrderedDict")
                .Op(")RtR");
        }

        private Pickle Tuple(params long[] values)
        {
            Op("(");
            foreach (var value in values)
                Number(value);
            return Op("t");
        }

        private Pickle Number(long value) => Op("J").Integer(checked((int)value));

        private Pickle Integer(int value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            return Raw(bytes);
        }

        private Pickle Raw(ReadOnlySpan<byte> bytes)
        {
            _bytes.Write(bytes);
            return this;
        }
    }
}
