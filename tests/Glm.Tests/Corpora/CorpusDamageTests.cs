using System.Text.RegularExpressions;
using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;
using Glm.Tests.Training;
using Glm.Training;

namespace Glm.Tests.Corpora;

[Collection(RandomState.Name)]
public sealed class CorpusDamageTests : IDisposable
{
    private const int Components = 4;

    private readonly CorpusBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Should_open_mutated_files_with_the_same_content_or_not_at_all()
    {
        _bench.Write("a", 6);
        _bench.Write("b", 6);
        _bench.Open().Dispose();
        var files = Directory.GetFiles(_bench.Corpus).ToDictionary(path => path, File.ReadAllBytes);
        var (steps, whole) = Use();
        var random = new Random(15);
        var (refused, same) = (0, 0);
        for (var trial = 0; trial < 240; trial++)
        {
            var (path, bytes) = files.ElementAt(random.Next(files.Count));
            if (Mutate(bytes, random) is { } mutated)
                File.WriteAllBytes(path, mutated);
            else
                File.Delete(path);
            try
            {
                var (found, content) = Use();
                // A journal that ends earlier is what a kill leaves.
                if (found == steps)
                    Assert.Equal(whole, content);
                same++;
            }
            catch (GlmException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
                Assert.InRange(exception.Message.Length, 20, 600);
                refused++;
            }
            foreach (var labels in Directory.GetFiles(_bench.Corpus, "labels-*"))
                File.Delete(labels);
            File.WriteAllBytes(path, bytes);
        }
        Assert.InRange(same, 1, refused);
        Assert.Equal(whole, Use().Content);
    }

    [Theory]
    [InlineData("\"windows\":\\d+", "\"windows\":-1", "a count is negative")]
    [InlineData("\"windows\":\\d+", "\"windows\":7777", "its counts contradict each other")]
    [InlineData("\"windows\":\\d+", "\"windows\":2147483647", "its counts contradict each other")]
    [InlineData("\"genes\":\\d+", "\"genes\":9223372036854775807", "its counts contradict each other")]
    [InlineData("\"genes\":\\d+", "\"genes\":9999999999999999999999", "this line is damaged")]
    [InlineData("\"new_proteins\":\\d+", "\"new_proteins\":3", "rows of protein_hashes.npy")]
    [InlineData("\"windows.npy\":", "\"../windows.npy\":", "is no file of a corpus")]
    [InlineData("\"end\":\\d+", "\"end\":-4", "which cannot be")]
    [InlineData("\"end\":\\d+", "\"end\":9223372036854775807", "which cannot be")]
    [InlineData("\"sha256\":\"..", "\"sha256\":\"", "it has no checksum of")]
    [InlineData("\"files\":\\{.*\\}\\},", "", "this line is damaged")]
    [InlineData("\"source\":\"a.faa\"", "\"source\":null", "this line is damaged")]
    [InlineData("\"limits\":\\{[^}]*\\}", "\"limits\":null", "this line is damaged")]
    [InlineData("\"max_genes\":8", "\"max_genes\":2147483647", "it does not say how windows are cut")]
    [InlineData("\"max_genes\":8", "\"max_genes\":0", "it does not say how windows are cut")]
    [InlineData("\"max_genes\":8", "\"max_genes\":9", "windows.npy")]
    [InlineData("\"min_genes\":3", "\"min_genes\":-3", "it does not say how windows are cut")]
    [InlineData("\"keep_short\"", "\"stride\":0,\"keep_short\"", "it does not say how windows are cut")]
    [InlineData("^\\{.*?\\}\\}", "null", "this line is damaged")]
    public void Should_refuse_a_journal_that_cannot_be(string pattern, string replacement, string reason)
    {
        _bench.Write("a", 10);
        _bench.Open().Dispose();
        var path = Path.Combine(_bench.Corpus, "journal.jsonl");
        var text = File.ReadAllText(path);
        var changed = new Regex(pattern).Replace(text, replacement, 1);
        Assert.NotEqual(text, changed);
        File.WriteAllText(path, changed);
        var error = Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message;
        Assert.Contains(reason, error);
        Assert.Contains("make the corpus again", error);
        Assert.DoesNotContain('\n', error);
        Assert.Throws<GlmException>(() => _bench.Add());
    }

    /// <summary>As somebody would make them who knows the journal: the checksums are those of the changed files.</summary>
    [Theory]
    [InlineData("windows.npy", 0, 1_000_000, "windows.npy: window 0 names proteins that there are not")]
    [InlineData("windows.npy", 0, -1, "windows.npy: window 0 names proteins that there are not")]
    [InlineData("windows.npy", 4, -7, "windows.npy: window 0 names proteins that there are not")]
    [InlineData("strands.npy", 0, 5, "strands.npy: window 0 has strands")]
    [InlineData("window_scaffolds.npy", 0, -1, "window_scaffolds.npy: window 0 cannot belong to scaffold -1")]
    [InlineData("window_scaffolds.npy", 0, 1, "window_scaffolds.npy: window 0 cannot belong to scaffold 1")]
    [InlineData("protein_offsets.npy", 8, 0, "protein_offsets.npy: protein 2 cannot begin at byte 0")]
    [InlineData("protein_offsets.npy", 0, 1, "protein_offsets.npy: protein 1 cannot begin at byte 1")]
    [InlineData("protein_offsets.npy", -8, 2_000_000_000, "begins behind the end of the sequences")]
    public void Should_refuse_numbers_that_mean_nothing(string name, int position, int value, string reason)
    {
        _bench.Write("a", 10);
        _bench.Add();
        var path = Path.Combine(_bench.Corpus, name);
        var bytes = File.ReadAllBytes(path);
        var at = position < 0 ? bytes.Length + position : 128 + position;
        if (name == "strands.npy")
            bytes[at] = (byte)value;
        else
            BitConverter.GetBytes(value).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(128)));
        File.WriteAllText(
            journal,
            Regex.Replace(File.ReadAllText(journal), $"(\"{name}\":{{\"end\":\\d+,\"sha256\":\")[0-9a-f]+", match =>
                match.Groups[1].Value + checksum
            )
        );
        var error = Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message;
        Assert.Contains(reason, error);
        Assert.Contains("Restore the file from a copy, or make the corpus again", error);
    }

    [Fact]
    public void Should_embed_no_sequence_that_was_changed()
    {
        _bench.Write("a", 10);
        _bench.Add();
        var path = Path.Combine(_bench.Corpus, "proteins.faa");
        var text = File.ReadAllText(path);
        var at = text.IndexOf('\n', text.Length / 2) + 1;
        foreach (var changed in new[] { text[..at] + "W" + text[at..^1], text[..at] + ">" + text[at..^1] })
        {
            File.WriteAllText(path, changed);
            Assert.Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, new Glm.Proteins.Composition.CompositionEmbedder()));
        }
    }

    [Fact]
    public void Should_not_read_a_journal_that_never_ends()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "This system has no endless file.");
        _bench.Write("a", 10);
        _bench.Add();
        var path = Path.Combine(_bench.Corpus, "journal.jsonl");
        File.AppendAllText(path, new string('{', 2_000_000));
        Assert.StartsWith(
            $"{path}:3: this line is damaged (it has more than 1048576 bytes)",
            Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message
        );
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");
        Assert.StartsWith($"{path}: this is a device, not a file", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }

    [Fact]
    public void Should_cut_no_whole_line_of_a_journal_whose_text_is_not_utf8()
    {
        _bench.Write("a", 10);
        _bench.Add();
        var path = Path.Combine(_bench.Corpus, "journal.jsonl");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("a.faa"u8)] = 0xFF;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("journal.jsonl:2: this line is damaged", Assert.Throws<GlmException>(() => _bench.Add()).Message);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void Should_name_the_line_of_a_lineage_that_is_none()
    {
        _bench.Write("a", 10);
        _bench.Add();
        Forge("scaffolds.tsv", text => new Regex("\t\t").Replace(text, "\td__A;zzz\t", 1));
        using var corpus = Corpus.Open(_bench.Corpus);
        var scaffolds = new CorpusScaffolds(corpus);
        var error = Assert.Throws<GlmException>(() => scaffolds.GenomeOf(0)).Message;
        Assert.Contains("scaffolds.tsv:2: it has no lineage", error);
        Assert.Contains("the corpus is damaged", error);
    }

    [Fact]
    public void Should_refuse_a_folder_in_place_of_the_normaliser()
    {
        _bench.Write("a", 10);
        _bench.Open().Dispose();
        Directory.CreateDirectory(Path.Combine(_bench.Corpus, "normalizer.safetensors"));
        Assert.Contains("normalizer.safetensors: this is a folder", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }

    [Fact]
    public void Should_refuse_another_normaliser_than_came_with_the_vectors()
    {
        _bench.Write("a", 10);
        EmbedWithNormalizer(2);
        var path = Path.Combine(_bench.Corpus, "normalizer.safetensors");
        var own = File.ReadAllBytes(path);
        FeatureTransformFile.Write(path, Normalizer(3), labels: null);
        Assert.Contains("this is not the normaliser that came", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
        File.Delete(path);
        Assert.Contains("the file is missing", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
        File.WriteAllBytes(path, own);
        Assert.Equal(2, NormalizerOfCorpus());
        // Journals of earlier versions have no note.
        File.Delete(path);
        FeatureTransformFile.Write(path, Normalizer(3), labels: null);
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        var text = File.ReadAllText(journal);
        File.WriteAllText(journal, Regex.Replace(text, "\"normalizer_sha256\":\"[0-9a-f]{64}\",", ""));
        Assert.Equal(3, NormalizerOfCorpus());
        File.WriteAllText(journal, text.Replace("\"normalizer_sha256\":\"", "\"normalizer_sha256\":\"X", StringComparison.Ordinal));
        Assert.Contains("it has no checksum of", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }

    /// <summary>The file is replaced first, and the step that notes it comes after.</summary>
    [Fact]
    public void Should_be_whole_again_when_what_replaces_the_normaliser_is_repeated_after_a_kill()
    {
        _bench.Write("a", 10);
        EmbedWithNormalizer(2);
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        var before = File.ReadAllBytes(journal);
        EmbedWithNormalizer(3);
        Assert.Equal(3, NormalizerOfCorpus());
        File.WriteAllBytes(journal, before);
        Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus));
        EmbedWithNormalizer(3);
        Assert.Equal(3, NormalizerOfCorpus());
        // With further vectors as well.
        _bench.Write("b", 10);
        before = [.. before, .. Added(() => _bench.Add())];
        EmbedWithNormalizer(4);
        Assert.Equal(4, NormalizerOfCorpus());
        File.WriteAllBytes(journal, before);
        EmbedWithNormalizer(4);
        Assert.Equal(4, NormalizerOfCorpus());
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Equal(0, corpus.MissingVectors);
        corpus.Verify(cancellation: TestContext.Current.CancellationToken);

        byte[] Added(Action change)
        {
            var length = new FileInfo(journal).Length;
            change();
            return File.ReadAllBytes(journal)[(int)length..];
        }
    }

    /// <summary>Whoever stops an embedder before its first block is done finds the corpus as it was.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Should_keep_the_normaliser_where_embedding_is_stopped_before_it_adds_anything(int blocks)
    {
        _bench.Write("a", 10);
        EmbedWithNormalizer(2);
        _bench.Write("b", 10);
        _bench.Add();
        int width;
        using (var corpus = Corpus.Open(_bench.Corpus))
            width = corpus.Vectors!.Width;
        using var source = new CancellationTokenSource();
        var embedder = new Stopping("made.npz", width, blocks, source);
        Assert.Throws<OperationCanceledException>(() =>
            CorpusFiles.Embed(_bench.Corpus, embedder, progress: null, source.Token, Normalizer(3, width))
        );
        Assert.Equal(blocks == 0 ? 2 : 3, NormalizerOfCorpus());
        using var after = Corpus.Open(_bench.Corpus);
        Assert.True(after.MissingVectors > 0);
        after.Verify(cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Makes vectors of zeros, and is stopped in the block after so many.</summary>
    private sealed class Stopping(string name, int width, int blocks, CancellationTokenSource source) : IProteinEmbedder
    {
        private int _blocks = blocks;

        public string Name => name;

        public int Width => width;

        public int BlockSize => 10;

        public ProteinVectors Embed(
            IReadOnlyList<Protein> proteins,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        )
        {
            if (_blocks-- == 0)
                source.Cancel();
            cancellation.ThrowIfCancellationRequested();
            return new ProteinVectors(name, [.. proteins.Select(protein => protein.Id)], width, new Half[proteins.Count * width]);
        }
    }

    private double NormalizerOfCorpus()
    {
        using var corpus = Corpus.Open(_bench.Corpus);
        return corpus.Vectors!.Normalizer!.StandardDeviation[0];
    }

    private void EmbedWithNormalizer(double deviation)
    {
        _bench.Add();
        ProteinVectors vectors;
        using (var corpus = Corpus.OpenWithAnyNormalizer(_bench.Corpus))
            vectors = new CompositionEmbedder().Embed(corpus.Proteins(0, int.MaxValue));
        vectors = new ProteinVectors("made.npz", vectors.Ids, vectors.Width, vectors.Values).With(Normalizer(deviation, vectors.Width));
        CorpusFiles.Embed(_bench.Corpus, vectors, TestContext.Current.CancellationToken);
    }

    private static Normalizer Normalizer(double deviation, int width = 1) =>
        new(new double[width], [.. Enumerable.Repeat(deviation, width)]);

    [Fact]
    public void Should_ask_for_vectors_where_there_are_none()
    {
        _bench.Write("a", 10);
        _bench.Add();
        using var corpus = Corpus.Open(_bench.Corpus);
        using var model = GlmModel.Create(GlmConfig.Tiny);
        Assert.Contains("Embed the proteins first", Assert.Throws<GlmException>(() => model.TransformFor(corpus.Vectors!)).Message);
    }

    /// <summary>Changes a text file, and its only checksum in the journal, as somebody would who knows the journal.</summary>
    private void Forge(string name, Func<string, string> change)
    {
        var path = Path.Combine(_bench.Corpus, name);
        var (before, text) = (new FileInfo(path).Length, change(File.ReadAllText(path)));
        File.WriteAllText(path, text);
        var checksum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        File.WriteAllText(
            journal,
            Regex.Replace(
                File.ReadAllText(journal),
                $"\"{name}\":{{\"end\":{before},\"sha256\":\"[0-9a-f]+",
                $"\"{name}\":{{\"end\":{new FileInfo(path).Length},\"sha256\":\"{checksum}"
            )
        );
    }

    /// <summary>As on a full disk, where even the first bytes of a file fail.</summary>
    [Fact]
    public void Should_say_so_where_a_file_cannot_be_begun_and_go_on_later()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no file that is always full.");
        _bench.Write("a", 10);
        _bench.Add();
        var files = Directory.GetFiles(_bench.Corpus).Order().ToArray();
        var path = Path.Combine(_bench.Corpus, "vectors.npy");
        File.CreateSymbolicLink(path, "/dev/full");
        var error = Assert
            .Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, new Glm.Proteins.Composition.CompositionEmbedder()))
            .Message;
        Assert.StartsWith(path + ": it could not be written", error);
        Assert.DoesNotContain('\n', error);
        File.Delete(path);
        Assert.Equal(files, Directory.GetFiles(_bench.Corpus).Order());
        using var corpus = _bench.Open();
        Assert.Equal(0, corpus.MissingVectors);
        corpus.Verify();
    }

    [Theory]
    [InlineData("vectors.npy")]
    [InlineData("proteins.faa")]
    public void Should_make_no_labels_of_a_damaged_corpus(string name)
    {
        _bench.Write("a", 10);
        FeatureTransform transform;
        using (var whole = _bench.Open())
            transform = FeatureTransform.Fit(whole.Vectors!, Components);
        var path = Path.Combine(_bench.Corpus, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^90] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var corpus = Corpus.Open(_bench.Corpus);
        var error = Assert.Throws<GlmException>(() => CorpusDataset.Create(corpus, transform)).Message;
        Assert.Contains($"{name}: bytes", error);
        Assert.Empty(Directory.GetFiles(_bench.Corpus, "labels-*"));
    }

    [Theory]
    [InlineData("corpus-dir-6-14328")]
    [InlineData("corpus-dir-23-14328")]
    [InlineData("corpus-dir-24-23215")]
    public void Should_refuse_what_was_found_damaged(string name)
    {
        foreach (var file in Directory.GetFiles(Repository.Shared("cases", "damaged", name)))
        {
            Directory.CreateDirectory(_bench.Corpus);
            File.WriteAllBytes(Path.Combine(_bench.Corpus, Path.GetFileName(file)), File.ReadAllBytes(file));
        }
        var error = Assert.Throws<GlmException>(() => Use()).Message;
        Assert.DoesNotContain('\n', error);
        Assert.StartsWith(_bench.Corpus, error);
    }

    /// <summary>All that can be done with a corpus: the content of its windows, and the loss of a training step.</summary>
    private (int Steps, string Content) Use()
    {
        using var corpus = Corpus.Open(_bench.Corpus);
        var vectors = corpus.Vectors ?? throw new GlmException("There are no vectors, as after a kill.");
        using var data = CorpusDataset.Create(corpus, FeatureTransform.Fit(vectors, Components));
        var content = new List<object>();
        for (var window = 0; window < corpus.WindowCount; window++)
        {
            content.Add(string.Join(',', corpus.ProteinsOf(window).ToArray()) + string.Join(',', corpus.StrandsOf(window).ToArray()));
            content.Add($"{corpus.ScaffoldId(corpus.ScaffoldOf(window))} {data.Window(window).Id} {data.GenomeOf(window).Id}");
            content.AddRange(data.Window(window).Genes);
        }
        content.AddRange(corpus.Proteins(0, int.MaxValue));
        var config = GlmConfig.Tiny with { ProteinWidth = vectors.Width, LabelWidth = Components + 1, MaxGenes = 8 };
        using var model = GlmModel.Create(config, seed: 3);
        var options = new TrainingOptions
        {
            Steps = 1,
            BatchSize = 64,
            EvaluationFraction = 0,
        };
        content.Add(Trainer.Train(model, data, options).Steps[0].Loss);
        return (corpus.Steps.Count, string.Join('\n', content));
    }

    private static byte[]? Mutate(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var mutated = bytes.ToArray();
        switch (random.Next(8))
        {
            case 0:
                return null;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes, .. bytes[at..]];
            case 3:
                mutated.AsSpan(at, Math.Min(bytes.Length - at, random.Next(1, 64))).Fill((byte)(random.Next(2) * 255));
                return mutated;
            case 4:
                mutated[at] = (byte)"0123456789-,{}[]\"\n\0"[random.Next(19)];
                return mutated;
            case 5:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]];
            case 6:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default:
                mutated[at] ^= (byte)(1 << random.Next(8));
                return mutated;
        }
    }
}
