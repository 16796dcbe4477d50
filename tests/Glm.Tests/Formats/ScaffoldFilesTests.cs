using Glm.Formats;
using Glm.Genomes;
using Glm.Testing;
using Files = Glm.Formats.ScaffoldFiles;

namespace Glm.Tests.Formats;

public class ScaffoldFilesTests
{
    private const string Map = "c1\t+p1;-p2;+p1\nc2\t-p3\n";
    private const string Proteins = ">p1 [gene=abcA] [locus_tag=L1] [protein=first]\nMKVLL\n>p2\nMWWWW\n>p3\nMAAAA\n>unused\nMCCCC\n";
    private static readonly LoadOptions Short = new() { MinGenes = 1, MaxGenes = 2 };

    private static TemporaryFolder FolderWith(
        string map = Map,
        string proteins = Proteins,
        string? taxonomy = null,
        string? operons = null
    )
    {
        var folder = new TemporaryFolder();
        folder.Write("map.txt", map);
        folder.Write("seqs.txt", proteins);
        folder.Write("README.md", "# About\n");
        if (taxonomy is not null)
            folder.Write("tax.txt", taxonomy);
        if (operons is not null)
            folder.Write("operons.txt", operons);
        return folder;
    }

    private static void ShouldFail(TemporaryFolder folder, params string[] parts)
    {
        using (folder)
            TextInput.ShouldFail(() => Files.Load(folder.Path, Short), parts);
    }

    [Fact]
    public void Should_load_a_folder_by_the_content_of_its_files()
    {
        using var folder = FolderWith();
        var set = Files.Load(folder.Path, Short);
        Assert.Equal(["p1@c1:1", "p2", "p1@c1:3", "p3"], set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.Id));
        Assert.Equal(["p1", "p2", "p3"], set.Proteins.Keys.Order());
        Assert.Equal([Strand.Forward, Strand.Reverse, Strand.Forward], set.Scaffolds[0].Genes.Select(gene => gene.Strand));
        Assert.Equal(
            ("abcA", "L1", "first"),
            (set.Scaffolds[0].Genes[0].Name, set.Scaffolds[0].Genes[0].LocusTag, set.Scaffolds[0].Genes[0].Product)
        );
        Assert.Equal(["c1:1-2", "c1:3-3", "c2:1-1"], set.Windows.Select(window => window.Id));
        Assert.Equal(["c1", "c2"], set.Genomes.Select(genome => genome.Id));
    }

    [Fact]
    public void Should_load_a_map_with_the_fasta_beside_it_and_no_tables()
    {
        using var folder = FolderWith(taxonomy: "scaffold\tclass\nc1\tBacilli\n");
        Assert.Null(Files.Load(folder["map.txt"], Short).Genomes[0].Lineage);
        Assert.Equal(
            "Bacilli",
            Files.Load(folder["map.txt"], Short with { Taxonomy = "tax.txt" }).Genomes[0].Lineage![TaxonomicRank.Class]
        );
    }

    [Fact]
    public void Should_load_the_named_fasta_where_there_are_several()
    {
        using var folder = FolderWith();
        folder.Write("more.faa", ">x\nMKV\n");
        TextInput.ShouldFail(() => Files.Load(folder["map.txt"], Short), "2 files", "more.faa", "seqs.txt", "Set Proteins to");
        Assert.Equal(3, Files.Load(folder["map.txt"], Short with { Proteins = "seqs.txt" }).Proteins.Count);
        Assert.Equal(3, Files.Load(folder.Path, Short with { Proteins = folder["seqs.txt"] }).Proteins.Count);
    }

    [Fact]
    public void Should_not_take_nucleotides_for_proteins()
    {
        using var folder = FolderWith();
        folder.Write("genome.fna", ">chromosome\nACGTTGCATGCATGCATGCATCGNNNNACGATCGATCGACTAG\n");
        Assert.Equal(3, Files.Load(folder.Path, Short).Proteins.Count);
    }

    [Fact]
    public void Should_pass_over_tables_of_other_things()
    {
        using var folder = FolderWith();
        folder.Write("quality.tsv", "genome\tcompleteness\nG1\t99\n");
        folder.Write("change.tsv", "c1\t-0.5\t3\n");
        Assert.Null(Files.Load(folder.Path, Short).Genomes[0].Lineage);
    }

    [Fact]
    public void Should_group_scaffolds_by_the_genomes_of_a_taxonomy()
    {
        using var folder = FolderWith(
            map: "a\t+p1\nb\t+p2\nc\t+p3\n",
            taxonomy: "scaffold\tgenome\tlineage\na\tG\td__Bacteria\nc\tG\td__Bacteria\nother\tG\td__Archaea\n"
        );
        var set = Files.Load(folder.Path, Short);
        Assert.Equal(["G", "b"], set.Genomes.Select(genome => genome.Id));
        Assert.Equal(["a", "c", "b"], set.Scaffolds.Select(scaffold => scaffold.Id));
        Assert.Equal([new Lineage("Bacteria"), null], set.Genomes.Select(genome => genome.Lineage));
    }

    [Fact]
    public void Should_join_a_taxonomy_of_genomes_by_the_longest_prefix()
    {
        using var folder = FolderWith(map: "G1_s1\t+p1\nG1_x_s1\t+p2\nG10\t+p3\n", taxonomy: "genome\tclass\nG1\tA\nG1_x\tB\n");
        var set = Files.Load(folder.Path, Short);
        Assert.Equal(["G1", "G1_x", "G10"], set.Scaffolds.Select(scaffold => scaffold.GenomeId));
        Assert.Equal(["A", "B", null], set.Genomes.Select(genome => genome.Lineage?[TaxonomicRank.Class]));
    }

    [Fact]
    public void Should_join_operons_by_gene_protein_or_locus_tag()
    {
        using var folder = FolderWith(operons: "gene\toperon\tfamily\np1@c1:1\tx\tF1\nL1\ty\tF2\np2\tx\t\n");
        var genes = Files.Load(folder.Path, Short).Scaffolds.SelectMany(scaffold => scaffold.Genes);
        Assert.Equal([("x", "F1"), ("x", null), ("y", "F2"), (null, null)], genes.Select(gene => (gene.Operon, gene.Family)));
    }

    [Theory]
    [InlineData("genes\tlocus_tags\nabcA\tp2,p3\n", "", "p2,p3", "p2,p3")]
    [InlineData("p2\tx\np3\tNone\n", "", "x", null)]
    [InlineData("p1\ta\np1\tb\np3\tc\n", "a", null, "c")]
    [InlineData("Operon\tIdGene\tType\n1\n\tp2\tCDS\n2\n\tp3\tCDS\n", "", "1", "2")]
    public void Should_read_operons_in_every_form(string table, string first, string? second, string? fourth)
    {
        using var folder = FolderWith();
        folder.Write("known.txt", table);
        var options = Short with { Operons = Path.Combine(folder.Path, "known.txt") };
        var genes = Files.Load(folder.Path, options).Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        Assert.Equal((first, second, fourth), (genes[0].Operon ?? "", genes[1].Operon, genes[3].Operon));
    }

    [Fact]
    public void Should_refuse_pairs_as_operons_of_genes()
    {
        using var folder = FolderWith();
        folder.Write("pairs.txt", "gene_a\tgene_b\tlabel\np1\tp2\t1\n");
        TextInput.ShouldFail(
            () => Files.Load(folder.Path, Short with { Operons = Path.Combine(folder.Path, "pairs.txt") }),
            "pairs.txt: it labels pairs of genes"
        );
    }

    [Fact]
    public void Should_name_the_gene_without_a_protein() =>
        ShouldFail(
            FolderWith(map: "c1\t+p1\nc2\t-p3;+lost;+gone\n"),
            "map.txt:2",
            "gene 2",
            "'c2'",
            "'lost'",
            "1 other genes",
            "seqs.txt",
            "or set Proteins to"
        );

    [Fact]
    public void Should_pass_on_the_mistakes_of_each_file()
    {
        ShouldFail(FolderWith(proteins: Proteins + ">p2\nM\n"), "seqs.txt:9", "'p2'", "line 3");
        ShouldFail(FolderWith(map: Map + "c1\t+p1\n"), "map.txt:3", "'c1'", "line 1");
        ShouldFail(FolderWith(taxonomy: "scaffold\tlineage\nc1\tx__y\n"), "tax.txt:2", "'x__y'");
        ShouldFail(FolderWith(operons: "gene\toperon\np2\tx\np2\ty\n"), "operons.txt:3", "'p2'", "line 2");
        ShouldFail(FolderWith(operons: "gene\toperon\n"), "operons.txt", "no rows");
    }

    [Fact]
    public void Should_refuse_tables_that_fit_nothing()
    {
        ShouldFail(FolderWith(taxonomy: "scaffold\tclass\nz9\tBacilli\n"), "tax.txt:2", "'z9'", "map.txt");
        ShouldFail(FolderWith(operons: "gene\toperon\nz9\tx\n"), "operons.txt:2", "'z9'");
    }

    [Fact]
    public void Should_refuse_two_lineages_for_one_genome() =>
        ShouldFail(FolderWith(taxonomy: "scaffold\tgenome\tclass\nc1\tG\tA\nc2\tG\tB\n"), "tax.txt:3", "'G'", "line 2");

    [Fact]
    public void Should_refuse_a_protein_that_is_called_as_a_gene_would_be() =>
        ShouldFail(FolderWith(map: "c1\t+p1;+p1\nc2\t+p1@c1:2\n", proteins: ">p1\nM\n>p1@c1:2\nM\n"), "map.txt:1", "gene 2", "'p1@c1:2'");

    [Fact]
    public void Should_name_the_files_of_a_folder_that_lacks_one()
    {
        var folder = new TemporaryFolder();
        folder.Write("a.faa", ">p\nM\n");
        folder.Write("junk.bin", "\0\u0001\u0002");
        ShouldFail(folder, "no contig map", "a.faa (protein FASTA)", "junk.bin (something else)");
        ShouldFail(new TemporaryFolder(), "no contig map", "no files");
        folder = new TemporaryFolder();
        folder.Write("map.tsv", Map);
        ShouldFail(folder, "no protein FASTA", "map.tsv (contig map)", "Set Proteins to");
    }

    [Fact]
    public void Should_refuse_a_folder_with_two_maps()
    {
        var folder = FolderWith();
        folder.Write("map2.txt", Map);
        ShouldFail(folder, "2 files", "contig map", "map.txt, map2.txt");
    }

    [Fact]
    public void Should_refuse_a_fasta_in_place_of_the_map_and_a_missing_path()
    {
        using var folder = FolderWith();
        TextInput.ShouldFail(() => Files.Load(folder["seqs.txt"], Short), "seqs.txt", "is a FASTA file", "set Proteins to");
        TextInput.ShouldFail(() => Files.Load(folder["none"], Short), "no such file or folder");
        TextInput.ShouldFail(() => Files.Load(folder["map.txt"], Short with { Proteins = "none.faa" }), "none.faa", "no such file");
    }

    [Fact]
    public void Should_say_what_to_do_when_no_scaffold_makes_a_window()
    {
        static string Contig(string id, int genes) => $"{id}\t{string.Join(';', Enumerable.Repeat("+p1", genes))}\n";
        using var one = FolderWith(map: Contig("c7", 12));
        TextInput.ShouldFail(
            () => Files.Load(one.Path, new LoadOptions()),
            "Scaffold c7 has 12 genes; windows need 15. Use MinGenes = 10, or leave it out."
        );
        using var several = FolderWith(map: Contig("c7", 12) + Contig("c8", 3));
        TextInput.ShouldFail(() => Files.Load(several.Path, new LoadOptions()), "None of the 2 scaffolds", "c7, has 12", "MinGenes = 10");
    }

    [Fact]
    public void Should_refuse_limits_before_reading() =>
        TextInput.ShouldFail(() => Files.Load("nowhere", new LoadOptions { MinGenes = 31 }), "MinGenes is 31");

    [Fact]
    public void Should_load_the_first_sixty_genes_of_E_coli()
    {
        var set = Files.Load(Repository.Shared("reference", "contig_to_prots.tsv"), new LoadOptions());
        Assert.Equal([30, 30], set.Scaffolds.Select(scaffold => scaffold.Genes.Count));
        Assert.Equal(["contig_0:1-30", "contig_1:1-30"], set.Windows.Select(window => window.Id));
        Assert.Equal((60, 0), (set.Proteins.Count, set.Dropped.Count));
        var thrA = set.Scaffolds[0].Genes[1];
        Assert.Equal(("thrA", "b0002", "fused aspartate kinase/homoserine dehydrogenase 1"), (thrA.Name, thrA.LocusTag, thrA.Product));
    }
}
