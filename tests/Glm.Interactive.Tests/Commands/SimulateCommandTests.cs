using Glm.Formats;
using Glm.Genomes;
using Glm.Interactive.Tests.Display;

namespace Glm.Interactive.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_make_as_many_genomes_as_asked_for()
    {
        var shown = await _bench.Show("#!glm simulate --genomes 3 --seed 5 --as made");
        var set = _bench.Variable<ScaffoldSet>("made");
        Assert.Equal(3, set.Genomes.Count);
        Assert.Contains("3 genomes", shown.Plain);
        Assert.NotEmpty(Markup.Stills(shown.Parts["text/html"]));

        await _bench.Run("#!glm simulate --genomes 3 --seed 5");
        Assert.Equal(Sequences(set), Sequences(_bench.Variable<ScaffoldSet>("scaffolds")));
        await _bench.Run("#!glm simulate --genomes 3 --seed 6");
        Assert.NotEqual(Sequences(set), Sequences(_bench.Variable<ScaffoldSet>("scaffolds")));

        static IEnumerable<string> Sequences(ScaffoldSet set) =>
            set.Proteins.Values.Select(protein => protein.Sequence).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Should_write_files_that_load_as_the_same_scaffolds()
    {
        await _bench.Run("#!glm simulate --genomes 2 --out sub/made");
        Assert.Equal(
            ["operons.tsv", "proteins.faa", "scaffolds.tsv", "taxonomy.tsv"],
            Directory.GetFiles(_bench.Folder["sub/made"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        var loaded = ScaffoldFiles.Load(_bench.Folder["sub/made"]);
        var made = _bench.Variable<ScaffoldSet>("scaffolds");
        // The files have no coordinates.
        Assert.Equal(
            made.Windows.SelectMany(window => window.Genes).Select(gene => gene with { Start = null, End = null }),
            loaded.Windows.SelectMany(window => window.Genes)
        );
    }

    [Theory]
    [InlineData(
        "#!glm simulate --out file",
        "file/proteins.faa: it could not be written (The file 'file' already exists.); name another place, or make room there."
    )]
    [InlineData("#!glm simulate --out file/deeper", "file/deeper/proteins.faa: its folder cannot be made; name another place.")]
    [InlineData("#!glm simulate --genomes 0", "#!glm simulate: --genomes must be a whole number from 1 to 100000, not '0'.")]
    [InlineData("#!glm simulate --seed x", "#!glm simulate: --seed must be a whole number, not 'x'.")]
    public async Task Should_say_what_is_wrong(string line, string message)
    {
        _bench.Folder.Write("file", "x");
        Assert.Equal(message, (await _bench.Refused(line)).Replace('\\', '/'));
    }
}
