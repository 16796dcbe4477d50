using Glm.Analysis.Embeddings;
using Glm.Corpora;
using Glm.Formats;
using Glm.Interactive.Bundles;
using Glm.Interactive.Tests.Bundles;
using Glm.Interactive.Tests.Results;
using Glm.Modeling;

namespace Glm.Interactive.Tests.Commands;

public sealed class BundleCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();
    private readonly CommandBench _fresh = new();

    public BundleCommandTests() => SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);

    private string Zip => _bench.Folder["run.zip"];

    public void Dispose()
    {
        foreach (var corpus in _bench.Host.Variables.Values.OfType<Corpus>())
            corpus.Dispose();
        _bench.Dispose();
        _fresh.Dispose();
    }

    [Fact]
    public async Task Should_pack_what_another_person_can_check_and_go_on_with()
    {
        await Run("load made", "embed --with composition", "model --preset tiny", "train --steps 2", "contextualize", "attention");
        var shown = (await _bench.Show("#!glm bundle run.zip --license https://spdx.org/licenses/CC0-1.0")).Plain;
        Assert.StartsWith("Wrote run.zip: ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", shown, StringComparison.Ordinal);
        var files = RoCrateValidator.FilesOf(Zip);
        Assert.Empty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(Zip), files));
        Assert.Contains("made/scaffolds.tsv", files.Keys);
        Assert.Contains("results/context.safetensors", files.Keys);
        Assert.Contains("session/session.json", files.Keys);
        Assert.Contains("packages.lock.json", files.Keys);

        var opened = BundleReader.Open(Zip, _fresh.Folder["opened"]);
        Assert.Contains("#!glm load made", File.ReadAllText(opened.Notebook), StringComparison.Ordinal);
        await _fresh.Run("#!glm restore opened/session");
        Assert.Equal(_bench.Session.Objects.Select(kept => kept.Variable), _fresh.Session.Objects.Select(kept => kept.Variable));
        Assert.Equal(
            SavedResultTests.Exported(_bench.Variable<ContextEmbeddings>("context"), _bench.Folder),
            SavedResultTests.Exported(_fresh.Variable<ContextEmbeddings>("context"), _bench.Folder)
        );
        await _bench.Run("#!glm bundle again.zip --license https://spdx.org/licenses/CC0-1.0");
        Assert.Equal(
            files.Where(file => file.Key.Contains("session/", StringComparison.Ordinal)),
            RoCrateValidator.FilesOf(_bench.Folder["again.zip"]).Where(file => file.Key.Contains("session/", StringComparison.Ordinal))
        );
    }

    /// <summary>Somebody's weights stay out, also after they were trained on, and so does what holds them.</summary>
    [Fact]
    public async Task Should_pack_others_weights_only_where_it_is_told_to()
    {
        using (var published = CommandBench.NewModel(seed: 9))
            published.Save(_bench.Folder["published"]);
        await Run(
            "load made",
            "embed --with composition",
            "model published",
            "train --steps 2",
            "model --preset tiny --as own",
            "train --steps 2 --save mine --model own --as ownHistory",
            "model mine --as again"
        );
        var shown = (await _bench.Show("#!glm bundle run.zip")).Plain;
        Assert.Matches("\nmodel +left out: its weights come from 'published/", shown);
        Assert.Contains("which this session did not make; add --with-weights if its licence lets you pass them on", shown);
        Assert.Contains("published/model.safetensors", shown);
        var files = RoCrateValidator.FilesOf(Zip);
        Assert.DoesNotContain(files.Keys, name => name.StartsWith("published/", StringComparison.Ordinal));
        Assert.Empty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(Zip), files));
        BundleReader.Open(Zip, _fresh.Folder["opened"]);
        await _fresh.Run("#!glm restore opened/session");
        Assert.Equal(["again", "own"], _fresh.Host.Variables.Where(pair => pair.Value is GlmModel).Select(pair => pair.Key).Order());

        Assert.DoesNotContain("left out", (await _bench.Show("#!glm bundle run.zip --with-weights")).Plain, StringComparison.Ordinal);
        Assert.Contains("published/model.safetensors", RoCrateValidator.FilesOf(Zip).Keys);
    }

    [Fact]
    public async Task Should_say_what_it_leaves_out()
    {
        await Run("load made", "load made --corpus my-corpus");
        File.AppendAllText(_bench.Folder["made/taxonomy.tsv"], "\n");
        var shown = (await _bench.Show("#!glm bundle run.zip --largest-input 0.01")).Plain;
        Assert.Contains("left out: a corpus is a folder of its own", shown, StringComparison.Ordinal);
        Assert.Contains("left out: it is too large", shown, StringComparison.Ordinal);
        Assert.Contains("left out: it has changed since the notebook read it", shown, StringComparison.Ordinal);
        Assert.Empty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(Zip), RoCrateValidator.FilesOf(Zip)));
        Assert.Contains(BundleReader.Open(Zip, _fresh.Folder["opened"]).Absent, absent => absent.Name == "made/proteins.faa");
    }

    [Fact]
    public async Task Should_tell_where_to_get_what_it_leaves_out()
    {
        // An assembly by its accession, a table by what is said, and another of which nothing is known.
        File.Move(_bench.Folder["made/proteins.faa"], _bench.Folder["made/GCF_000005845.2_protein.faa"]);
        await Run("load made");
        var where = "--where scaffolds.tsv=https://example.org/a%20b?x=1";
        var shown = (await _bench.Show($"#!glm bundle run.zip --largest-input 0 {where}")).Plain;
        Assert.Contains("it may be had from https://example.org/a%20b?x=1", shown, StringComparison.Ordinal);
        Assert.Contains("from https://www.ncbi.nlm.nih.gov/datasets/genome/GCF_000005845.2/", shown, StringComparison.Ordinal);
        Assert.Empty(RoCrateValidator.Faults(RoCrateValidator.MetadataOf(Zip), RoCrateValidator.FilesOf(Zip)));
        var absent = BundleReader.Open(Zip, _fresh.Folder["opened"]).Absent.ToDictionary(one => one.Name, one => one.Address);
        Assert.Equal("https://example.org/a%20b?x=1", absent["made/scaffolds.tsv"]);
        Assert.Equal("https://www.ncbi.nlm.nih.gov/datasets/genome/GCF_000005845.2/", absent["made/GCF_000005845.2_protein.faa"]);
        Assert.Null(absent["made/taxonomy.tsv"]);

        File.WriteAllText(_bench.Folder["where.tsv"], "# name\taddress\nmade/taxonomy.tsv\tftp://example.org/taxonomy\t\n\n");
        Assert.Contains(
            "from ftp://example.org/taxonomy",
            (await _bench.Show($"#!glm bundle run.zip --largest-input 0 --where {_bench.Folder["where.tsv"]}")).Plain,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("scaffolds.tsv", "--where is 'scaffolds.tsv', which is neither an address nor a table that is there. Give NAME=ADDRESS")]
    [InlineData("scaffolds.tsv=", "--where has 'scaffolds.tsv '. Give NAME=ADDRESS")]
    [InlineData("scaffolds.tsv=example.org", "'example.org' for 'scaffolds.tsv' is no address. It must begin with https://")]
    [InlineData("scaffolds.tsv=javascript:alert(1)", "is no address")]
    [InlineData("a.tsv=https://a.org,a.tsv=https://b.org", "names 'a.tsv' twice")]
    [InlineData("a.tsv=https://a.org", "An address is given for 'a.tsv', which the notebook did not read. It read 'made/operons.tsv', ")]
    public async Task Should_refuse_addresses_that_lead_nowhere(string where, string message)
    {
        await Run("load made");
        Assert.Contains(message, await _bench.Refused($"#!glm bundle run.zip --where {where}"), StringComparison.Ordinal);
        Assert.False(File.Exists(Zip));
    }

    [Theory]
    [InlineData("weights/esm2_t33_650M_UR50D.pt", "https://dl.fbaipublicfiles.com/fair-esm/models/esm2_t33_650M_UR50D.pt")]
    [InlineData(
        "esm2_t6_8M_UR50D-contact-regression.pt",
        "https://dl.fbaipublicfiles.com/fair-esm/regression/esm2_t6_8M_UR50D-contact-regression.pt"
    )]
    [InlineData("../GCA_000027305.1_ASM2730v1_genomic.gbff.gz", "https://www.ncbi.nlm.nih.gov/datasets/genome/GCA_000027305.1/")]
    [InlineData("NC_000913.3.gb", "https://www.ncbi.nlm.nih.gov/nuccore/NC_000913.3")]
    [InlineData("Rhodobacteraceae_MGYG000000002.prodigal.faa.gz", "https://www.ebi.ac.uk/metagenomics/genomes/MGYG000000002")]
    [InlineData("GCF_1.faa", null)]
    [InlineData("my_NC_000913.3_notes.tsv", null)]
    [InlineData("glm.bin", null)]
    public void Should_know_where_published_files_are(string path, string? address) =>
        Assert.Equal(address, InputAddresses.Of(path, new Dictionary<string, string>()));

    [Fact]
    public async Task Should_refuse_in_one_line()
    {
        Assert.Contains("There is nothing to bundle yet", await _bench.Refused("#!glm bundle run.zip"));
        Assert.Contains("--out is missing", await _bench.Refused("#!glm bundle"));
        await Run("simulate --genomes 1");
        Assert.Contains("'run.tar' must end in .zip", await _bench.Refused("#!glm bundle run.tar"));
        Assert.Contains("this is no notebook that can be bundled", await _bench.Refused("#!glm bundle run.zip --notebook none.ipynb"));
        Assert.False(File.Exists(Zip));
    }

    private async Task Run(params string[] lines)
    {
        foreach (var line in lines)
            await _bench.Run("#!glm " + line);
    }
}
