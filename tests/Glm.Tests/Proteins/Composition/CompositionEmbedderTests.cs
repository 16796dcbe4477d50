using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Tests.Formats;

namespace Glm.Tests.Proteins.Composition;

public class CompositionEmbedderTests
{
    private static readonly CompositionEmbedder Embedder = new();

    private static Half[] Embed(string sequence) => Embedder.Embed([new Protein("p", sequence)]).Values;

    [Fact]
    public void Should_say_what_it_is() => Assert.Equal(("composition", 1280), (Embedder.Name, Embedder.Width));

    [Fact]
    public void Should_give_a_row_per_protein_in_order()
    {
        var vectors = Embedder.Embed([new Protein("b", "MKV"), new Protein("a", "MWWLKR")]);
        Assert.Equal(["b", "a"], vectors.Ids);
        Assert.Equal(Embed("MWWLKR"), vectors[1].ToArray());
        Assert.Empty(Embedder.Embed([]).Values);
    }

    /// <summary>The vectors are part of every trained model: a change of one bit makes saved models useless.</summary>
    [Fact]
    public void Should_never_change_a_bit()
    {
        var random = new SeededRandom(5);
        var proteins = new List<Protein>();
        for (var i = 0; i < 40; i++)
        {
            var sequence = new char[random.Between(1, 700)];
            for (var j = 0; j < sequence.Length; j++)
                sequence[j] = (char)('A' + random.Next(26));
            proteins.Add(new Protein($"p{i}", new string(sequence)));
        }
        var hash = System.Security.Cryptography.SHA256.HashData(MemoryMarshal.AsBytes(Embedder.Embed(proteins).Values.AsSpan()));
        Assert.Equal("035DFC40CDA7B4B2", Convert.ToHexString(hash)[..16]);
    }

    [Fact]
    public void Should_not_depend_on_company_or_threads()
    {
        var proteins = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 4 }).Proteins.Values.ToList();
        var together = Embedder.Embed(proteins);
        for (var i = 0; i < proteins.Count; i += 37)
            Assert.Equal(Embed(proteins[i].Sequence), together[i].ToArray());
    }

    [Fact]
    public void Should_put_homologs_near_and_strangers_at_a_right_angle()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 4, Classes = 2 });
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes.Select(gene => (gene.Family, scaffold.GenomeId))).ToList();
        var rows = Centred(Embedder.Embed([.. set.Proteins.Values]));
        double same = 0,
            strange = 0;
        int sames = 0,
            strangers = 0,
            right = 0,
            asked = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (best, hasHomolog) = ((Cosine: -1f, Index: -1), false);
            for (var j = 0; j < rows.Length; j++)
            {
                if (genes[i].GenomeId == genes[j].GenomeId)
                    continue;
                var cosine = TensorPrimitives.Dot<float>(rows[i], rows[j]);
                if (genes[i].Family == genes[j].Family)
                    (same, sames, hasHomolog) = (same + cosine, sames + 1, true);
                else
                    (strange, strangers) = (strange + Math.Abs(cosine), strangers + 1);
                if (cosine > best.Cosine)
                    best = (cosine, j);
            }
            asked += hasHomolog ? 1 : 0;
            right += hasHomolog && genes[best.Index].Family == genes[i].Family ? 1 : 0;
        }
        Assert.True(right > 0.98 * asked, $"nearest neighbour is of the same family for {right} of {asked}");
        Assert.True(same / sames > 0.3, $"homologs {same / sames}");
        Assert.True(strange / strangers < 0.05, $"strangers {strange / strangers}");
    }

    [Theory]
    [InlineData("MKBVZAJ", "MKDVEAL")]
    [InlineData("MKUVOA", "MKCVKA")]
    public void Should_read_rare_residues_as_their_nearest(string rare, string usual) => Assert.Equal(Embed(usual), Embed(rare));

    [Theory]
    [InlineData("M")]
    [InlineData("X")]
    [InlineData("XXXXXXXX")]
    [InlineData("MXKXLXVXA")]
    public void Should_embed_the_shortest_and_the_unknown(string sequence) =>
        Assert.True(Array.TrueForAll(Embed(sequence), Half.IsFinite));

    [Fact]
    public void Should_embed_a_very_long_protein() => Assert.True(Array.TrueForAll(Embed(new string('W', 2_000_000)), Half.IsFinite));

    [Theory]
    [InlineData("MK*V", "'p9'", "'*'", "position 3")]
    [InlineData("mkv", "'p9'", "'m'", "position 1")]
    [InlineData("MÅ", "'Å'", "position 2")]
    [InlineData("", "'p9'", "no residues")]
    public void Should_refuse_what_is_no_residue(string sequence, params string[] parts) =>
        TextInput.ShouldFail(() => Embedder.Embed([new Protein("p1", "MKV"), new Protein("p9", sequence)]), parts);

    [Fact]
    public void Should_name_the_first_of_many_mistakes() =>
        TextInput.ShouldFail(
            () => Embedder.Embed([.. Enumerable.Range(0, 1000).Select(i => new Protein($"p{i}", i < 300 ? "MKV" : "-"))]),
            "'p300'"
        );

    [Fact]
    public void Should_stop_when_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Embedder.Embed([new Protein("p", "MKV")], null, new CancellationToken(canceled: true))
        );

    [Fact]
    public void Should_report_progress_up_to_the_end()
    {
        var most = 0L;
        var progress = new Watcher(report => InterlockedMax(ref most, report.Done));
        Embedder.Embed([.. Enumerable.Range(0, 500).Select(i => new Protein($"p{i}", "MKV"))], progress);
        Assert.Equal(500, most);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen) { }
    }

    private static float[][] Centred(ProteinVectors vectors)
    {
        var rows = Enumerable
            .Range(0, vectors.Count)
            .Select(row => vectors[row].ToArray().Select(value => (float)value).ToArray())
            .ToArray();
        var mean = new float[vectors.Width];
        foreach (var row in rows)
            TensorPrimitives.Add(mean, row, mean);
        TensorPrimitives.Divide(mean, rows.Length, mean);
        foreach (var row in rows)
        {
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
        }
        return rows;
    }

    private sealed class Watcher(Action<ProgressReport> watch) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => watch(value);
    }
}
