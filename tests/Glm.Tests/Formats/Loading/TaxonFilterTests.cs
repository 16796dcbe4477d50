using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Formats.Annotation;

namespace Glm.Tests.Formats.Loading;

public sealed class TaxonFilterTests : IDisposable
{
    private static readonly LoadOptions AnyLength = new() { MinGenes = 1 };

    private readonly TemporaryFolder _folder = new();

    /// <summary>Four genomes: a and b are Escherichia and Salmonella by the table, c a Bacillus, and d has no lineage.</summary>
    public TaxonFilterTests()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            _folder.Write($"genomes/{name}.prodigal.faa", Proteins(name));
        _folder.Write(
            "taxa.tsv",
            "file\ttaxid\tlineage\n"
                + "genomes/a.prodigal.faa\t562\td__Bacteria;p__Pseudomonadota;c__Gammaproteobacteria;o__Enterobacterales;"
                + "f__Enterobacteriaceae;g__Escherichia;s__Escherichia coli\n"
                + "genomes/b.prodigal.faa\t28901\td__Bacteria;p__Pseudomonadota;c__Gammaproteobacteria;o__Enterobacterales;"
                + "f__Enterobacteriaceae;g__Salmonella\n"
                + "genomes/c.prodigal.faa\t1423\td__Bacteria;p__Bacillota_A (Firmicutes);c__Bacilli;o__Bacillales\n"
        );
    }

    private LoadOptions Options => AnyLength with { Taxonomy = _folder["taxa.tsv"] };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Gammaproteobacteria", "ab")]
    [InlineData("gammaproteobacteria", "ab")]
    [InlineData("c__Gammaproteobacteria", "ab")]
    [InlineData("D_2__Gammaproteobacteria", "ab")]
    [InlineData("Escherichia", "a")]
    [InlineData("g__escherichia", "a")]
    [InlineData("Escherichia coli", "a")]
    [InlineData("s__Escherichia_coli", "a")]
    [InlineData("d__Bacteria;p__Pseudomonadota;c__Gammaproteobacteria", "ab")]
    [InlineData("Bacteria; Pseudomonadota", "ab")]
    [InlineData("Bacillota_A", "c")]
    [InlineData("p__Bacillota A", "c")]
    [InlineData("562", "a")]
    [InlineData("d", "d")]
    [InlineData("D.prodigal.faa", "d")]
    public void Should_take_only_genomes_of_a_taxon(string taxon, string genomes)
    {
        var set = ScaffoldFiles.Load(_folder["genomes"], Options with { Only = [taxon] });
        Assert.Equal(genomes, string.Concat(set.Genomes.Select(genome => genome.Id)));
        Assert.Equal(genomes.Length, set.Proteins.Count);

        var others = ScaffoldFiles.Load(_folder["genomes"], Options with { Without = [taxon] });
        Assert.Equal(string.Concat("abcd".Except(genomes)), string.Concat(others.Genomes.Select(genome => genome.Id)));
    }

    [Fact]
    public void Should_combine_several_taxa()
    {
        var both = ScaffoldFiles.Load(
            _folder["genomes"],
            Options with
            {
                Only = ["Bacilli", "Enterobacterales"],
                Without = ["Salmonella"],
            }
        );
        Assert.Equal(["a", "c"], both.Genomes.Select(genome => genome.Id));
        var neither = ScaffoldFiles.Load(_folder["genomes"], Options with { Without = ["Bacilli", "Salmonella"] });
        Assert.Equal(["a", "d"], neither.Genomes.Select(genome => genome.Id));
    }

    [Fact]
    public void Should_enter_what_was_left_out_into_the_ledger()
    {
        var without = ScaffoldFiles.Load(_folder["genomes"], Options with { Without = ["Gammaproteobacteria"] }).Ledger;
        Assert.Contains("Left out by 'without Gammaproteobacteria': 2 genomes (a, b).", without.Notes);
        Assert.Contains(
            "Could not be judged by 'without Gammaproteobacteria', and stay: 1 genome (d); their lineage is unknown or does not say.",
            without.Notes
        );
        Assert.Equal(
            [
                ("a.prodigal.faa", "left out by 'without Gammaproteobacteria'"),
                ("b.prodigal.faa", "left out by 'without Gammaproteobacteria'"),
            ],
            without.PassedOver.Select(file => (Path.GetFileName(file.File), file.Reason))
        );
        Assert.DoesNotContain(without.FilesRead, file => file.EndsWith("a.prodigal.faa", StringComparison.Ordinal));

        var only = ScaffoldFiles.Load(_folder["genomes"], Options with { Only = ["Bacilli"] }).Ledger;
        Assert.Contains("Left out by 'only Bacilli': 3 genomes (a, b, d); 1 of them without a lineage (d).", only.Notes);
        Assert.Contains(only.PassedOver, file => file.Reason == "left out by 'only Bacilli': its lineage is unknown");
    }

    [Theory]
    [InlineData("Enterobacteriaceae", false)]
    [InlineData("Escherichia coli", true)]
    public void Should_say_where_a_lineage_ends_too_early_to_be_judged(string taxon, bool isDoubtful)
    {
        _folder.Write("genomes/e.faa", Proteins("e"));
        _folder.Write(
            "taxa.tsv",
            File.ReadAllText(_folder["taxa.tsv"])
                + "e\t\td__Bacteria;p__Pseudomonadota;c__Gammaproteobacteria;o__Enterobacterales;f__Enterobacteriaceae;g__Escherichia\n"
        );
        var set = ScaffoldFiles.Load(_folder["genomes"], Options with { Without = [taxon, "d"] });
        Assert.Equal(isDoubtful, set.Genomes.Any(genome => genome.Id == "e"));
        Assert.Equal(
            isDoubtful,
            set.Ledger.Notes.Any(note =>
                note.StartsWith($"Could not be judged by 'without {taxon}', and stay: 1 genome (e)", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("Gamaproteobacteria", "The nearest: Gammaproteobacteria (class). ")]
    [InlineData("f__Escherichia", "The nearest: Escherichia (genus)")]
    [InlineData("Thermotogae", "no genome of ", "domain (Bacteria, …), phylum (Pseudomonadota, …), class (")]
    [InlineData("2", "taxonomy id")]
    [InlineData("", "Without holds an empty name")]
    [InlineData("g__", "Without is 'g__', a rank without a name")]
    [InlineData("d__Bacteria;Bacillota", "Without is 'd__Bacteria;Bacillota': 'Bacillota' has none of the prefixes")]
    public void Should_complain_of_a_taxon_that_no_genome_has(string taxon, params string[] parts)
    {
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["genomes"], Options with { Without = [taxon] }));
        Assert.All(parts, part => Assert.Contains(part, fault.Message));
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Should_say_that_there_is_no_lineage_to_choose_by()
    {
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["genomes"], AnyLength with { Only = ["Bacilli"] }));
        Assert.Contains("None of them has a lineage; set Taxonomy to a table.", fault.Message);
    }

    [Fact]
    public void Should_refuse_a_choice_that_leaves_nothing()
    {
        var fault = Assert.Throws<GlmException>(() =>
            ScaffoldFiles.Load(_folder["genomes"], Options with { Only = ["Bacilli"], Without = ["Bacteria"] })
        );
        Assert.EndsWith(": Only = Bacilli and Without = Bacteria leave none of its 4 genomes. Choose other taxa.", fault.Message);
    }

    [Fact]
    public void Should_choose_by_the_lineage_and_the_taxonomy_id_of_a_record()
    {
        _folder.Write(
            "records/e.gbk",
            MadeUpGenomes
                .GenBank()
                .Replace(
                    "/organism=\"Escherichia testii\"",
                    "/organism=\"Escherichia testii\"\n                     /db_xref=\"taxon:4711\"",
                    StringComparison.Ordinal
                )
        );
        _folder.Write("records/f.faa", Proteins("f"));
        foreach (var taxon in new[] { "Escherichia", "4711" })
            Assert.Equal(
                ["f"],
                ScaffoldFiles.Load(_folder["records"], AnyLength with { Without = [taxon] }).Genomes.Select(genome => genome.Id)
            );
    }

    [Fact]
    public void Should_prefer_the_table_to_the_record()
    {
        _folder.Write("records/e.gbk", MadeUpGenomes.GenBank());
        _folder.Write("records/f.faa", Proteins("f"));
        _folder.Write("other.tsv", "file\tlineage\nrecords/e.gbk\td__Bacteria;p__Bacillota\n");
        var options = AnyLength with { Taxonomy = _folder["other.tsv"] };
        Assert.Equal(
            ["e"],
            ScaffoldFiles.Load(_folder["records"], options with { Only = ["Bacillota"] }).Genomes.Select(genome => genome.Id)
        );
        Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["records"], options with { Only = ["Escherichia"] }));
    }

    [Fact]
    public void Should_choose_among_the_genomes_of_a_contig_map()
    {
        _folder.Write("map/contigs.tsv", "c1\t+p1;-p2\nc2\t+p3;+p1\n");
        _folder.Write("map/proteins.faa", ">p1\nMKV\n>p2\nMKL\n>p3\nMKI\n");
        _folder.Write("map/taxa.tsv", "scaffold\tgenome\ttaxid\tgenus\nc1\tG1\t562\tEscherichia\nc2\tG2\t1386\tBacillus\n");
        foreach (var taxon in new[] { "Escherichia", "G1", "562" })
        {
            var set = ScaffoldFiles.Load(_folder["map"], AnyLength with { Without = [taxon] });
            Assert.Equal(["G2"], set.Genomes.Select(genome => genome.Id));
            Assert.Equal(["p1", "p3"], set.Proteins.Keys.Order());
            Assert.Contains($"Left out by 'without {taxon}': 1 genome (G1).", set.Ledger.Notes);
        }
        Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["map"], AnyLength with { Only = ["Eschericia"] }));
    }

    [Fact]
    public void Should_choose_before_anything_goes_into_a_corpus()
    {
        Assert.Throws<GlmException>(() =>
            CorpusFiles.Add(_folder["corpus"], _folder["genomes"], Options with { Without = ["Gamaproteobacteria"] })
        );
        using (var empty = Corpus.Open(_folder["corpus"]))
            Assert.Equal(0, empty.WindowCount);

        var addition = CorpusFiles.Add(_folder["corpus"], _folder["genomes"], Options with { Without = ["Gammaproteobacteria"] });
        Assert.Equal((2, 0), (addition.Files, addition.KnownFiles));
        Assert.Contains("Left out by 'without Gammaproteobacteria': 2 genomes (a, b).", addition.Ledger.Notes);
        Assert.Equal(2, addition.Ledger.PassedOver.Count(file => file.Reason == "left out by 'without Gammaproteobacteria'"));
        using (var corpus = Corpus.Open(_folder["corpus"]))
            Assert.Equal(2, corpus.CountGenomes());

        // What was left out before can still be added, and what is there is not judged again.
        var rest = CorpusFiles.Add(_folder["corpus"], _folder["genomes"], Options with { Without = ["Bacilli"] });
        Assert.Equal((2, 2), (rest.Files, rest.KnownFiles));
    }

    [Fact]
    public void Should_say_which_genomes_have_only_distant_relatives()
    {
        var notes = ScaffoldFiles.Load(_folder["genomes"], Options).Ledger.Notes;
        Assert.Equal(
            "Nearest relatives: 1 of 3 genomes (c) has none in its order; one genome of the same genus or family tells more about gene "
                + "neighbourhoods than forty distant ones.",
            Assert.Single(notes)
        );
        Assert.DoesNotContain(
            ScaffoldFiles.Load(_folder["genomes"], Options with { Without = ["Bacilli", "d"] }).Ledger.Notes,
            IsOfRelatives
        );
        Assert.Contains(CorpusFiles.Add(_folder["corpus"], _folder["genomes"], Options).Ledger.Notes, IsOfRelatives);

        // A lineage that ends at the class says nothing of relatives; a family is close though its order is not named.
        _folder.Write(
            "taxa.tsv",
            "genome\tclass\tfamily\na\tBacilli\t\nb\tBacilli\tBacillaceae\nc\tBacilli\tBacillaceae\nd\tClostridia\t\n"
        );
        Assert.Empty(ScaffoldFiles.Load(_folder["genomes"], Options).Ledger.Notes);

        static bool IsOfRelatives(string note) => note.StartsWith("Nearest relatives", StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_the_lineages_of_real_genomes_from_their_manifest()
    {
        var options = new LoadOptions { Taxonomy = Repository.Shared("genomes", "manifest.tsv") };
        var set = ScaffoldFiles.Load(Repository.Shared("genomes", "multi"), options with { Without = ["Gammaproteobacteria"] });
        Assert.Equal(44, set.Genomes.Count);
        Assert.All(set.Genomes, genome => Assert.NotNull(genome.Lineage));
        Assert.Empty(set.Ledger.Unmatched);
        Assert.Equal("Bacillus", set.Genomes.Single(genome => genome.Id == "Bacillus_subtilis_168").Lineage![TaxonomicRank.Genus]);
        var note = set.Ledger.Notes.Single(text => text.StartsWith("Nearest relatives", StringComparison.Ordinal));
        Assert.InRange(note.Length, 100, 320);
    }

    private static string Proteins(string name) => $">{name}_1 # 1 # 12 # 1 # ID=1_1;partial=00\nMK{name.ToUpperInvariant()}*\n";
}
