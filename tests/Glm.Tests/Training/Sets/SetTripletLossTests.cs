using System.Text.Json;
using Glm.Arrays.SafeTensors;
using Glm.Genomes;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Tests.Modeling.Sets;
using Glm.Training.Sets;
using static TorchSharp.torch;

namespace Glm.Tests.Training.Sets;

public sealed class SetTripletLossTests
{
    [Fact]
    public void Should_give_the_published_choices_losses_and_gradients()
    {
        using var model = ProteinSetTransformer.Load(GoldenSets.Checkpoint);
        var proteins = GraphFile.Read(GoldenSets.File("input.graphfmt.h5"));
        using var scope = NewDisposeScope();
        using var batch = new SetBatch(proteins.Sizes, model.Config.Attention, model.Config.Heads, CPU);
        var vectors = tensor(proteins.Vectors, [proteins.ProteinCount, proteins.Width]);
        var strands = proteins.Strands.Select(strand => strand == Strand.Forward ? 1L : 0L).ToArray();
        var classes = SetTripletLoss.ClassWeights([.. Golden("class_id").AsSpan<long>()], 6, logarithm: false);
        Assert.InRange(GoldenSets.Difference(Golden("class_weight"), classes), 0, 1e-6);
        var stated = JsonDocument.Parse(File.ReadAllText(GoldenSets.File("loss", "loss.json"))).RootElement;

        using (no_grad())
        {
            var plain = SetTripletLoss.Of(model, vectors, strands, batch, classes, swap: null, training: false);
            Assert.Equal(stated.GetProperty("loss_without").GetDouble(), plain.Value.item<float>(), 1e-5);
            Assert.Null(plain.Swapped);
        }

        model.Weights.Gradients.zero_();
        var loss = SetTripletLoss.Of(model, vectors, strands, batch, classes, Golden("uniform").ToSingle(), training: false);
        loss.Value.backward();
        Assert.InRange(GoldenSets.Difference(Golden("chamfer"), loss.Apart.Chamfer), 0, 5e-5);
        Assert.Equal(Golden("item_flow").AsSpan<long>().ToArray(), loss.Apart.Nearest);
        Assert.Equal(Golden("pos_idx").AsSpan<long>().ToArray(), loss.Chosen.Positives);
        Assert.Equal(Golden("neg_idx").AsSpan<long>().ToArray(), loss.Chosen.Negatives);
        Assert.InRange(GoldenSets.Difference(Golden("neg_weight"), loss.Chosen.Weights), 0, 1e-6);
        Assert.Equal(Golden("aug_idx").AsSpan<long>().ToArray(), loss.Swapped);
        Assert.InRange(GoldenSets.Difference(Golden("chamfer_real_aug"), loss.SwappedApart!.Chamfer), 0, 5e-5);
        Assert.Equal(Golden("aug_neg_idx").AsSpan<long>().ToArray(), loss.SwappedChosen!.Negatives);
        Assert.InRange(GoldenSets.Difference(Golden("aug_neg_weight"), loss.SwappedChosen.Weights), 0, 1e-6);
        Assert.Equal(stated.GetProperty("loss_with_augmentation").GetDouble(), loss.Value.item<float>(), 1e-5);

        using var gradients = SafeTensorsFile.Open(GoldenSets.File("loss", "grads.safetensors"));
        Assert.Equal(gradients.Names.Order(), model.Layout.Tensors.Select(one => one.Key).Order());
        foreach (var one in model.Layout.Tensors)
        {
            var actual = ProteinSetTransformer.View(model.Weights[one.Leaf].grad!, one).contiguous().data<float>().ToArray();
            var expected = gradients.Read(one.Key).ToSingle();
            for (var i = 0; i < expected.Length; i++)
                Assert.True(
                    Math.Abs(expected[i] - actual[i]) <= 1e-4 + (1e-4 * Math.Abs(expected[i])),
                    $"{one.Key}[{i}]: {actual[i]}, not {expected[i]}"
                );
        }
    }

    private static Glm.Arrays.NdArray Golden(string name) => GoldenSets.Array("loss", name);
}
