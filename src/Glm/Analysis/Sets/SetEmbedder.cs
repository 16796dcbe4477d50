using Glm.Genomes;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Sets;

/// <summary>Reads scaffolds with a protein set transformer.</summary>
public static class SetEmbedder
{
    /// <summary>Proteins read at once, or a whole scaffold where it has more.</summary>
    private const int BatchProteins = 4096;

    /// <summary>Vectors of proteins in context, scaffolds and genomes. Nothing is drawn: the same input gives the same numbers.</summary>
    /// <param name="model">Whose reading.</param>
    /// <param name="proteins">Of the width that the model reads.</param>
    /// <param name="options">Null for scaffolds as the model says.</param>
    /// <param name="progress">Proteins read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">The widths differ, a scaffold has more proteins than the model has positions, or a result is not
    /// finite.</exception>
    public static SetEmbeddings Run(
        ProteinSetTransformer model,
        ScaffoldProteins proteins,
        SetEmbeddingOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new SetEmbeddingOptions();
        CheckWidth(model, proteins);
        var sets = Sets(model, proteins, options);
        var (width, heads) = (model.Config.OutputWidth, model.Config.Heads);
        var context = new float[Room(proteins.ProteinCount, width)];
        var pooling = model.Config.HasDecoder ? new float[Room(proteins.ProteinCount, heads)] : null;
        var made = new float[Room(sets.Count, width)];
        var (first, row) = (0, 0);
        using var still = inference_mode();
        while (first < sets.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            var (end, rows) = (first + 1, sets[first].Size);
            for (; end < sets.Count && rows + sets[end].Size <= BatchProteins; end++)
                rows += sets[end].Size;
            using var scope = NewDisposeScope();
            using var batch = new SetBatch(
                [.. sets.GetRange(first, end - first).Select(set => set.Size)],
                model.Config.Attention,
                heads,
                CPU
            );
            var output = model.Forward(Read(model, proteins, row, rows, batch), batch);
            Copy(output.Context, context, row * width);
            if (pooling is not null)
                Copy(output.Pooling!, pooling, row * heads);
            Copy(output.Sets, made, first * width);
            (first, row) = (end, row + rows);
            progress?.Report(new ProgressReport("read proteins", row, proteins.ProteinCount, "proteins"));
        }
        if (Array.FindIndex(made, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new GlmException(
                $"{proteins.Source}: scaffold {sets[bad / width].Scaffold} becomes {made[bad]} in {model.Name}. Its vectors are too large for "
                    + $"the model: embed them with the model that it was trained on."
            );
        var isCut = sets.Count != proteins.ScaffoldCount || IsFragmenting(model, options);
        var scaffolds = isCut ? Means(made, width, [.. sets.Select(set => set.Scaffold)], proteins.ScaffoldCount) : made;
        return new SetEmbeddings(
            proteins.Source,
            model.Name,
            width,
            heads,
            proteins.Sizes,
            proteins.Genomes,
            context,
            pooling,
            isCut ? [.. sets.Select(set => set.Size)] : null,
            isCut ? made : null,
            scaffolds,
            proteins.GenomeCount == proteins.ScaffoldCount && IsAscending(proteins.Genomes)
                ? scaffolds
                : Means(scaffolds, width, proteins.Genomes, proteins.GenomeCount)
        );
    }

    internal static void CheckWidth(ProteinSetTransformer model, ScaffoldProteins proteins)
    {
        if (proteins.Width != model.Config.ProteinWidth)
            throw new GlmException(
                $"{proteins.Source}: its protein vectors have {proteins.Width} numbers, and {model.Name} reads {model.Config.ProteinWidth}. "
                    + $"Embed the proteins with the language model that it was trained on (320: ESM-2 8M, 640: ESM-2 150M)."
            );
    }

    /// <summary>[N, D] of some proteins of a batch; belongs to the caller's dispose scope.</summary>
    internal static Tensor Read(ProteinSetTransformer model, ScaffoldProteins proteins, int row, int rows, SetBatch batch)
    {
        var width = proteins.Width;
        var vectors = tensor(proteins.Vectors.AsMemory(row * width, rows * width), [rows, width]);
        var strands = new long[rows];
        for (var i = 0; i < rows; i++)
            strands[i] = proteins.Strands[row + i] == Strand.Forward ? 1 : 0;
        return model.Embed(vectors, tensor(strands), batch);
    }

    /// <summary>The sets that the model reads: scaffolds, or pieces of them.</summary>
    internal static List<(int Scaffold, int Size)> Sets(ProteinSetTransformer model, ScaffoldProteins proteins, SetEmbeddingOptions options)
    {
        var asked = options.FragmentSize ?? model.Config.FragmentSize;
        if (asked is { } size)
            SetTransformerConfig.CheckFragment(size);
        var most = model.Config.MaxProteins;
        var piece = asked ?? int.MaxValue;
        var largest = Math.Min(piece, proteins.Sizes.Max());
        if (largest > most && !options.FragmentOversized)
            throw new GlmException(
                $"{proteins.Source}: scaffold {proteins.Sizes.Index().MaxBy(one => one.Item).Index} makes a set of {largest} proteins, and "
                    + $"{model.Name} has {most} positions. Use {Setting.Of(nameof(SetEmbeddingOptions.FragmentSize), most)} or less, or "
                    + $"{Setting.Of(nameof(SetEmbeddingOptions.FragmentOversized), true)} for such scaffolds alone."
            );
        piece = Math.Min(piece, most);
        var sets = new List<(int, int)>(proteins.ScaffoldCount);
        for (var s = 0; s < proteins.ScaffoldCount; s++)
        for (var left = proteins.Sizes[s]; left > 0; left -= piece)
            sets.Add((s, Math.Min(piece, left)));
        return sets;
    }

    private static bool IsFragmenting(ProteinSetTransformer model, SetEmbeddingOptions options) =>
        (options.FragmentSize ?? model.Config.FragmentSize) is not null;

    private static bool IsAscending(IReadOnlyList<int> numbers) => Enumerable.Range(0, numbers.Count).All(i => numbers[i] == i);

    private static int Room(int rows, int width) =>
        (long)rows * width <= Array.MaxLength
            ? rows * width
            : throw new GlmException($"{rows} vectors of {width} numbers are more than one array holds. Read fewer scaffolds at a time.");

    private static void Copy(Tensor source, float[] target, int at)
    {
        using var rows = source.contiguous();
        var numbers = rows.data<float>();
        numbers.CopyTo(target.AsSpan(at, checked((int)numbers.Count)));
    }

    private static float[] Means(float[] rows, int width, IReadOnlyList<int> groupOf, int groups)
    {
        var (sums, counts) = (new double[Room(groups, width)], new int[groups]);
        for (var row = 0; row < groupOf.Count; row++)
        {
            counts[groupOf[row]]++;
            for (var i = 0; i < width; i++)
                sums[(groupOf[row] * width) + i] += rows[(row * width) + i];
        }
        var means = new float[sums.Length];
        for (var i = 0; i < means.Length; i++)
            means[i] = (float)(sums[i] / counts[i / width]);
        return means;
    }
}
