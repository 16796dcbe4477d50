using System.Text.Json;
using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Statistics;
using Glm.Testing;
using Glm.Tests.Analysis;

namespace Glm.Tests.Features;

/// <summary>From the published protein vectors to the published features and labels.</summary>
public sealed class ReferenceChainTests
{
    private static FeatureTransform Transform() =>
        new(
            new Normalizer(NpyReader.Decoded<double>("norm_mean.npy"), NpyReader.Decoded<double>("norm_std.npy")),
            new LabelPca(
                NpyReader.Decoded<double>("pca_components_.npy"),
                NpyReader.Decoded<double>("pca_mean_.npy"),
                NpyReader.Decoded<double>("pca_explained_variance_.npy"),
                whiten: true
            )
        );

    [Fact]
    public void Should_make_the_reference_labels_in_float64()
    {
        var transform = Transform();
        var vectors = NpyReader.Decoded<Half>("esm_embs.npy");
        var z = new double[vectors.Length];
        for (var i = 0; i < z.Length; i += 1280)
            transform.Normalizer.Normalize(vectors.AsSpan(i, 1280), z.AsSpan(i, 1280));
        Waves.ShouldBe(NpyReader.Decoded<double>("labels_float64.npy"), transform.Labels!.Transform(z, 60), 1e-10);
    }

    [Fact]
    public void Should_fill_windows_as_the_reference_batch()
    {
        var names = JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Repository.Shared("reference", "decoded", "prot_index_dict.json"))
        )!;
        var ids = File.ReadAllLines(Repository.Shared("reference", "decoded", "esm_embs_keys.txt"))
            .Where(line => line.Length > 0)
            .Select(line => line.Split(' ')[0])
            .ToArray();
        var vectors = new ProteinVectors("reference", ids, 1280, NpyReader.Decoded<Half>("esm_embs.npy"));
        var batchIds = NpyReader.Decoded<long>("batch_prot_ids.npy");
        var features = NpyReader.Decoded<Half>("batch_embeds.npy");
        var labels = NpyReader.Decoded<Half>("batch_label_embeds.npy");

        var scaffolds = Enumerable
            .Range(0, 2)
            .Select(w => new Scaffold(
                $"contig_{w}",
                [
                    .. Enumerable
                        .Range(w * 30, 30)
                        .Select(i => new Gene(
                            $"gene{i}",
                            features[(i * 1281) + 1280] > Half.Zero ? Strand.Forward : Strand.Reverse,
                            names[$"{batchIds[i]}"]
                        )),
                ],
                "genome"
            ))
            .ToArray();
        var set = new ScaffoldSet(
            "reference",
            [new Genome("genome", scaffolds, null)],
            new Dictionary<string, Protein>(),
            [.. scaffolds.Select(scaffold => new GeneWindow(scaffold, 0, 30))],
            []
        );
        var dataset = GeneDataset.Create(set, vectors, Transform());
        var (row, label, mask) = (new float[30 * 1281], new float[30 * 100], new float[30]);
        for (var w = 0; w < 2; w++)
        {
            dataset.FillWindow(w, 0, row, label, mask);
            Assert.Equal(features.Skip(w * row.Length).Take(row.Length).Select(value => (float)value), row);
            for (var i = 0; i < label.Length; i++)
            {
                var expected = labels[(w * label.Length) + i];
                Assert.InRange(label[i], (float)Half.BitDecrement(expected), (float)Half.BitIncrement(expected));
            }
        }
    }
}
