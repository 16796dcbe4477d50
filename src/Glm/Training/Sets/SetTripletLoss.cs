using Glm.Modeling.Sets;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training.Sets;

/// <summary>
/// The triplet loss of a protein set transformer: sets of similar proteins should lie near each other. With point swap each set should
/// also
/// lie near itself with some of its proteins replaced by the most similar ones of its nearest set.
/// </summary>
/// <remarks>N proteins, S sets, d protein width.</remarks>
internal static class SetTripletLoss
{
    /// <summary>The loss of a batch of at least three sets, with gradient unless the caller forbids it.</summary>
    /// <param name="model">Whose.</param>
    /// <param name="vectors">[N, d].</param>
    /// <param name="strands">[N], 0 reverse, 1 forward.</param>
    /// <param name="batch">Which rows make up which set.</param>
    /// <param name="classWeights">[S].</param>
    /// <param name="swap">[N] from 0 to below 1: where it is below the model's rate, the protein is swapped. Null for no swap, as in
    /// validation.</param>
    /// <param name="training">Whether dropout is on.</param>
    public static SetLoss Of(
        ProteinSetTransformer model,
        Tensor vectors,
        long[] strands,
        SetBatch batch,
        float[] classWeights,
        float[]? swap,
        bool training
    )
    {
        using var scope = NewDisposeScope();
        var (options, sets) = (model.Config.Triplet, batch.Sizes.Count);
        var apart = SetDistances.Between(vectors, vectors, batch);
        // A set is no step away from itself, whatever the rounding.
        for (var s = 0; s < sets; s++)
            apart.Chamfer[(s * sets) + s] = 0;
        var deviation = apart.Deviation;
        var positives = Triplets.Nearest(apart.Chamfer, sets);
        var made = model.Forward(model.Embed(vectors, tensor(strands), batch), batch, training).Sets; // [S, D']
        var anchors = Numbers(made);
        var chosen = Triplets.Choose(Apart(apart.Chamfer, sets), deviation, anchors, anchors, positives, options);
        var weights = tensor(classWeights);
        var plain = Hinge(made, made, made, chosen, options.Margin).mul(weights); // [S]
        if (swap is null)
            return new SetLoss(plain.mean().MoveToOuterDisposeScope(), apart, chosen, null, null, null);

        var rows = new long[strands.Length];
        for (var (row, set) = (0, 0); set < sets; set++)
        for (var i = 0; i < batch.Sizes[set]; i++, row++)
            rows[row] = swap[row] < options.SampleRate ? apart.Nearest[(row * sets) + positives[set]] : row;
        var swapped = vectors.index_select(0, tensor(rows));
        var remade = model.Forward(model.Embed(swapped, tensor(Array.ConvertAll(rows, row => strands[row])), batch), batch, training).Sets;
        var swappedApart = SetDistances.Between(swapped, vectors, batch);
        long[] own = [.. Enumerable.Range(0, sets).Select(s => (long)s)];
        var swappedChosen = Triplets.Choose(swappedApart.Chamfer, swappedApart.Deviation, anchors, Numbers(remade), own, options);
        var augmented = Hinge(made, remade, remade, swappedChosen, options.Margin).mul(weights);
        return new SetLoss(
            plain.Plus(augmented).mean().Over(2).MoveToOuterDisposeScope(),
            apart,
            chosen,
            rows,
            swappedApart,
            swappedChosen
        );
    }

    /// <summary>[S] weights by class: a rare one counts more. All 1 where no class is known.</summary>
    /// <param name="classes">[S]; null where none is known.</param>
    /// <param name="sets">S.</param>
    /// <param name="logarithm">Of the rarity, and not the rarity itself.</param>
    public static float[] ClassWeights(IReadOnlyList<long>? classes, int sets, bool logarithm)
    {
        if (classes is null)
            return [.. Enumerable.Repeat(1f, sets)];
        var counts = classes.CountBy(one => one).ToDictionary();
        double Rarity(long one) => logarithm ? Math.Log((double)sets / counts[one]) : (double)sets / counts[one];
        var least = counts.Keys.Min(Rarity);
        // A single class has the logarithm 0, and nothing to be weighed against.
        return [.. classes.Select(one => least > 0 ? (float)(Rarity(one) / least) : 1f)];
    }

    /// <summary>[S] how far each anchor is from where it should be.</summary>
    private static Tensor Hinge(Tensor anchors, Tensor near, Tensor far, Triplets chosen, double margin)
    {
        var towards = Squared(anchors.Minus(near.index_select(0, tensor(chosen.Positives))));
        var away = Squared(anchors.Minus(far.index_select(0, tensor(chosen.Negatives)))).mul(tensor(chosen.Weights));
        return towards.Minus(away).Plus(margin).clamp_min(0);

        static Tensor Squared(Tensor difference) => difference.mul(difference).sum(1);
    }

    /// <summary>The distances as they weigh: a set must not be its own negative.</summary>
    private static float[] Apart(float[] chamfer, int sets)
    {
        var apart = (float[])chamfer.Clone();
        for (var s = 0; s < sets; s++)
            apart[(s * sets) + s] = float.PositiveInfinity;
        return apart;
    }

    private static float[] Numbers(Tensor tensor)
    {
        using var values = tensor.detach().contiguous();
        return [.. values.data<float>()];
    }
}
