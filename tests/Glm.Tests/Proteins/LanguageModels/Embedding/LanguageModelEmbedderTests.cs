using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.LanguageModels.Models;

namespace Glm.Tests.Proteins.LanguageModels.Embedding;

public sealed class LanguageModelEmbedderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds => [TinyLanguageModel.Esm2, TinyLanguageModel.ProtT5];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Should_not_depend_on_the_batch(string kind)
    {
        using var model = Open(kind);
        var proteins = Drawn(40);
        var vectors = Embed(model, proteins, new LanguageModelOptions());
        foreach (var tokens in new[] { 1, 97, 100_000 })
            AssertEqual(vectors, Embed(model, proteins, new LanguageModelOptions { BatchTokens = tokens }));
        var alone = proteins.SelectMany(protein => Embed(model, [protein], new LanguageModelOptions())).ToArray();
        AssertEqual(vectors, alone);
        Protein[] turned = [.. proteins.Reverse()];
        var reversed = Embed(model, turned, new LanguageModelOptions()).Chunk(model.Width).Reverse().SelectMany(row => row).ToArray();
        AssertEqual(vectors, reversed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Should_compute_a_sequence_once(string kind)
    {
        using var model = Open(kind);
        var (one, two) = (Drawn(1)[0], Drawn(2)[1]);
        var (calls, embedder) = (new List<long>(), new LanguageModelEmbedder(model));
        var vectors = embedder.EmbedSingles(
            [one, two, one with { Id = "again" }],
            new Immediate(report => calls.Add((long)report.Metrics[0].Value > 0 ? report.Done : -1))
        );
        Assert.Equal(3, calls[^1]);
        Assert.Equal(vectors[..model.Width], vectors[(2 * model.Width)..]);
        Assert.NotEqual(vectors[..model.Width], vectors[model.Width..(2 * model.Width)]);
    }

    [Fact]
    public void Should_pool_as_asked()
    {
        using var model = Open(TinyLanguageModel.Esm2);
        var protein = Drawn(1)[0];
        var tokens = model.Alphabet.Enclosed(model.Alphabet.Residues(protein.Sequence, out _));
        foreach (var layer in new[] { 0, 1, 2 })
        {
            using var hidden = model.Forward(new TokenBatch([tokens]), layer);
            var rows = hidden.data<float>().ToArray().Chunk(model.Width).ToArray();
            float[] Mean(IEnumerable<float[]> some) => [.. Enumerable.Range(0, model.Width).Select(i => some.Average(row => row[i]))];
            AssertEqual(Mean(rows[1..^1]), Embed(model, [protein], new LanguageModelOptions { Layer = layer }));
            AssertEqual(Mean(rows), Embed(model, [protein], new LanguageModelOptions { Layer = layer, Pooling = Pooling.MeanAll }));
            AssertEqual(rows[0], Embed(model, [protein], new LanguageModelOptions { Layer = layer, Pooling = Pooling.Cls }));
        }
    }

    [Fact]
    public void Should_cut_long_proteins_and_say_so()
    {
        using var model = Open(TinyLanguageModel.Esm2);
        var embedder = new LanguageModelEmbedder(model, new LanguageModelOptions { Truncate = 30 });
        Protein[] proteins = [new("short", "MKTAYIAK"), new("long", new string('M', 10) + new string('K', 40_000))];
        var vectors = embedder.EmbedSingles(proteins);
        var cut = Embed(model, [new("cut", proteins[1].Sequence[..30])], new LanguageModelOptions());
        AssertEqual(cut, vectors[model.Width..]);
        Assert.Equal(["1 protein was cut after 30 residues; the longest, 'long', has 40,010."], embedder.Remarks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Should_average_the_windows_of_long_proteins(string kind)
    {
        using var model = Open(kind);
        var protein = new Protein("p", Drawn(1)[0].Sequence[..25]);
        var before = model.Alphabet.Begin is null ? 0 : 1;
        var (sums, counts) = (new double[25, model.Width], new int[25]);
        foreach (var start in new[] { 0, 5, 10, 15 })
        {
            var tokens = model.Alphabet.Enclosed(model.Alphabet.Residues(protein.Sequence.Substring(start, 10), out _));
            using var hidden = model.Forward(new TokenBatch([tokens]), model.Layers);
            var rows = hidden.data<float>().ToArray().Chunk(model.Width).ToArray();
            for (var i = 0; i < 10; i++)
            {
                counts[start + i]++;
                for (var j = 0; j < model.Width; j++)
                    sums[start + i, j] += rows[before + i][j];
            }
        }
        var expected = new float[model.Width];
        for (var j = 0; j < expected.Length; j++)
            expected[j] = (float)Enumerable.Range(0, 25).Average(i => sums[i, j] / counts[i]);
        AssertEqual(expected, Embed(model, [protein], new LanguageModelOptions { Windows = 10 }));
    }

    [Fact]
    public void Should_read_strange_letters_as_documented()
    {
        using var model = Open(TinyLanguageModel.Esm2);
        var embedder = new LanguageModelEmbedder(model);
        var vectors = embedder.EmbedSingles([new("clean", "MKXXA"), new("strange", "mk J*a**\n"), new("one", "MK1A")]);
        AssertEqual(vectors[..model.Width], vectors[model.Width..(2 * model.Width)]);
        Assert.Equal(["2 proteins hold 3 letters that ESM-2 does not know, read as X (first: 'strange')."], embedder.Remarks);
        Assert.Equal(embedder.Remarks, embedder.Embed([new("strange", "mk J*a**\n"), new("one", "MK1A")]).Remarks);
    }

    [Theory]
    [InlineData("", "Protein 'p' has no residues, so esm2 has nothing to read. Remove it.")]
    [InlineData(" **", "Protein 'p' has no residues, so esm2 has nothing to read. Remove it.")]
    [InlineData(
        "ATGC",
        "The proteins look like DNA: 100% of their letters are bases. esm2 reads proteins; load the sequences as contigs to have their "
            + "genes called, or translate them."
    )]
    public void Should_refuse_what_is_no_protein(string sequence, string message)
    {
        using var model = Open(TinyLanguageModel.Esm2);
        var protein = new Protein("p", sequence.Length == 4 ? string.Concat(Enumerable.Repeat(sequence, 50)) : sequence);
        Assert.Equal(message, Assert.Throws<GlmException>(() => new LanguageModelEmbedder(model).Embed([protein])).Message);
    }

    [Fact]
    public void Should_keep_what_it_gave_before_it_was_stopped()
    {
        using var model = Open(TinyLanguageModel.Esm2);
        using var source = new CancellationTokenSource();
        var taken = new List<int>();
        var embedder = new LanguageModelEmbedder(model, new LanguageModelOptions { BatchTokens = 1 });
        Assert.Throws<OperationCanceledException>(() =>
            embedder.Embed(
                Drawn(10),
                (row, _) =>
                {
                    taken.Add(row);
                    if (taken.Count == 4)
                        source.Cancel();
                },
                cancellation: source.Token
            )
        );
        Assert.Equal(4, taken.Count);
    }

    [Theory]
    [InlineData(3, null, null, null, "esm2 has the layers 0 to 2, and Layer = 3 is none of them.")]
    [InlineData(null, 0, null, null, "BatchTokens = 0 is too small; it must be at least 1.")]
    [InlineData(null, null, 0, null, "Truncate = 0 is too small; it must be at least 1.")]
    [InlineData(null, null, null, 1, "Windows = 1 is too small; it must be at least 2.")]
    public void Should_refuse_options_out_of_range(int? layer, int? batch, int? truncate, int? windows, string message)
    {
        using var model = Open(TinyLanguageModel.Esm2);
        var options = new LanguageModelOptions
        {
            Layer = layer,
            BatchTokens = batch,
            Truncate = truncate ?? 10,
            Windows = windows,
        };
        Assert.StartsWith(message, Assert.Throws<GlmException>(() => new LanguageModelEmbedder(model, options)).Message);
    }

    [Fact]
    public void Should_know_that_prott5_has_no_first_token()
    {
        using var model = Open(TinyLanguageModel.ProtT5);
        Assert.Contains(
            "reads no token before the first residue",
            Assert.Throws<GlmException>(() => new LanguageModelEmbedder(model, new LanguageModelOptions { Pooling = Pooling.Cls })).Message
        );
    }

    private ProteinLanguageModel Open(string kind) => ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, kind));

    private static float[] Embed(ProteinLanguageModel model, IReadOnlyList<Protein> proteins, LanguageModelOptions options) =>
        new LanguageModelEmbedder(model, options).EmbedSingles(proteins);

    private static Protein[] Drawn(int count)
    {
        var random = new SeededRandom(11);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Protein(
                    $"p{i}",
                    string.Concat(Enumerable.Range(0, 30 + random.Next(200)).Select(_ => "ACDEFGHIKLMNPQRSTVWY"[random.Next(20)]))
                )),
        ];
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var difference = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(difference <= 1e-6, $"differs by {difference:g3}");
    }
}
