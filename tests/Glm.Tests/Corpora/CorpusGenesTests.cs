using System.Text;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Tests.Corpora;

public sealed class CorpusGenesTests : IDisposable
{
    private const string NoGenes = "this corpus was made before corpora kept coordinates and names of genes, and has none.";

    private readonly CorpusBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(3)] // overlapping windows
    public void Should_keep_where_genes_lie_and_what_they_are_called(int? stride)
    {
        _bench.Write("a", 12, shared: 0.3);
        _bench.Write("b", 9, shared: 0.3);
        _bench.Folder.Write("c.gff", Gff);
        var options = CorpusBench.Options with { Stride = stride };
        CorpusFiles.AddAll(_bench.Corpus, [_bench.Pattern, _bench.Folder["c.gff"]], options);
        var set = ScaffoldFiles.LoadAll([_bench.Pattern, _bench.Folder["c.gff"]], options);
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.True(corpus.KeepsGenes);
        var kept = corpus.ToScaffoldSet(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(set.Windows.Select(window => window.Id), kept.Windows.Select(window => window.Id));
        Assert.Equal(set.Genomes.Select(genome => genome.Id), kept.Genomes.Select(genome => genome.Id));
        foreach (var scaffold in kept.Scaffolds)
        {
            var whole = set.FindScaffold(scaffold.Id)!;
            Assert.Equal(whole.GenomeId, scaffold.GenomeId);
            Assert.Equal(whole.Genes.Take(scaffold.Genes.Count).Select(Known), scaffold.Genes.Select(Known));
            foreach (var (gene, twin) in scaffold.Genes.Zip(whole.Genes))
                Assert.Equal(set.Proteins[twin.ProteinId].Sequence, kept.Proteins[gene.ProteinId].Sequence);
        }
        for (var window = 0; window < corpus.WindowCount; window++)
        {
            Assert.Equal(set.Windows[window].Genes.Select(gene => gene.Start ?? 0), corpus.StartsOf(window).ToArray());
            Assert.Equal(set.Windows[window].Genes.Select(gene => gene.End ?? 0), corpus.EndsOf(window).ToArray());
        }
        var covered = set
            .Windows.GroupBy(window => window.Scaffold.Id)
            .Sum(windows => windows.Max(window => window.Start + window.Length));
        Assert.Equal(set.GeneCount - covered, corpus.Steps.Sum(step => step.UncoveredGenes));
        Assert.Equal(1, corpus.Steps.Sum(step => step.UntranslatedGenes));
        var note = Assert.Single(kept.Ledger.NotKept);
        Assert.Equal(
            stride is null,
            note.StartsWith($"Not in the corpus: {set.GeneCount - covered} genes on short", StringComparison.Ordinal)
        );
        Assert.Contains("1 gene without a protein", note);

        static object Known(Gene gene) => (gene.Id, gene.LocusTag, gene.Name, gene.Strand, gene.Start, gene.End);
    }

    /// <summary>Genes with symbols and locus tags, and a pseudogene between them.</summary>
    private static string Gff
    {
        get
        {
            var gff = new StringBuilder("##gff-version 3\n");
            var bases = new StringBuilder();
            for (var i = 0; i < 5; i++)
            {
                var tag =
                    i == 2 ? "pseudo=true;"
                    : i == 3 ? ""
                    : $"gene=abc{(char)('A' + i)};";
                gff.Append($"chr\tx\tCDS\t{bases.Length + 1}\t{bases.Length + 36}\t.\t+\t0\tID=cds{i};locus_tag=T_{i};{tag}\n");
                bases.Append("ATG").Insert(bases.Length, i % 2 == 0 ? "GCC" : "AAA", 10).Append("TAA").Append('C', 7);
            }
            return gff.Append("##FASTA\n>chr\n").Append(bases).Append('\n').ToString();
        }
    }

    [Fact]
    public void Should_make_names_unique_where_two_genomes_use_one()
    {
        _bench.Write("a", 4);
        Directory.CreateDirectory(_bench.Folder["other"]);
        foreach (var (name, target) in new[] { ("b", "b.faa"), ("c", "other/a.faa") })
        {
            var text = File.ReadAllText(_bench.Write(name, 6)).Replace($">{name}", ">a", StringComparison.Ordinal);
            File.Delete(_bench.Folder[$"{name}.faa"]);
            File.WriteAllText(_bench.Folder[target], text);
        }
        CorpusFiles.AddAll(_bench.Corpus, [_bench.Pattern, _bench.Folder["other/a.faa"]], CorpusBench.Options);
        using var corpus = Corpus.Open(_bench.Corpus);
        var set = corpus.ToScaffoldSet(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "a|2"], set.Genomes.Select(genome => genome.Id));
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        Assert.Equal(genes.Length, genes.Select(gene => gene.Id).Distinct().Count());
        Assert.Equal(corpus.GeneCount, genes.Length);
        Assert.Equal(corpus.ToGeneOrder().GeneCount, genes.Length);
        Assert.Contains(set.Scaffolds, scaffold => scaffold.Id.StartsWith("b|a", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gene_starts.npy")]
    [InlineData("gene_ends.npy")]
    [InlineData("gene_offsets.npy")]
    [InlineData("genes.tsv")]
    public void Should_refuse_damaged_genes(string name)
    {
        _bench.Write("a", 10);
        _bench.Add();
        var path = Path.Combine(_bench.Corpus, name);
        var whole = File.ReadAllBytes(path);
        var changed = whole.ToArray();
        changed[^5] ^= 1;
        File.WriteAllBytes(path, changed);
        // Found when they are asked for: opening a corpus to train on it does not read them.
        using (var corpus = Corpus.Open(_bench.Corpus))
            Check($"{name}: bytes", () => corpus.ToScaffoldSet());
        File.WriteAllBytes(path, whole[..^1]);
        Check($"{name}: {whole.Length - 1} bytes are present", () => Corpus.Open(_bench.Corpus));
        Check($"{name}: {whole.Length - 1} bytes are present", () => _bench.Add());
        File.Delete(path);
        Check($"{name}: the file is missing", () => Corpus.Open(_bench.Corpus));

        static void Check(string message, Action act)
        {
            var error = Assert.Throws<GlmException>(act).Message;
            Assert.Contains(message, error);
            Assert.Contains("the corpus is damaged. Restore the file from a copy, or make the corpus again", error);
            Assert.DoesNotContain('\n', error);
        }
    }

    [Theory]
    [InlineData("gene_starts.npy", 128, -1, "gene_starts.npy: window 0 has genes that begin nowhere")]
    [InlineData("gene_starts.npy", 128, 0, "gene_ends.npy: window 0 has genes that end nowhere")]
    [InlineData("gene_ends.npy", 128, -1, "gene_ends.npy: window 0 has genes that end nowhere")]
    [InlineData("gene_ends.npy", 132, 0, "gene_ends.npy: window 0 has genes that end nowhere")]
    [InlineData("gene_offsets.npy", 128, 0, "gene_offsets.npy: the names of scaffold 0 cannot begin at byte 0")]
    [InlineData("gene_offsets.npy", 136, 1_000_000, "gene_offsets.npy: the names of scaffold 1 cannot begin at byte 1000000")]
    [InlineData("gene_offsets.npy", 136, 40, "genes.tsv: scaffold 0 has not one line for each gene")]
    [InlineData("genes.tsv", 26, 0x0A0A0A0A, "genes.tsv: scaffold 0 has not one line for each gene")]
    [InlineData("genes.tsv", 26, 0x20202020, "genes.tsv: scaffold 0 has not one line for each gene")]
    public void Should_refuse_genes_that_cannot_be(string name, int position, int value, string reason)
    {
        _bench.Write("a", 10);
        _bench.Add();
        _bench.Forge(name, bytes => BitConverter.GetBytes(value).CopyTo(bytes, position));
        using var corpus = Corpus.Open(_bench.Corpus);
        var error = Assert.Throws<GlmException>(() => corpus.ToScaffoldSet()).Message;
        Assert.Contains(reason, error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_go_on_without_genes_where_a_corpus_has_none()
    {
        _bench.Write("a", 10, shared: 0.3);
        _bench.Open().Dispose();
        _bench.Age();
        using (var corpus = Corpus.Open(_bench.Corpus))
            Check(corpus);
        _bench.Write("b", 10, shared: 0.3);
        using (var corpus = _bench.Open())
        {
            Check(corpus);
            Assert.Equal(0, corpus.MissingVectors);
            Assert.Equal(["a.faa", "composition", "b.faa", "composition"], corpus.Steps.Select(step => step.Source));
        }
        Assert.Empty(Directory.GetFiles(_bench.Corpus, "gene*"));

        static void Check(Corpus corpus)
        {
            Assert.False(corpus.KeepsGenes);
            corpus.Verify();
            foreach (var ask in new Action[] { () => corpus.StartsOf(0), () => corpus.EndsOf(0), corpus.RequireGenes })
                Assert.Contains(NoGenes, Assert.Throws<GlmException>(ask).Message);
            var set = corpus.ToScaffoldSet();
            Assert.All(set.Scaffolds, scaffold => Assert.Equal($"{scaffold.Id}:1", scaffold.Genes[0].Id));
            Assert.All(set.Scaffolds.SelectMany(scaffold => scaffold.Genes), gene => Assert.Null(gene.Start));
            Assert.Null(corpus.ToGeneOrder().StartOf(0));
            Assert.Contains("made before corpora kept coordinates", Assert.Single(set.Ledger.NotKept));
        }
    }

    /// <summary>Its journal names files that corpora of its version do not have.</summary>
    [Fact]
    public void Should_refuse_a_journal_whose_version_contradicts_its_steps()
    {
        _bench.Write("a", 10);
        _bench.Add();
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        var text = File.ReadAllText(journal);
        File.WriteAllText(journal, text.Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal));
        Assert.Contains("which is no file of a corpus", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
        File.WriteAllText(journal, text);
        _bench.Age();
        text = File.ReadAllText(journal);
        File.WriteAllText(journal, text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal));
        Assert.Contains("rows of gene_starts.npy", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }

    [Fact]
    public void Should_give_the_vectors_by_the_ids_of_the_set()
    {
        _bench.Write("a", 10, shared: 0.5);
        _bench.Add();
        using (var bare = Corpus.Open(_bench.Corpus))
            Assert.Contains("have no vector", Assert.Throws<GlmException>(() => bare.ToProteinVectors()).Message);
        using var corpus = _bench.Open();
        var vectors = corpus.ToProteinVectors(TestContext.Current.CancellationToken);
        Assert.Equal((corpus.ProteinCount, "composition"), (vectors.Count, vectors.Source));
        var set = corpus.ToScaffoldSet(cancellation: TestContext.Current.CancellationToken);
        for (var window = 0; window < corpus.WindowCount; window++)
            foreach (var (gene, protein) in set.Windows[window].Genes.Zip(corpus.ProteinsOf(window).ToArray()))
                Assert.Equal(corpus.Vectors![protein].ToArray(), vectors[vectors.RowOf(gene.ProteinId)].ToArray());
    }

    [Fact]
    public void Should_have_no_scaffolds_while_it_is_empty()
    {
        CorpusBuilder.Open(_bench.Corpus, new CorpusLimits(3, 8, Stride: null, KeepShort: false)).Dispose();
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Contains("the corpus is still empty", Assert.Throws<GlmException>(() => corpus.ToScaffoldSet()).Message);
    }
}
