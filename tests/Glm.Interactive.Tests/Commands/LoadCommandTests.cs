using Glm.Formats;
using Glm.Genomes;
using Glm.Interactive.Tests.Display;

namespace Glm.Interactive.Tests.Commands;

public sealed class LoadCommandTests : IDisposable
{
    private const string TwoProteins = ">p1 first\nMKV\n>p2\nMKL\n";

    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_load_a_folder_and_show_it()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["data"]);
        var shown = await _bench.Show("#!glm load data");
        var set = _bench.Variable<ScaffoldSet>("scaffolds");
        Assert.Equal(CommandBench.Scaffolds.Windows.Select(window => window.Id), set.Windows.Select(window => window.Id));
        Assert.All(set.Genomes, genome => Assert.NotNull(genome.Lineage));
        Assert.Contains(set.Scaffolds.SelectMany(scaffold => scaffold.Genes), gene => gene.Operon is not null);
        Assert.Contains($"8 genomes, 48 scaffolds, {set.GeneCount:N0} genes", shown.Plain);
        Assert.NotEmpty(Markup.Stills(shown.Parts["text/html"]));
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_obey_its_options()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["data"]);
        await _bench.Run(
            "#!glm load data/scaffolds.tsv --proteins data/proteins.faa --taxonomy data/taxonomy.tsv --operons data/operons.tsv "
                + "--min-genes 5 --max-genes 10 --as small"
        );
        var set = _bench.Variable<ScaffoldSet>("small");
        Assert.All(set.Windows, window => Assert.InRange(window.Length, 5, 10));
        Assert.All(set.Genomes, genome => Assert.NotNull(genome.Lineage));
        Assert.Contains(set.Scaffolds.SelectMany(scaffold => scaffold.Genes), gene => gene.Operon is not null);
        Assert.DoesNotContain("scaffolds", _bench.Host.Variables.Keys);

        await _bench.Run("#!glm load data/scaffolds.tsv");
        Assert.All(_bench.Variable<ScaffoldSet>("scaffolds").Genomes, genome => Assert.Null(genome.Lineage));
    }

    [Theory]
    [InlineData("--only Thermovivia", 2)]
    [InlineData("--without \"Thermovivia; g__umbricolimonas\"", 4)]
    [InlineData("--only \"d__Bacteria;p__Vespertinota\" --without Thermovivia", 2)]
    public async Task Should_choose_genomes_by_taxon(string options, int genomes)
    {
        Genome[] named =
        [
            .. CommandBench.Scaffolds.Genomes.Select(
                (genome, i) =>
                    genome with
                    {
                        Lineage = i switch
                        {
                            < 2 => new Lineage("Bacteria", "Vespertinota", "Thermovivia"),
                            < 4 => new Lineage("Bacteria", "Vespertinota", "Salinospiria"),
                            < 6 => new Lineage("Bacteria", "Lacunobacteriota", "Umbricolia", "", "", "Umbricolimonas"),
                            _ => new Lineage("Bacteria", "Lacunobacteriota", "Umbricolia", "", "", "Umbricolibacter"),
                        },
                    }
            ),
        ];
        var bench = CommandBench.Scaffolds;
        SimulationFiles.Write(new ScaffoldSet("named", named, bench.Proteins, bench.Windows, bench.Dropped), _bench.Folder["data"]);
        var shown = await _bench.Show($"#!glm load data {options}");
        Assert.Equal(genomes, _bench.Variable<ScaffoldSet>("scaffolds").Genomes.Count);
        Assert.Contains("Left out by '", shown.Plain);
        Assert.Contains("Thermovivia", shown.Plain);
    }

    [Fact]
    public async Task Should_name_the_nearest_taxa_of_one_that_is_not_there()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["data"]);
        var taxon = CommandBench.Scaffolds.Genomes[0].Lineage![TaxonomicRank.Class];
        var message = await _bench.Refused($"#!glm load data --only {taxon[1..]}");
        Assert.StartsWith($"--only is '{taxon[1..]}', and no genome of data has such a taxon, name, file or taxonomy id.", message);
        Assert.Contains($"The nearest: {taxon}", message);
        Assert.Contains("(class)", message);
        Assert.Contains("leave none of its 8 genomes", await _bench.Refused("#!glm load data --only Bacteria --without \"d__Bacteria\""));
    }

    [Fact]
    public async Task Should_fold_many_files_that_one_reason_leaves_out()
    {
        for (var i = 0; i < 6; i++)
            _bench.Folder.Write($"genomes/g{i}.faa", $">c{i}_1 # 1 # 12 # 1 # ID=1_1;partial=00\nMKA*\n");
        _bench.Folder.Write(
            "taxa.tsv",
            "file\tgenus\ng0.faa\tBacillus\n" + string.Concat(Enumerable.Range(1, 5).Select(i => $"g{i}.faa\tEscherichia\n"))
        );
        var shown = await _bench.Show("#!glm load genomes --taxonomy taxa.tsv --without Escherichia --min-genes 1");
        Assert.Contains("Left out by 'without Escherichia': 5 genomes (g1, g2, g3, …).", shown.Plain);
        Assert.Contains("Not used: 5 files such as g1.faa (left out by 'without Escherichia').", shown.Plain);
    }

    [Fact]
    public async Task Should_take_values_from_variables()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["data"]);
        _bench.Host.Variables["where"] = "data";
        _bench.Host.Variables["most"] = 12;
        await _bench.Run("#!glm load @where --min-genes 5 --max-genes @most");
        Assert.Equal(12, _bench.Variable<ScaffoldSet>("scaffolds").Windows.Max(window => window.Length));
        Assert.Equal(
            "#!glm load: --path is @wher, but there is no C# variable of that name. Did you mean @where?",
            await _bench.Refused("#!glm load @wher")
        );
    }

    [Theory]
    [InlineData(
        "#!glm load missing.tsv",
        "missing.tsv: there is no such file or folder. Name a contig map, or a folder that holds one. A relative path starts "
            + "from the notebook's folder, or else the current one."
    )]
    [InlineData("#!glm load", "#!glm load: --path is missing. Write #!glm load FILE, or open a corpus with --corpus FOLDER.")]
    [InlineData("#!glm load nothing", "nothing holds no contig map; the folder has no files. Name the one to load by its path.")]
    [InlineData(
        "#!glm load good.faa",
        "good.faa is a FASTA file whose headers do not say where its genes lie, as Prodigal's do. Load the annotation (GenBank, EMBL, "
            + "GFF3), or a contig map (contig, tab, +protein1;-protein2;…), and set --proteins to the FASTA file."
    )]
    [InlineData(
        "#!glm load notes.txt --proteins good.faa",
        "notes.txt:1: 'Dear diary,' has no tab; a contig map has two columns, contig and +protein1;-protein2;…. Separate them by a tab."
    )]
    [InlineData(
        "#!glm load empty --proteins good.faa",
        "empty holds no contig: a contig map has lines of contig, tab, +protein1;-protein2;…. Check that it is the right file."
    )]
    [InlineData(
        "#!glm load good.tsv --proteins missing.faa",
        "missing.faa: no such file; check the name. A relative path starts from the notebook's folder, or else the current one."
    )]
    [InlineData("#!glm load good.tsv --proteins nothing", "nothing: this is a folder, not a file; name a file inside it.")]
    [InlineData(
        "#!glm load good.tsv --proteins empty",
        "empty holds no protein: a FASTA file begins with a '>' header line. Check that it is the right file."
    )]
    [InlineData(
        "#!glm load good.tsv --proteins notes.txt",
        "notes.txt:1: 'Dear diary,' comes before the first '>' header. A FASTA file begins with a header; check that it is the "
            + "right file."
    )]
    [InlineData(
        "#!glm load good.tsv --proteins twice.faa",
        "twice.faa:3: protein 'p1' was already on line 1; ids must be unique. Rename one of them or remove it."
    )]
    [InlineData(
        "#!glm load twice.tsv --proteins good.faa",
        "twice.tsv:2: contig 'c1' was already on line 1; ids must be unique. Rename one of them, or join the lines."
    )]
    [InlineData(
        "#!glm load gap.tsv --proteins good.faa",
        "gap.tsv:1: gene 3 of contig 'c1', 'p3', has no protein in good.faa. Add it there, remove the gene from the map, or "
            + "set --proteins to another FASTA file."
    )]
    [InlineData(
        "#!glm load unsigned.tsv --proteins good.faa",
        "unsigned.tsv:1: gene 1 of contig 'c1', 'p1', does not begin with a strand sign. Write + or - before the protein id."
    )]
    [InlineData(
        "#!glm load good.tsv --proteins good.faa --taxonomy stranger.tsv",
        "stranger.tsv:2: no contig of good.tsv is called 'zz', nor anything else in this taxonomy table. Use the contig ids of the map."
    )]
    [InlineData(
        "#!glm load good.tsv --proteins good.faa",
        "Scaffold c1 has 2 genes; windows need 15. Use --min-genes 2, or leave it out."
    )]
    [InlineData("#!glm load good.tsv --min-genes 0", "#!glm load: --min-genes must be a whole number from 1 to 512, not '0'.")]
    [InlineData(
        "#!glm load good.tsv --min-genes 31",
        "--min-genes is 31 and --max-genes 30; the first must not exceed the second. Lower --min-genes or raise --max-genes."
    )]
    public async Task Should_say_what_is_wrong(string line, string message)
    {
        _bench.Folder.Write("notes.txt", "Dear diary,\nnothing today.\n");
        _bench.Folder.Write("empty", "");
        _bench.Folder.Write("good.faa", TwoProteins);
        _bench.Folder.Write("good.tsv", "c1\t+p1;-p2\n");
        _bench.Folder.Write("twice.faa", TwoProteins.Replace("p2", "p1", StringComparison.Ordinal));
        _bench.Folder.Write("twice.tsv", "c1\t+p1\nc1\t-p2\n");
        _bench.Folder.Write("gap.tsv", "c1\t+p1;-p2;+p3\n");
        _bench.Folder.Write("unsigned.tsv", "c1\tp1;p2\n");
        _bench.Folder.Write("stranger.tsv", "scaffold\tclass\nzz\tA\n");
        Directory.CreateDirectory(_bench.Folder["nothing"]);
        Assert.Equal(message, await _bench.Refused(line));
        Assert.Empty(_bench.Session.Objects);
    }

    [Fact]
    public async Task Should_say_that_a_file_may_not_be_read()
    {
        _bench.Folder.Write("locked.faa", TwoProteins);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_bench.Folder["locked.faa"], UnixFileMode.None);
        Assert.SkipWhen(Readable(_bench.Folder["locked.faa"]), "this user may read every file");
        _bench.Folder.Write("good.tsv", "c1\t+p1;-p2\n");
        Assert.Equal(
            "locked.faa: it may not be read by this user; check the file's and the folder's permissions.",
            await _bench.Refused("#!glm load good.tsv --proteins locked.faa")
        );
    }

    private static bool Readable(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
