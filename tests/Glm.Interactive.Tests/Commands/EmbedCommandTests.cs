using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Commands;

public sealed class EmbedCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_embed_by_composition()
    {
        var shown = await _bench.WithScaffolds().Show("#!glm embed --with composition");
        var vectors = _bench.Variable<ProteinVectors>("proteins");
        Assert.Equal(CommandBench.Proteins.Values, vectors.Values);
        Assert.Equal(1280, vectors.Width);
        Assert.Contains("composition", shown.Plain);
        Assert.Contains("1,280", shown.Parts["text/html"]);
    }

    [Fact]
    public async Task Should_use_the_embedder_of_a_variable()
    {
        var shown = await _bench.WithScaffolds().With("mine", new LengthEmbedder()).Show("#!glm embed --with mine");
        var vectors = _bench.Variable<ProteinVectors>("proteins");
        Assert.Equal(("length", 1), (vectors.Source, vectors.Width));
        var first = CommandBench.Scaffolds.Proteins[vectors.Ids[0]];
        Assert.Equal((Half)first.Sequence.Length, vectors[0][0]);
        Assert.Contains("length", shown.Plain);
        Assert.Equal(
            "#!glm embed: --layer is for a protein language model, not for 'mine'. Leave it out.",
            await _bench.Refused("#!glm embed --with mine --layer 3")
        );
    }

    [Fact]
    public async Task Should_embed_by_families_unless_told_otherwise()
    {
        var shown = await _bench.WithScaffolds().Show("#!glm embed --search built-in --save-space space.npz");
        var vectors = _bench.Variable<ProteinVectors>("proteins");
        Assert.Equal(99, vectors.Width);
        Assert.NotNull(vectors.Families);
        Assert.Equal(vectors.Families.Name, FamilySpaceFile.Read(_bench.Folder["space.npz"]).Name);
        Assert.Contains(vectors.Families.Name, shown.Plain);
        Assert.Contains($"{vectors.Families.Count:N0} sequences, by built-in", shown.Plain);
        Assert.Contains("without a homolog", shown.Plain);
        Assert.DoesNotContain(_bench.Folder.Path, shown.Plain);
    }

    [Theory]
    [InlineData("space.npz")]
    [InlineData("first")]
    public async Task Should_embed_in_the_space_of_a_file_or_a_variable(string from)
    {
        _bench.WithScaffolds();
        await _bench.Run("#!glm embed --search built-in --save-space space.npz --as first");
        await _bench.Run($"#!glm embed --search built-in --from {from} --as second");
        var (first, second) = (_bench.Variable<ProteinVectors>("first"), _bench.Variable<ProteinVectors>("second"));
        Assert.Equal(first.Source, second.Source);
        Assert.Equal(first.Ids, second.Ids);
        Assert.Equal(first.WithoutHomolog, second.WithoutHomolog);
    }

    [Theory]
    [InlineData("--with composition --from made", "#!glm embed: --from is for families, not for 'composition'. Leave it out.")]
    [InlineData("--with composition --search built-in", "#!glm embed: --search is for families, not for 'composition'. Leave it out.")]
    [InlineData(
        "--with composition --save-space s.npz",
        "#!glm embed: --save-space is for families, not for 'composition'. Leave it out."
    )]
    [InlineData(
        "--from mine",
        "#!glm embed: --from names the variable 'mine', and it has no family space. Name a model that was trained on family codes, their "
            + "vectors, or a file or folder."
    )]
    public async Task Should_refuse_what_families_cannot_do(string options, string message)
    {
        _bench.Host.Variables["mine"] = CommandBench.Proteins;
        Assert.Equal(message, await _bench.WithScaffolds().Refused($"#!glm embed {options}"));
    }

    [Fact]
    public async Task Should_read_vectors_and_a_normaliser_from_files()
    {
        var file = HostileFiles.Vectors(_bench.Folder, "narrow", 320);
        FeatureTransformFile.Write(
            _bench.Folder["norm.safetensors"],
            new Normalizer([.. Enumerable.Repeat(1.0, 320)], [.. Enumerable.Repeat(2.0, 320)]),
            null
        );
        var shown = await _bench.WithScaffolds().Show($"#!glm embed --with {file} --normalizer norm.safetensors --as mine");
        var vectors = _bench.Variable<ProteinVectors>("mine");
        Assert.Equal((320, 2.0), (vectors.Width, vectors.Normalizer!.StandardDeviation[0]));
        Assert.Contains("given", shown.Plain);
        Assert.DoesNotContain(_bench.Folder.Path, shown.Plain);
        Assert.DoesNotContain(_bench.Folder.Path, shown.Parts["text/html"]);
    }

    [Fact]
    public async Task Should_take_scaffolds_by_name()
    {
        var one = new ScaffoldSet(
            "one",
            CommandBench.Scaffolds.Genomes.Take(1).ToList(),
            CommandBench.Scaffolds.Proteins,
            CommandBench.Scaffolds.Windows.Take(2).ToList(),
            []
        );
        _bench.Host.Variables["one"] = one;
        _bench.WithScaffolds();
        await _bench.Run("#!glm embed --with composition --scaffolds one");
        Assert.Equal("one", _bench.Session.CurrentVariable<ScaffoldSet>());
        Assert.Equal(
            "#!glm embed: --scaffolds names 'on', but there is no C# variable of that name. Did you mean 'one'?",
            await _bench.Refused("#!glm embed --scaffolds on")
        );
    }

    [Theory]
    [InlineData(
        "missing.npy",
        "missing.npy: no such file; check the name. A relative path starts from the notebook's folder, or else the current one."
    )]
    [InlineData(
        "nothing",
        "nothing: the folder holds no vectors: fair-esm writes one .pt file per protein. Name such a folder, or a file of vectors."
    )]
    [InlineData(
        "notes.txt",
        "notes.txt: no format of protein vectors ends in '.txt'; use .pkl, .npz (arrays ids and embeddings), .h5, .parquet, "
            + ".safetensors, or .npy (with ids in notes.ids.txt)."
    )]
    [InlineData(
        "nan.npy",
        "nan.npy: the vector of protein 'G01_0003' has NaN at position 5; embeddings must be finite. Embed that protein again."
    )]
    [InlineData(
        "large.npy",
        "large.npy: the vector of protein 'G01_0003' holds 1000000; vectors are kept in half precision, whose largest number is "
            + "65504. Scale them down."
    )]
    [InlineData("lonely.npy", "lonely.npy: its protein ids are missing; put them into lonely.ids.txt, one per line in row order.")]
    [InlineData(
        "few.npy",
        "few.npy: 1,394 proteins of the scaffolds have no vector: G01_0002, G01_0003, G01_0004, G01_0005, G01_0006, "
            + "G01_0007, G01_0008, G01_0009, G01_0010, G01_0011, G01_0012, G01_0013, G01_0014, G01_0015, G01_0016, G01_0017, "
            + "G01_0018, G01_0019, G01_0020, G01_0021, …. Every gene of a window needs one: embed them too; ids must be those of "
            + "the FASTA."
    )]
    public async Task Should_say_what_is_wrong_with_vectors(string file, string message)
    {
        Directory.CreateDirectory(_bench.Folder["nothing"]);
        _bench.Folder.Write("notes.txt", "Dear diary");
        HostileFiles.Vectors(_bench.Folder, "nan", 8, odd: 21, float.NaN);
        HostileFiles.Vectors(_bench.Folder, "large", 8, odd: 21, 1e6f);
        NpyFile.Write(_bench.Folder["lonely.npy"], NdArray.From<float>([1, 2], 1, 2));
        NpyFile.Write(_bench.Folder["few.npy"], NdArray.From<float>([1, 2], 1, 2));
        _bench.Folder.Write("few.ids.txt", "G01_0001\n");
        Assert.Equal(message, await _bench.WithScaffolds().Refused($"#!glm embed --with {file}"));
    }

    [Fact]
    public async Task Should_refuse_a_normaliser_of_another_width()
    {
        FeatureTransformFile.Write(_bench.Folder["norm.safetensors"], new Normalizer([0], [1]), null);
        Assert.Equal(
            "The protein vectors (composition) have 1280 numbers and the normaliser is for 1; they must agree. Embed with the "
                + "model's embedder, or leave the normaliser out to fit one.",
            await _bench.WithScaffolds().Refused("#!glm embed --with composition --normalizer norm.safetensors")
        );
    }

    [Fact]
    public async Task Should_want_scaffolds_first() =>
        Assert.Equal(
            "#!glm embed: it needs scaffolds (ScaffoldSet), and no command has made any yet. Run #!glm load or #!glm "
                + "simulate first, or name a C# variable by --scaffolds NAME.",
            await _bench.Refused("#!glm embed")
        );

    private sealed class LengthEmbedder : IProteinEmbedder
    {
        public string Name => "length";

        public int Width => 1;

        public ProteinVectors Embed(
            IReadOnlyList<Protein> proteins,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        ) => new(Name, [.. proteins.Select(protein => protein.Id)], 1, [.. proteins.Select(protein => (Half)protein.Sequence.Length)]);
    }
}
