using System.Text;
using Glm.Arrays.Npy;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

public sealed class EmbedVerbTests : IDisposable
{
    private const string Letters = "ACDEFGHIKLMNPQRSTVWY";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Eight families of three, and two proteins that are related to nothing.</summary>
    private void Write(string name, int seed)
    {
        var (ancestors, random) = (new Random(1), new Random(seed));
        var text = new StringBuilder();
        for (var family = 0; family < 8; family++)
        {
            var ancestor = Sequence(ancestors);
            for (var member = 0; member < 3; member++)
                text.Append($">{name}-{family}.{member} some protein\n")
                    .Append(string.Concat(ancestor.Select(letter => random.NextDouble() < 0.8 ? letter : Letters[random.Next(20)])))
                    .Append('\n');
        }
        text.Append($">{name}-a\n{Sequence(random)}\n>{name}-b\n{Sequence(random)}\n");
        _folder.Write($"{name}.fasta", text.ToString());

        static string Sequence(Random random) => string.Concat(Enumerable.Range(0, 150).Select(_ => Letters[random.Next(20)]));
    }

    [Fact]
    public async Task Should_write_vectors_in_the_space_of_other_proteins()
    {
        Write("known", 2);
        Write("new", 3);
        string[] line = ["embed", "new.fasta", "--with", "families", "--search", "built-in", "--out", "vectors.npz"];
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, [.. line, "--from", "known.fasta", "--save-space", "space.npz"]);
        Assert.True(code == 0, error);
        Assert.Empty(error);
        Assert.Matches(@"without a homolog\s+2 \(8%\)", shown);
        float[] first;
        using (var file = NpzFile.Open(_folder["vectors.npz"]))
        {
            Assert.Equal(["ids", "vectors"], file.Names);
            var ids = file.ReadStrings("ids");
            Assert.Equal((26, "new-0.0", "new-b"), (ids.Length, ids[0], ids[^1]));
            var vectors = file.Read("vectors");
            Assert.Equal([26, 99], vectors.Shape);
            first = vectors.ToSingle();
            Assert.True(Cosine(0, 1) > 0.9 && Cosine(0, 2) > 0.9 && Cosine(0, 3) < 0.6);
        }
        (code, _, error) = await GlmProgram.Run(_folder.Path, [.. line, "--from", "space.npz"]);
        Assert.True(code == 0, error);
        using (var file = NpzFile.Open(_folder["vectors.npz"]))
            Assert.Equal(first, file.Read("vectors").ToSingle());

        double Cosine(int a, int b) => Enumerable.Range(0, 99).Sum(i => first[(99 * a) + i] * first[(99 * b) + i]);
    }

    /// <summary>Gaps and stops are read as documented, all digits are kept, and what was computed once is not computed again.</summary>
    [Fact]
    public async Task Should_write_the_vectors_of_a_language_model()
    {
        Write("known", 2);
        File.AppendAllText(_folder["known.fasta"], ">gaps\nMK-LV.A*\n>stop\nmk*jv\n");
        _folder.Write("esm.pt", MadeUpFiles.Esm2());
        string[] line = ["embed", "known.fasta", "--with", "esm.pt", "--out", "vectors.npz", "--cache", "kept"];
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, line);
        Assert.True(code == 0, error);
        Assert.Contains("1 protein holds 2 letters that ESM-2 does not know, read as X (first: 'stop').", shown);
        float[] first;
        using (var file = NpzFile.Open(_folder["vectors.npz"]))
        {
            Assert.Equal(
                (28, "known-0.0", "stop"),
                (file.ReadStrings("ids").Length, file.ReadStrings("ids")[0], file.ReadStrings("ids")[^1])
            );
            Assert.Equal([28, 12], file.Read("vectors").Shape);
            first = file.Read("vectors").ToSingle();
            Assert.Contains(first, value => (float)(Half)value != value);
        }
        (code, shown, error) = await GlmProgram.Run(_folder.Path, [.. line, "--batch-tokens", "1"]);
        Assert.True(code == 0, error);
        Assert.Contains("28 vectors were in the cache.", shown);
        using (var file = NpzFile.Open(_folder["vectors.npz"]))
            Assert.Equal(first, file.Read("vectors").ToSingle());
        (code, shown, error) = await GlmProgram.Run(_folder.Path, [.. line, "--layer", "0", "--pool", "cls"]);
        Assert.True(code == 0, error);
        Assert.Contains("esm layer 0 cls", shown);
        (code, shown, error) = await GlmProgram.Run(_folder.Path, ["cache", "--folder", "kept", "--limit", "0"]);
        Assert.True(code == 0, error);
        Assert.Contains("No vectors are cached in", shown);
    }

    [Theory]
    [InlineData("absent.fasta", "absent.fasta")]
    [InlineData("bad.fasta", "bad.fasta:2")]
    [InlineData("known.fasta --from absent", "absent")]
    [InlineData("known.fasta --out known.fasta/v.npz", "known.fasta")]
    [InlineData("known.fasta --with composition --from known.fasta", "--from is for families")]
    [InlineData("known.fasta --with composition --layer 1", "--layer is for a protein language model")]
    [InlineData("known.fasta --with esm.pt --layer 2 --cache none", "esm has the layers 0 to 1, and --layer 2 is none of them.")]
    [InlineData("known.fasta --with esm.pt --search built-in", "--search is for families")]
    [InlineData("dna.fasta --with esm.pt --cache none", "The proteins look like DNA")]
    [InlineData("known.fasta --with absent.pt", "absent.pt")]
    [InlineData("known.fasta --with known.fasta", "known.fasta")]
    public async Task Should_say_in_one_line_what_is_wrong(string arguments, string where)
    {
        Write("known", 2);
        _folder.Write("bad.fasta", ">p\nMK-L\n");
        _folder.Write("dna.fasta", $">contig\n{string.Concat(Enumerable.Repeat("ACGT", 60))}\n");
        _folder.Write("esm.pt", MadeUpFiles.Esm2());
        var (code, shown, error) = await GlmProgram.Run(
            _folder.Path,
            [
                "embed",
                .. arguments.Split(' '),
                .. arguments.Contains("--out", StringComparison.Ordinal) ? [] : (string[])["--out", "v.npz"],
            ]
        );
        Assert.Equal((1, ""), (code, shown));
        Assert.Contains(where, error);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(_folder["v.npz"]));
    }
}
