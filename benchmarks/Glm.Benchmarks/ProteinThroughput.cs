using System.Diagnostics;
using System.Globalization;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Benchmarks;

/// <summary>
/// Residues per second of a protein language model, mean-pooled, beside the machine's matrix-product rate in the same run.
/// </summary>
/// <remarks>
/// Operations counted are those that the task needs: per token and layer 2·4·D·I (queries, keys, values, output; I numbers of all heads),
/// 4·D·F (feed-forward), and 4·L·I (scores and context) for a protein of L tokens.
/// </remarks>
internal static class ProteinThroughput
{
    private const int WarmUp = 8;

    /// <param name="folder">The model.</param>
    /// <param name="fasta">Proteins, of which the first so many are embedded.</param>
    /// <param name="count">How many.</param>
    /// <param name="batchTokens">Null for the default.</param>
    /// <param name="output">Receives the vectors (.npz).</param>
    /// <param name="device">Where to compute: on a CPU in float32, elsewhere in bfloat16.</param>
    public static void Run(string folder, string fasta, int count, int? batchTokens, string output, Device device)
    {
        Protein[] proteins = [.. FastaReader.Enumerate(fasta).Take(count)];
        using var model = ProteinLanguageModelFile.Open(folder, device);
        var embedder = new LanguageModelEmbedder(model, new LanguageModelOptions { BatchTokens = batchTokens });
        embedder.EmbedSingles(proteins[^Math.Min(WarmUp, proteins.Length)..]);
        var precision = model.Precision == ScalarType.Float32 ? ComputePrecision.Float32 : ComputePrecision.Bfloat16;
        var before = Ceiling(device, precision);
        var (clock, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var vectors = embedder.EmbedSingles(proteins);
        var (seconds, processor) = (clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576;
        var after = Ceiling(device, precision);
        EmbeddingFile.Write(output, [.. proteins.Select(protein => protein.Id)], vectors, embedder.Width);
        var residues = proteins.Sum(protein => (long)protein.Sequence.Length);
        var rate = proteins.Sum(protein => Flops(model, protein.Sequence.Length + 1)) / seconds;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds:0.000} {peak} {residues / seconds:0} {processor:0.0} {rate / 1e9:0} {(before + after) / 2e9:0}"
            )
        );
    }

    /// <summary>Operations per second of a product of matrices, the median of several.</summary>
    private static double Ceiling(Device device, ComputePrecision precision)
    {
        if (device.type != TorchSharp.DeviceType.CPU)
            return MachineSpeed.OfProducts(device, precision);
        const int Size = 2048;
        using var scope = NewDisposeScope();
        var (a, b) = (randn(Size, Size), randn(Size, Size));
        double[] rates =
        [
            .. Enumerable
                .Range(0, 7)
                .Select(_ =>
                {
                    var clock = Stopwatch.StartNew();
                    using var product = matmul(a, b);
                    return 2.0 * Size * Size * Size / clock.Elapsed.TotalSeconds;
                })
                .Order(),
        ];
        return rates[rates.Length / 2];
    }

    private static double Flops(ProteinLanguageModel model, double tokens)
    {
        var (layers, width, inner, forward) = model switch
        {
            Esm2Model { Config: var c } => (c.Layers, c.Width, c.Width, c.FeedForwardWidth),
            T5Encoder { Config: var c } => (c.Layers, c.Width, c.Heads * c.HeadWidth, c.FeedForwardWidth),
            _ => throw new ArgumentException("The operations of this model are not known.", nameof(model)),
        };
        return layers * tokens * ((8.0 * width * inner) + (4.0 * width * forward) + (4.0 * tokens * inner));
    }
}
