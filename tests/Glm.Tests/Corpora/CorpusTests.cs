using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Corpora;
using Glm.Formats;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Corpora;

public sealed class CorpusTests : IDisposable
{
    private readonly CorpusBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Should_hold_the_windows_that_loading_gives()
    {
        _bench.Write("a", 20, shared: 0.3);
        _bench.Write("b", 15, shared: 0.3);
        var set = ScaffoldFiles.Load(_bench.Pattern, CorpusBench.Options);
        using var corpus = _bench.Open();
        Assert.Equal(set.Windows.Count, corpus.WindowCount);
        Assert.Equal(set.Windows.Sum(window => window.Length), corpus.GeneCount);
        var sequences = corpus.Proteins(0, int.MaxValue).Select(protein => protein.Sequence).ToArray();
        Assert.Equal(corpus.ProteinCount, sequences.Distinct().Count());
        Assert.Equal(
            set.Windows.SelectMany(window => window.Genes).Select(gene => set.Proteins[gene.ProteinId].Sequence).Distinct().Count(),
            sequences.Length
        );
        var vectors = new CompositionEmbedder().Embed(set);
        for (var i = 0; i < corpus.WindowCount; i++)
        {
            var genes = set.Windows[i].Genes.ToArray();
            Assert.Equal(
                genes.Select(gene => set.Proteins[gene.ProteinId].Sequence),
                corpus.ProteinsOf(i).ToArray().Select(protein => sequences[protein])
            );
            Assert.Equal(genes.Select(gene => (sbyte)gene.Strand), corpus.StrandsOf(i).ToArray());
            Assert.Equal(set.Windows[i].Scaffold.Id, corpus.ScaffoldId(corpus.ScaffoldOf(i)));
            foreach (var (gene, protein) in genes.Zip(corpus.ProteinsOf(i).ToArray()))
                Assert.Equal(vectors[vectors.RowOf(gene.ProteinId)].ToArray(), corpus.Vectors![protein].ToArray());
        }
    }

    [Fact]
    public void Should_keep_arrays_that_numpy_reads()
    {
        _bench.Write("a", 20);
        using var corpus = _bench.Open();
        Assert.Equal([corpus.WindowCount, 8], Array("windows.npy").Shape);
        Assert.Equal([corpus.WindowCount, 8], Array("strands.npy").Shape);
        Assert.Equal([corpus.WindowCount], Array("window_scaffolds.npy").Shape);
        Assert.Equal((ElementType.Int32, corpus.WindowCount), (Array("gene_starts.npy").Type, Array("gene_starts.npy").Shape[0]));
        Assert.Equal([corpus.WindowCount, 8], Array("gene_ends.npy").Shape);
        Assert.Equal([corpus.ScaffoldCount], Array("gene_offsets.npy").Shape);
        Assert.Equal([corpus.ProteinCount, 16], Array("protein_hashes.npy").Shape);
        Assert.Equal([corpus.ProteinCount], Array("protein_offsets.npy").Shape);
        Assert.Equal((ElementType.Float16, corpus.ProteinCount), (Array("vectors.npy").Type, Array("vectors.npy").Shape[0]));
        var table = File.ReadAllLines(Path.Combine(_bench.Corpus, "scaffolds.tsv"));
        Assert.Equal("scaffold\tgenome\tlineage\tfirst_window\twindows", table[0]);
        Assert.Equal(corpus.WindowCount, table.Skip(1).Sum(line => int.Parse(line.Split('\t')[4])));
        Assert.Equal(corpus.ScaffoldCount, table.Length - 1);

        NdArray Array(string name) => NpyFile.Read(Path.Combine(_bench.Corpus, name));
    }

    [Fact]
    public void Should_leave_out_files_that_it_has_and_append_others()
    {
        _bench.Write("a", 10, shared: 0.5);
        var first = _bench.Add();
        Assert.Equal((1, 0), (first.Files, first.KnownFiles));
        File.Copy(_bench.Folder["a.faa"], _bench.Folder["a-again.faa"]);
        _bench.Write("b", 10, shared: 0.5);
        var second = _bench.Add();
        Assert.Equal((1, 2), (second.Files, second.KnownFiles));
        using var corpus = _bench.Open();
        Assert.Equal(first.Windows + second.Windows, corpus.WindowCount);
        Assert.Equal(first.NewProteins + second.NewProteins, corpus.ProteinCount);
        Assert.True(corpus.GeneCount > corpus.ProteinCount);
        corpus.Verify(cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Should_take_a_large_file_in_parts()
    {
        const int contigs = 3200; // of 11 genes on average: 4 parts of 10,000
        var path = _bench.Write("large", contigs, shared: 1);
        var addition = _bench.Add();
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Equal([0, 1, 2, 3], corpus.Steps.Select(step => step.Part));
        Assert.Equal([false, false, false, true], corpus.Steps.Select(step => step.IsLast));
        var set = ScaffoldFiles.Load(path, CorpusBench.Options);
        Assert.Equal((set.Windows.Count, 12), (corpus.WindowCount, corpus.ProteinCount));
        Assert.Equal(set.Dropped.CountBy(dropped => dropped.Reason).OrderBy(pair => pair.Key), addition.Dropped.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Should_read_a_contig_map_with_its_proteins()
    {
        var addition = CorpusFiles.Add(_bench.Corpus, Repository.PathOf("data-samples"));
        var set = ScaffoldFiles.Load(Repository.PathOf("data-samples"));
        Assert.Equal((set.Windows.Count, 1, 0), (addition.Windows, addition.Files, addition.KnownFiles));
        Assert.Equal(
            (0, 0, 1),
            (
                CorpusFiles.Add(_bench.Corpus, Repository.PathOf("data-samples")) is var again ? (int)again.Windows : -1,
                again.Files,
                again.KnownFiles
            )
        );
        Assert.Contains("d__", File.ReadAllText(Path.Combine(_bench.Corpus, "scaffolds.tsv")));
    }

    [Fact]
    public void Should_find_a_table_of_lineages_beside_the_contig_map()
    {
        var options = new LoadOptions { Taxonomy = "taxonomy.tsv" };
        CorpusFiles.Add(_bench.Corpus, Repository.PathOf("data-samples"), options);
        Assert.Contains("d__", File.ReadAllText(Path.Combine(_bench.Corpus, "scaffolds.tsv")));
    }

    [Fact]
    public void Should_take_vectors_from_several_files()
    {
        _bench.Write("a", 10);
        _bench.Add();
        ProteinVectors all;
        using (var corpus = Corpus.Open(_bench.Corpus))
            all = new CompositionEmbedder().Embed(corpus.Proteins(0, int.MaxValue));
        var half = all.Count / 2;
        Assert.Contains(
            "has no vector for protein 1 of the corpus",
            Assert.Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, Slice(half, all.Count))).Message
        );
        Assert.Equal(half, CorpusFiles.Embed(_bench.Corpus, Slice(0, half), TestContext.Current.CancellationToken));
        using (var corpus = Corpus.Open(_bench.Corpus))
            Assert.Equal(all.Count - half, corpus.MissingVectors);
        Assert.Equal(
            all.Count - half,
            CorpusFiles.Embed(_bench.Corpus, Slice(half - 2, all.Count), TestContext.Current.CancellationToken)
        );
        using (var corpus = Corpus.Open(_bench.Corpus))
            Assert.Equal(all.Values, Enumerable.Range(0, all.Count).SelectMany(row => corpus.Vectors![row].ToArray()));
        Assert.Contains(
            "all must come from one embedder",
            Assert.Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, new CompositionEmbedder())).Message
        );

        ProteinVectors Slice(int from, int to) =>
            new($"{from}.npz", [.. all.Ids.Take(to).Skip(from)], all.Width, all.Values[(from * all.Width)..(to * all.Width)]);
    }

    [Fact]
    public void Should_find_a_changed_byte_in_every_file()
    {
        _bench.Write("a", 10);
        _bench.Write("b", 10);
        _bench.Open().Dispose();
        foreach (var path in Directory.GetFiles(_bench.Corpus).Where(path => !path.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            var bytes = File.ReadAllBytes(path);
            bytes[^3] ^= 4;
            File.WriteAllBytes(path, bytes);
            var error = Assert.Throws<GlmException>(() =>
            {
                using var corpus = Corpus.Open(_bench.Corpus); // which finds all but what is in the large files
                corpus.Verify(cancellation: TestContext.Current.CancellationToken);
            });
            Assert.Contains($"{Path.GetFileName(path)}: bytes", error.Message);
            bytes[^3] ^= 4;
            File.WriteAllBytes(path, bytes);
        }
        using var whole = Corpus.Open(_bench.Corpus);
        whole.Verify(cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Should_go_on_after_a_kill_as_if_nothing_had_been()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            _bench.Write(name, 8, shared: 0.3);
        _bench.Open().Dispose();
        var whole = Files();
        var lines = whole["journal.jsonl"].Count(b => b == '\n');
        var random = new Random(1);
        for (var trial = 0; trial < 40; trial++)
        {
            // What a kill leaves: a journal cut at any byte behind the first line, and files with more than it tells of.
            var journal = whole["journal.jsonl"];
            var cut = random.Next(System.Array.IndexOf(journal, (byte)'\n') + 1, journal.Length);
            foreach (var (name, bytes) in whole)
                File.WriteAllBytes(
                    Path.Combine(_bench.Corpus, name),
                    name == "journal.jsonl" ? bytes[..cut] : [.. bytes, .. Enumerable.Repeat((byte)random.Next(256), random.Next(64))]
                );
            _bench.Open().Dispose();
            foreach (var (name, bytes) in Files())
                if (name != "journal.jsonl")
                    Assert.Equal(whole[name], bytes);
            Assert.Equal(lines, File.ReadAllLines(Path.Combine(_bench.Corpus, "journal.jsonl")).Length);
        }

        Dictionary<string, byte[]> Files() =>
            Directory.GetFiles(_bench.Corpus).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
    }

    [Fact]
    public void Should_be_readable_while_it_grows_and_have_one_writer()
    {
        _bench.Write("a", 10);
        _bench.Add();
        using var writer = CorpusBuilder.Open(_bench.Corpus, limits: null);
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.True(corpus.WindowCount > 0);
        Assert.Contains("another program is writing to this corpus", Assert.Throws<GlmException>(() => _bench.Add()).Message);
        var proteins = corpus.Proteins(0, 5);
        writer.AddVectors("test", 2, new Half[10]);
        writer.Flush();
        Assert.Null(corpus.Vectors);
        using var later = Corpus.Open(_bench.Corpus);
        Assert.Equal((5, later.ProteinCount - 5), (later.Vectors!.Count, later.MissingVectors));
        Assert.Equal(proteins, later.Proteins(0, 5));
    }

    [Fact]
    public void Should_keep_what_was_added_before_a_damaged_file()
    {
        _bench.Write("a", 10);
        _bench.Folder.Write("b.faa", ">b1_1 # 1 # 15 # 1 # x\nMAAA\n>nonsense\nMAAA\n");
        Assert.Contains("b.faa", Assert.Throws<GlmException>(() => _bench.Add()).Message);
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Equal("a.faa", Assert.Single(corpus.Steps).Source);
    }

    [Fact]
    public void Should_stop_when_cancelled_and_keep_whole_steps()
    {
        for (var i = 0; i < 6; i++)
            _bench.Write($"f{i}", 10);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            CorpusFiles.Add(
                _bench.Corpus,
                _bench.Pattern,
                CorpusBench.Options,
                new Immediate(report =>
                {
                    if (report.Done == 2)
                        stop.Cancel();
                }),
                stop.Token
            )
        );
        using (var corpus = Corpus.Open(_bench.Corpus))
            Assert.Equal(2, corpus.Steps.Count);
        Assert.Equal((4, 2), (_bench.Add() is var rest ? rest.Files : 0, rest.KnownFiles));
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        _bench.Write("a", 10);
        Assert.Contains(
            "this is not a corpus (it holds no journal.jsonl)",
            Assert.Throws<GlmException>(() => Corpus.Open(_bench.Folder.Path)).Message
        );
        Assert.Contains(
            "the folder holds other files but not a corpus",
            Assert.Throws<GlmException>(() => CorpusFiles.Add(_bench.Folder.Path, _bench.Pattern)).Message
        );
        Assert.Contains(
            "there is no such file or folder",
            Assert.Throws<GlmException>(() => CorpusFiles.Add(_bench.Corpus, "nowhere")).Message
        );
        Assert.False(Directory.Exists(_bench.Corpus));
        _bench.Add();
        Assert.Contains(
            "was made with MinGenes = 3, MaxGenes = 8, but you ask for MinGenes = 15, MaxGenes = 30",
            Assert.Throws<GlmException>(() => CorpusFiles.Add(_bench.Corpus, _bench.Pattern)).Message
        );
        File.WriteAllBytes(
            Path.Combine(_bench.Corpus, "windows.npy"),
            File.ReadAllBytes(Path.Combine(_bench.Corpus, "windows.npy"))[..^1]
        );
        Assert.Contains("windows.npy", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
        Assert.Contains("the corpus is damaged", Assert.Throws<GlmException>(() => _bench.Add()).Message);
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        File.AppendAllText(journal, "{\"source\": 3}\n");
        Assert.Contains("journal.jsonl:3: this line is damaged", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
        File.WriteAllText(journal, "{\"format\":\"glm-corpus\",\"version\":3,\"limits\":{}}\n");
        Assert.Contains("of version 3; this program knows", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }
}
