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
        var sets = new ScaffoldSets(model.Config, model.Name, proteins, options.FragmentSize, options.FragmentOversized);
        var (width, heads) = (model.Config.OutputWidth, model.Config.Heads);
        var context = new float[Room(proteins.ProteinCount, width)];
        var pooling = model.Config.HasDecoder ? new float[Room(proteins.ProteinCount, heads)] : null;
        var made = new float[Room(sets.Count, width)];
        var (first, row) = (0, 0);
        using var still = inference_mode();
        while (first < sets.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            var (end, rows) = (first + 1, sets.SizeOf(first));
            for (; end < sets.Count && rows + sets.SizeOf(end) <= BatchProteins; end++)
                rows += sets.SizeOf(end);
            using var scope = NewDisposeScope();
            using var batch = new SetBatch(
                [.. Enumerable.Range(first, end - first).Select(sets.SizeOf)],
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
                $"{proteins.Source}: scaffold {sets.ScaffoldOf(bad / width)} becomes {made[bad]} in {model.Name}. Its vectors are "
                    + $"too large for "
                    + $"the model: embed them with the model that it was trained on."
            );
        int[] all = [.. Enumerable.Range(0, sets.Count)];
        var scaffolds = sets.IsCut ? Means(made, width, Array.ConvertAll(all, sets.ScaffoldOf), proteins.ScaffoldCount) : made;
        return new SetEmbeddings(
            proteins.Source,
            model.Name,
            width,
            heads,
            proteins.Sizes,
            proteins.Genomes,
            context,
            pooling,
            sets.IsCut ? Array.ConvertAll(all, sets.SizeOf) : null,
            sets.IsCut ? made : null,
            scaffolds,
            proteins.GenomeCount == proteins.ScaffoldCount && IsAscending(proteins.Genomes)
                ? scaffolds
                : Means(scaffolds, width, proteins.Genomes, proteins.GenomeCount)
        );
    }

    /// <summary>[N, D] of some proteins of a batch; belongs to the caller's dispose scope.</summary>
    private static Tensor Read(ProteinSetTransformer model, ScaffoldProteins proteins, int row, int rows, SetBatch batch)
    {
        var width = proteins.Width;
        var vectors = tensor(proteins.Vectors.AsMemory(row * width, rows * width), [rows, width]);
        var strands = new long[rows];
        for (var i = 0; i < rows; i++)
            strands[i] = proteins.Strands[row + i] == Strand.Forward ? 1 : 0;
        return model.Embed(vectors, tensor(strands), batch);
    }

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
