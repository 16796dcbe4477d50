using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.LanguageModels.Models;

namespace Glm.Tests.Proteins.LanguageModels.Embedding;

public sealed class VectorCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_never_compute_a_sequence_twice()
    {
        using var model = Open();
        Protein[] proteins = [.. Drawn(20)];
        var (first, computed) = Embed(model, proteins);
        Assert.Equal(20, computed);
        var (again, none) = Embed(model, [.. proteins.Reverse()]);
        Assert.Equal(0, none);
        Assert.Equal(first, again.Chunk(model.Width).Reverse().SelectMany(row => row));
        var (_, news) = Embed(model, [.. proteins, new("new", "MKTAYIAKQR"), new("twice", "mktayiakqr")]);
        Assert.Equal(2, news);
    }

    [Fact]
    public void Should_tell_layers_poolings_and_models_apart()
    {
        using var model = Open();
        Protein[] proteins = [.. Drawn(3)];
        Embed(model, proteins);
        Assert.Equal(3, Embed(model, proteins, new LanguageModelOptions { Layer = 1 }).Computed);
        Assert.Equal(3, Embed(model, proteins, new LanguageModelOptions { Pooling = Pooling.Cls }).Computed);
        Assert.Equal(3, Embed(model, proteins, new LanguageModelOptions { Truncate = 9 }).Computed);
        Assert.Equal(3, Embed(model, proteins, new LanguageModelOptions { Windows = 10 }).Computed);
        Assert.Equal(0, Embed(model, proteins, new LanguageModelOptions { Layer = 2, BatchTokens = 7 }).Computed);
        using var other = ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, TinyLanguageModel.ProtT5));
        Assert.Equal(3, Embed(other, proteins).Computed);
        Assert.NotEqual(model.Checksum, other.Checksum);
        var overview = VectorCacheOverview.Of(_folder["cache"]);
        Assert.Equal(4, overview.Entries.Count);
        Assert.Equal(9, overview.Entries.Single(entry => entry.Key is { Model: "esm2", Layer: 2, Pooling: Pooling.Mean }).Vectors);
    }

    [Fact]
    public void Should_keep_what_was_computed_before_a_stop()
    {
        using var model = Open();
        using var source = new CancellationTokenSource();
        var options = new LanguageModelOptions { BatchTokens = 1 };
        using (var cache = VectorCache.Open(_folder["cache"], VectorOrigin.Of(model, options)))
        {
            var embedder = new LanguageModelEmbedder(model, options, cache);
            var progress = new Immediate(report =>
            {
                if (report.Done == 7)
                    source.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => embedder.EmbedSingles(Drawn(20), progress, source.Token));
        }
        Assert.Equal(13, Embed(model, Drawn(20)).Computed);
    }

    /// <summary>A process that is killed may leave any part of its last write.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(119)]
    public void Should_ignore_a_half_written_vector(int missing)
    {
        using var model = Open();
        Protein[] proteins = [.. Drawn(5)];
        var (vectors, _) = Embed(model, proteins);
        var file = CacheFile();
        using (var stream = File.OpenWrite(file))
            stream.SetLength(stream.Length - missing);
        var (again, computed) = Embed(model, proteins);
        Assert.Equal(1, computed);
        AssertClose(vectors, again);
    }

    [Fact]
    public void Should_compute_a_damaged_vector_again()
    {
        using var model = Open();
        Protein[] proteins = [.. Drawn(5)];
        var (vectors, _) = Embed(model, proteins);
        var bytes = File.ReadAllBytes(CacheFile());
        bytes[^40] ^= 1;
        File.WriteAllBytes(CacheFile(), bytes);
        var (again, computed) = Embed(model, proteins);
        Assert.Equal(1, computed);
        AssertClose(vectors, again);
    }

    [Fact]
    public void Should_refuse_another_version_and_change_nothing()
    {
        using var model = Open();
        Embed(model, Drawn(2));
        var bytes = File.ReadAllBytes(CacheFile());
        bytes[7]++;
        File.WriteAllBytes(CacheFile(), bytes);
        var error = Assert.Throws<GlmException>(() => Embed(model, Drawn(2))).Message;
        Assert.StartsWith($"{CacheFile()}: this file of cached vectors was written by another version", error);
        Assert.Equal(bytes, File.ReadAllBytes(CacheFile()));
        Assert.Null(Assert.Single(VectorCacheOverview.Of(_folder["cache"]).Entries).Vectors);
        Assert.Equal(bytes.Length, VectorCacheOverview.Trim(_folder["cache"], 0));
        Assert.Equal(2, Embed(model, Drawn(2)).Computed);
    }

    [Fact]
    public void Should_be_shared_while_it_is_written()
    {
        using var model = Open();
        var options = new LanguageModelOptions();
        using var one = VectorCache.Open(_folder["cache"], VectorOrigin.Of(model, options));
        new LanguageModelEmbedder(model, options, one).EmbedSingles(Drawn(4));
        Assert.Equal(6, Embed(model, Drawn(10)).Computed);
        new LanguageModelEmbedder(model, options, one).EmbedSingles(Drawn(12));
        Assert.Equal(0, Embed(model, Drawn(12)).Computed);
    }

    [Fact]
    public void Should_go_without_where_it_cannot_be_written()
    {
        using var model = Open();
        File.WriteAllText(_folder["cache"], "a file");
        var options = new LanguageModelOptions();
        using var cache = VectorCache.Open(_folder["cache"], VectorOrigin.Of(model, options));
        var embedder = new LanguageModelEmbedder(model, options, cache);
        Assert.Equal(3 * model.Width, embedder.EmbedSingles(Drawn(3)).Length);
        Assert.StartsWith("The cache of vectors cannot be written", Assert.Single(embedder.Remarks));
    }

    [Fact]
    public void Should_make_room_for_what_was_used_last()
    {
        using var model = Open();
        for (var i = 0; i < 3; i++)
        {
            Embed(model, [.. Drawn(5 * (i + 1)).Skip(5 * i)]);
            foreach (var file in Directory.GetFiles(_folder["cache"], "*.vec", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-1));
        }
        var size = VectorCacheOverview.Of(_folder["cache"]).Bytes;
        Assert.InRange(VectorCacheOverview.Trim(_folder["cache"], size / 2), size / 2, size - 1);
        Assert.Equal(10, Embed(model, Drawn(15)).Computed);
        Assert.True(VectorCacheOverview.Trim(_folder["cache"], 0) > 0);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
    }

    [Fact]
    public async Task Should_bear_with_others_that_make_room()
    {
        using var model = Open();
        var expected = Embed(model, Drawn(3)).Vectors;
        using var source = new CancellationTokenSource();
        var others = Enumerable
            .Range(0, 2)
            .Select(_ =>
                Task.Run(() =>
                {
                    while (!source.IsCancellationRequested)
                        VectorCacheOverview.Trim(_folder["cache"], 0);
                })
            )
            .ToList();
        for (var i = 0; i < 60; i++)
            AssertClose(expected, Embed(model, Drawn(3)).Vectors);
        await source.CancelAsync();
        await Task.WhenAll(others);
    }

    [Fact]
    public void Should_keep_within_its_limit()
    {
        using var model = Open();
        Embed(model, Drawn(10));
        var options = new LanguageModelOptions();
        using (var cache = VectorCache.Open(_folder["cache"], VectorOrigin.Of(model, options), limit: 100))
            new LanguageModelEmbedder(model, options, cache).EmbedSingles([new("new", "MKTAYIAKQR")]);
        Assert.Equal(1, Assert.Single(VectorCacheOverview.Of(_folder["cache"]).Entries).Vectors);
    }

    [Fact]
    public void Should_touch_nothing_but_vectors()
    {
        Directory.CreateDirectory(_folder["home/documents"]);
        _folder.Write("home/documents/thesis.vec", "years of work");
        _folder.Write("home/documents/about.json", "{}");
        _folder.Write("home/notes.vec", "more");
        Assert.Equal(0, VectorCacheOverview.Trim(_folder["home"], 0));
        Assert.Empty(VectorCacheOverview.Of(_folder["home"]).Entries);
        Assert.True(File.Exists(_folder["home/documents/thesis.vec"]));
        Assert.Empty(VectorCacheOverview.Of(_folder["nowhere"]).Entries);
    }

    private ProteinLanguageModel Open() => ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, TinyLanguageModel.Esm2));

    private string CacheFile() => Assert.Single(Directory.GetFiles(_folder["cache"], "*.vec", SearchOption.AllDirectories));

    /// <summary>Vectors, and how many of them were computed.</summary>
    private (float[] Vectors, int Computed) Embed(
        ProteinLanguageModel model,
        IReadOnlyList<Protein> proteins,
        LanguageModelOptions? options = null
    )
    {
        using var cache = VectorCache.Open(_folder["cache"], VectorOrigin.Of(model, options ?? new LanguageModelOptions()));
        var embedder = new LanguageModelEmbedder(model, options, cache);
        var cached = 0;
        var vectors = embedder.EmbedSingles(
            proteins,
            new Immediate(report => cached = (int)report.Metrics.Single(metric => metric.Name == "cached").Value)
        );
        return (vectors, proteins.Count - cached);
    }

    private static Protein[] Drawn(int count)
    {
        var random = new SeededRandom(5);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Protein(
                    $"p{i}",
                    string.Concat(Enumerable.Range(0, 12 + random.Next(20)).Select(_ => "ACDEFGHIKLMNPQRSTVWY"[random.Next(20)]))
                )),
        ];
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
}
