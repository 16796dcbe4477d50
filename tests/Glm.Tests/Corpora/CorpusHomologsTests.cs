using System.Text;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Corpora;
using Glm.Formats;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Tests.Proteins.Homology;

namespace Glm.Tests.Corpora;

public sealed class CorpusHomologsTests : IDisposable
{
    private const int Block = 20;

    private readonly CorpusBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private int Find(IHomologyEngine engine, CancellationToken cancellation = default) =>
        CorpusFiles.FindHomologs(_bench.Corpus, engine, options: null, Block, progress: null, cancellation);

    /// <summary>A corpus of one file with about a hundred proteins.</summary>
    private int Make()
    {
        _bench.Write("a", 12);
        _bench.Add();
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.True(corpus.ProteinCount > 3 * Block);
        Assert.Null(corpus.Homologs);
        return corpus.ProteinCount;
    }

    [Fact]
    public void Should_keep_the_hits_of_all_proteins()
    {
        var count = Make();
        Assert.Equal(count, Find(new CannedSearch()));
        Assert.Equal(0, Find(new CannedSearch()));
        using var corpus = Corpus.Open(_bench.Corpus);
        var homologs = corpus.Homologs!;
        Assert.Equal((count, 0, "canned 1 by two letters"), (homologs.SearchedCount, homologs.MissingCount, homologs.Source));
        var proteins = corpus.Proteins(0, count);
        var expected =
            from query in Enumerable.Range(0, count)
            from target in Enumerable.Range(0, count)
            where proteins[query].Sequence[..2] == proteins[target].Sequence[..2]
            select (query, target);
        Assert.Equal(expected, homologs.Read().SelectMany(block => block).Select(hit => (hit.Query, hit.Target)));
        Assert.Equal(homologs.HitCount, expected.Count());
        var graph = homologs.ToGraph();
        Assert.Equal(expected.Count(pair => pair.query < pair.target && Near(pair.query, pair.target)), graph.EdgeCount);
        corpus.Verify();

        // Alignments of the shorter length cover enough of the longer one.
        bool Near(int a, int b) =>
            Math.Min(proteins[a].Sequence.Length, proteins[b].Sequence.Length)
            >= 0.4 * Math.Max(proteins[a].Sequence.Length, proteins[b].Sequence.Length);
    }

    [Fact]
    public void Should_keep_arrays_that_numpy_reads()
    {
        Make();
        Find(new CannedSearch());
        using var corpus = Corpus.Open(_bench.Corpus);
        var hits = NpyFile.Read(Path.Combine(_bench.Corpus, "homologs.npy"));
        var scores = NpyFile.Read(Path.Combine(_bench.Corpus, "homolog_scores.npy"));
        Assert.Equal((ElementType.Int32, ElementType.Float64), (hits.Type, scores.Type));
        Assert.Equal([corpus.Homologs!.HitCount, 8], hits.Shape);
        Assert.Equal([corpus.Homologs.HitCount, 2], scores.Shape);
        var first = corpus.Homologs.Read().First()[0];
        Assert.Equal(
            [
                first.Query,
                first.Target,
                first.Matches,
                first.Columns,
                first.QueryStart,
                first.QueryEnd,
                first.TargetStart,
                first.TargetEnd,
            ],
            hits.AsSpan<int>()[..8].ToArray()
        );
        Assert.Equal([first.BitScore, first.EValue], scores.AsSpan<double>()[..2].ToArray());
    }

    [Fact]
    public void Should_go_on_where_it_was_stopped()
    {
        var count = Make();
        using var stop = new CancellationTokenSource();
        var first = new CannedSearch
        {
            Before = search =>
            {
                if (search == 2)
                    stop.Cancel();
            },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Find(first, stop.Token));
        using (var corpus = Corpus.Open(_bench.Corpus))
        {
            Assert.Equal(2 * Block, corpus.Homologs!.SearchedCount);
            Assert.Contains("Search for the others first", Assert.Throws<GlmException>(() => corpus.Homologs.ToGraph()).Message);
        }
        var second = new CannedSearch("canned 2");
        Assert.Equal(count - (2 * Block), Find(second));
        Assert.Equal(count - (2 * Block), second.Searches.Sum(queries => queries.Count));

        // The same as in one go.
        var bytes = Arrays();
        Directory.Delete(_bench.Corpus, recursive: true);
        _bench.Add();
        Find(new CannedSearch());
        Assert.Equal(Arrays(), bytes);

        string Arrays() =>
            string.Join(
                '\n',
                new[] { "homologs.npy", "homolog_scores.npy" }.Select(name =>
                    Convert.ToHexString(File.ReadAllBytes(Path.Combine(_bench.Corpus, name)))
                )
            );
    }

    [Fact]
    public void Should_search_only_for_proteins_that_came_later()
    {
        var count = Make();
        Find(new CannedSearch());
        _bench.Add(_bench.Write("b", 6));
        var search = new CannedSearch();
        Find(search);
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Equal(corpus.ProteinCount - count, search.Searches.Sum(queries => queries.Count));
        // Later proteins were searched among all, so that every pair is in the graph, and in the rows of both.
        var graph = corpus.Homologs!.ToGraph(new HomologyGraphOptions { MinCoverage = 0 });
        var proteins = corpus.Proteins(0, corpus.ProteinCount);
        for (var i = 0; i < proteins.Count; i++)
            Assert.Equal(
                Enumerable.Range(0, proteins.Count).Where(j => j != i && proteins[i].Sequence[..2] == proteins[j].Sequence[..2]),
                graph.TargetsOf(i).ToArray()
            );
    }

    [Fact]
    public void Should_not_mix_two_programs()
    {
        Make();
        Find(new CannedSearch());
        _bench.Add(_bench.Write("b", 6));
        var mistake = Assert.Throws<GlmException>(() => Find(new CannedSearch("other 1")));
        Assert.Contains(
            "its homologs were found by 'canned 1 by two letters', and 'other 1 by two letters' would add others",
            mistake.Message
        );
    }

    [Fact]
    public void Should_notice_damaged_hits()
    {
        Make();
        Find(new CannedSearch());
        var path = Path.Combine(_bench.Corpus, "homologs.npy");
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
        using (var corpus = Corpus.Open(_bench.Corpus))
        {
            Assert.Contains("their checksum differs", Assert.Throws<GlmException>(() => corpus.Homologs!.ToGraph()).Message);
            Assert.Throws<GlmException>(() => corpus.Verify());
        }
        File.WriteAllBytes(path, bytes[..^40]);
        Assert.Contains("homologs.npy", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }

    [Fact]
    public void Should_embed_a_corpus_by_its_own_families()
    {
        var proteins = RandomProteins.Families(families: 20, members: 3);
        WriteGenome("a", [.. proteins.Where((_, i) => i % 3 < 2)]);
        _bench.Add();
        var made = CorpusFiles.EmbedFamilies(_bench.Corpus, HomologyEngines.BuiltIn);
        Assert.Equal((40, 0), made);
        string space;
        using (var corpus = Corpus.Open(_bench.Corpus))
        {
            Assert.Equal((40, 99), (corpus.Vectors!.Count, corpus.Vectors.Width));
            space = corpus.Vectors.Families!.Name;
            Assert.Equal(space, corpus.Vectors.Source);
        }
        // What comes later gets vectors in the same space.
        var spaceFile = new FileInfo(Path.Combine(_bench.Corpus, FamilySpaceFile.FileName));
        File.SetLastWriteTimeUtc(spaceFile.FullName, DateTime.UnixEpoch);
        WriteGenome("b", [.. proteins.Where((_, i) => i % 3 == 2), .. RandomProteins.Unrelated(4)]);
        _bench.Add(_bench.Folder["b.faa"]);
        Assert.Equal((24, 4), CorpusFiles.EmbedFamilies(_bench.Corpus, HomologyEngines.BuiltIn));
        Assert.Equal(DateTime.UnixEpoch, spaceFile.LastWriteTimeUtc); // a large file is not written again
        using (var corpus = Corpus.Open(_bench.Corpus))
        {
            Assert.Equal((64, space), (corpus.Vectors!.Count, corpus.Vectors.Source));
            Assert.Equal(space, FamilySpaces.Open(_bench.Corpus, HomologyEngines.BuiltIn).Name);
            File.Delete(Path.Combine(_bench.Corpus, FamilySpaceFile.FileName));
            Assert.Contains("families.npz", Assert.Throws<GlmException>(() => corpus.Vectors.Families).Message);
        }
    }

    [Fact]
    public void Should_not_mix_family_codes_with_other_vectors()
    {
        _bench.Write("a", 6);
        _bench.Open().Dispose();
        var mistake = Assert.Throws<GlmException>(() => CorpusFiles.EmbedFamilies(_bench.Corpus, HomologyEngines.BuiltIn));
        Assert.Contains("its vectors come from 'composition', and family codes would be others", mistake.Message);
    }

    [Fact]
    public void Should_not_mix_codes_of_two_spaces()
    {
        var proteins = RandomProteins.Families(families: 6, members: 3);
        WriteGenome("a", proteins);
        _bench.Add();
        CorpusFiles.EmbedFamilies(_bench.Corpus, HomologyEngines.BuiltIn);
        var space = FamilySpaces.Open(_bench.Corpus, HomologyEngines.BuiltIn).Name;
        WriteGenome("b", RandomProteins.Unrelated(4));
        _bench.Add(_bench.Folder["b.faa"]);
        ProteinVectors others;
        using (var corpus = Corpus.Open(_bench.Corpus))
            others = FamilyVectors.Embed(corpus.Proteins(0, int.MaxValue).Skip(proteins.Count).ToList(), HomologyEngines.BuiltIn);
        var mistake = Assert.Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, others, TestContext.Current.CancellationToken));
        Assert.Contains($"its vectors come from '{space}', and '{others.Source}' would add others", mistake.Message);
        Assert.Equal(space, FamilySpaces.Open(_bench.Corpus, HomologyEngines.BuiltIn).Name);
    }

    [Fact]
    public void Should_find_a_space_in_whatever_is_named()
    {
        WriteGenome("a", RandomProteins.Families(families: 12, members: 3));
        _bench.Add();
        var genomes = FamilySpaces.Open(_bench.Pattern, HomologyEngines.BuiltIn);
        var corpus = FamilySpaces.Open(_bench.Corpus, HomologyEngines.BuiltIn);
        Assert.Equal(genomes.Name, corpus.Name);
        var fasta = new StringBuilder();
        foreach (var protein in RandomProteins.Families(families: 12, members: 3))
            fasta.Append($">{protein.Id}\n{protein.Sequence}\n");
        Assert.Equal(genomes.Name, FamilySpaces.Open(_bench.Folder.Write("plain.fasta", fasta.ToString()), HomologyEngines.BuiltIn).Name);
        FamilySpaceFile.Write(_bench.Folder["space.npz"], genomes);
        Assert.Equal(genomes.Name, FamilySpaces.Open(_bench.Folder["space.npz"], HomologyEngines.BuiltIn).Name);
        Assert.Throws<GlmException>(() => FamilySpaces.Open(_bench.Folder["absent"], HomologyEngines.BuiltIn));
    }

    /// <summary>One contig of called genes.</summary>
    private void WriteGenome(string name, IReadOnlyList<Glm.Genomes.Protein> proteins)
    {
        var text = new StringBuilder();
        for (var i = 0; i < proteins.Count; i++)
        {
            var start = 1 + (i * 1000);
            text.Append(
                $">{name}_{i + 1} # {start} # {start + (3 * (proteins[i].Sequence.Length + 1)) - 1} # 1 # ID=1_{i + 1};partial=00\n"
            );
            text.Append($"{proteins[i].Sequence}\n");
        }
        _bench.Folder.Write($"{name}.faa", text.ToString());
    }
}
