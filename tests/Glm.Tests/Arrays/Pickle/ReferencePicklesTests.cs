using System.Text.Json;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Pickle;
using Glm.Testing;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.Pickle;

public sealed class ReferencePicklesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_the_normaliser()
    {
        var (mean, std) = SklearnPickles.ReadNormalizer(Reference("norm.pkl"));
        Assert.Equal(Decoded("norm_mean").AsSpan<double>().ToArray(), mean);
        Assert.Equal(Decoded("norm_std").AsSpan<double>().ToArray(), std);
    }

    [Fact]
    public void Should_read_the_label_pca()
    {
        var pca = SklearnPickles.ReadPca(Reference("pca.pkl"));
        Assert.Equal((99, 1280, true), (pca.K, pca.D, pca.Whiten));
        Assert.Equal(Decoded("pca_components_").AsSpan<double>().ToArray(), pca.Components);
        Assert.Equal(Decoded("pca_mean_").AsSpan<double>().ToArray(), pca.Mean);
        Assert.Equal(Decoded("pca_explained_variance_").AsSpan<double>().ToArray(), pca.ExplainedVariance);
    }

    [Fact]
    public void Should_read_the_operon_predictor()
    {
        var regression = SklearnPickles.ReadLogisticRegression(Reference("operon_predictor.pkl"));
        Assert.Equal(Decoded("operon_coef").AsSpan<double>().ToArray(), regression.Coefficients);
        Assert.Equal(Decoded("operon_intercept").AsSpan<double>().ToArray(), regression.Intercept);
        Assert.Equal([0L, 1L], regression.Classes);
        Assert.Equal(190, regression.FeatureCount);
    }

    [Theory]
    [InlineData("test.esm.embs.pkl", "esm_embs")]
    [InlineData("batch.pkl.glm.embs.pkl", "glm_embs")]
    public void Should_read_embeddings(string file, string decoded)
    {
        var entries = ReferencePickles.ReadEmbeddings(Reference(file));
        Assert.Equal(File.ReadAllLines(Reference("decoded", decoded + "_keys.txt")), entries.Select(entry => entry.Header));
        Assert.Equal(Decoded(decoded).Bytes, entries.SelectMany(entry => entry.Vector.Bytes));
        Assert.All(entries, entry => Assert.Equal(ElementType.Float16, entry.Vector.Type));
    }

    [Fact]
    public void Should_read_a_batch()
    {
        var windows = ReferencePickles.ReadBatches(Reference("batch.pkl"));
        Assert.Equal(2, windows.Count);
        Assert.Equal(Decoded("batch_embeds").Bytes, windows.SelectMany(window => window.Embeds.Bytes));
        Assert.Equal(Decoded("batch_label_embeds").Bytes, windows.SelectMany(window => window.LabelEmbeds.Bytes));
        Assert.Equal(Decoded("batch_prot_ids").ToDouble(), windows.SelectMany(window => window.ProteinIds).Select(id => (double)id));
        Assert.Equal(
            Decoded("batch_attention_mask").ToDouble(),
            windows.SelectMany(window => window.AttentionMask).Select(mask => (double)mask)
        );
        Assert.Equal([30L, 1281L], windows[0].Embeds.Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Should_read_training_batches(int batch)
    {
        var windows = ReferencePickles.ReadBatches(Repository.Shared("golden", "glm-tiny-train", $"train.{batch}.PC_100.pkl"));
        Assert.Equal(4, windows.Count);
        Assert.Equal(Golden($"batch{batch}_embeds").Bytes, windows.SelectMany(window => window.Embeds.Bytes));
        Assert.Equal(Golden($"batch{batch}_label_embeds").Bytes, windows.SelectMany(window => window.LabelEmbeds.Bytes));
        Assert.Equal(
            Golden($"batch{batch}_attention_mask").ToDouble(),
            windows.SelectMany(window => window.AttentionMask).Select(mask => (double)mask)
        );

        static NdArray Golden(string name) => NpyFile.Read(Repository.Shared("golden", "glm-tiny-train", name + ".npy"));
    }

    [Fact]
    public void Should_read_what_the_reference_script_wrote_for_the_tiny_model()
    {
        var entries = ReferencePickles.ReadEmbeddings(
            Repository.Shared("golden", "glm-tiny", "glm_embed_example", "batch.pkl.glm.embs.pkl")
        );
        Assert.Equal(Golden("glm_embs").Bytes, entries.SelectMany(entry => entry.Vector.Bytes));
        var contacts = ReferencePickles.ReadArray(Repository.Shared("golden", "glm-tiny", "glm_embed_example", "batch.pkl.attention.pkl"));
        Assert.Equal([2L, 30L, 30L, 12L], contacts.Shape);
        Assert.Equal(Golden("contacts").Bytes, contacts.Bytes);

        static NdArray Golden(string name) => NpyFile.Read(Repository.Shared("golden", "glm-tiny", "glm_embed_example", name + ".npy"));
    }

    [Fact]
    public void Should_read_the_index_of_proteins()
    {
        var path = Reference("prot_index_dict.pkl");
        var dict = Assert.IsType<PickleDict>(PickleReader.Read(path, new PickleOptions { AllowedGlobals = new HashSet<string>() }));
        using var expected = JsonDocument.Parse(File.ReadAllText(Reference("decoded", "prot_index_dict.json")));
        Assert.Equal(
            expected.RootElement.EnumerateObject().Select(entry => (entry.Name, entry.Value.GetString())),
            dict.Select(entry => (entry.Key!.ToString()!, (string?)entry.Value))
        );
    }

    [Fact]
    public void Should_read_a_list_of_pairs_and_say_what_is_wrong_with_others()
    {
        Assert.Equal("p1 first", ReferencePickles.ReadEmbeddings(Write(Embeddings(("p1 first", 2), ("p2", 2))))[0].Header);
        Refused(Embeddings(("p1", 2), ("p2", 3)), "all must be alike", path => ReferencePickles.ReadEmbeddings(path));
        Assert.Empty(ReferencePickles.ReadEmbeddings(Write(PickleBytes.New().Op("}"))));
        Refused(PickleBytes.New().Text("p1"), "text where embeddings are needed", path => ReferencePickles.ReadEmbeddings(path));
        Refused(PickleBytes.New().Array("f8", "<", [1], new byte[8]), "one array where embeddings are needed", path =>
            ReferencePickles.ReadEmbeddings(path)
        );
        Refused(PickleBytes.New().Op("(").Text("p1").Op("l"), "item 0 is text", path => ReferencePickles.ReadEmbeddings(path));
        Refused(PickleBytes.New().Op("(}l"), "has no 'prot_ids'", path => ReferencePickles.ReadBatches(path));
        Refused(PickleBytes.New().Op("}"), "a dict where a numpy array is needed", path => ReferencePickles.ReadBatches(path));
        Refused(PickleBytes.New().Op("}").Text("mean").Array("f8", "<", [1], new byte[8]).Op("s"), "holds no 'std'", path =>
            SklearnPickles.ReadNormalizer(path)
        );
        Refused(
            PickleBytes
                .New()
                .Op("}")
                .Text("mean")
                .Array("f8", "<", [1], new byte[8])
                .Op("s")
                .Text("std")
                .Array("f8", "<", [1], new byte[8])
                .Op("s"),
            "std is 0",
            path => SklearnPickles.ReadNormalizer(path)
        );
        Refused(PickleBytes.New().Op("N"), "None where a fitted scikit-learn PCA", path => SklearnPickles.ReadPca(path));
        Refused(PickleBytes.New().Global("sklearn.decomposition._pca", "PCA").Op(")\x81}b"), "holds no 'components_'", path =>
            SklearnPickles.ReadPca(path)
        );
        Refused(PickleBytes.New().Global("sklearn.decomposition._pca", "PCA").Op(")\x81"), "without attributes", path =>
            SklearnPickles.ReadPca(path)
        );
        Refused(PickleBytes.New().Global("os", "system").Text("id").Op("\x85R"), "os.system", path => SklearnPickles.ReadPca(path));
    }

    [Fact]
    public void Should_survive_damage()
    {
        var pca = PickleBytes
            .New()
            .Proto(2)
            .Global("sklearn.decomposition._pca", "PCA")
            .Op(")\x81}(")
            .Text("components_")
            .Array("f8", "<", [1, 2], new byte[16])
            .Text("mean_")
            .Array("f8", "<", [2], new byte[16])
            .Text("explained_variance_")
            .Array("f8", "<", [1], BitConverter.GetBytes(1.0))
            .Text("whiten")
            .Op("\x88ub")
            .Stop();
        SklearnPickles.ReadPca(_folder.Write("pca.pkl", pca));
        Hostile.TruncateEverywhere(_folder, "pca.pkl", pca, path => SklearnPickles.ReadPca(path));
        Assert.InRange(Hostile.Damage(_folder, "pca.pkl", pca, 3000, path => SklearnPickles.ReadPca(path)), 300, 3000);
        Assert.InRange(
            Hostile.Damage(_folder, "embs.pkl", Embeddings(("p1", 2), ("p2", 2)).Stop(), 3000, path =>
                ReferencePickles.ReadEmbeddings(path)
            ),
            300,
            3000
        );
    }

    private static PickleBytes Embeddings(params (string Header, int Width)[] entries)
    {
        var pickle = PickleBytes.New().Proto(4).Op("](");
        foreach (var (header, width) in entries)
            pickle.Text(header).Array("f2", "<", [width], new byte[2 * width]).Op("\x86");
        return pickle.Op("e");
    }

    private string Write(PickleBytes pickle) => _folder.Write("x.pkl", pickle.Stop());

    private void Refused(PickleBytes pickle, string expected, Action<string> read)
    {
        var path = Write(pickle);
        Assert.Contains(expected, Hostile.Refused(path, () => read(path)).Message);
    }

    private static string Reference(params string[] parts) => Repository.Shared(["reference", .. parts]);

    private static NdArray Decoded(string name) => NpyFile.Read(Reference("decoded", name + ".npy"));
}
