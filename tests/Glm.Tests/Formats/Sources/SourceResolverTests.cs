using Glm.Formats;
using Glm.Formats.Sources;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Formats.Annotation;

namespace Glm.Tests.Formats.Sources;

public sealed class SourceResolverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_give_each_genome_its_files()
    {
        _folder.Write("GCF_1_genomic.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("GCF_1_genomic.fna", $">c\n{MadeUpGenomes.Bases}\n");
        _folder.Write("GCF_1_protein.faa", ">p1\nMKTAYIAKQR\n");
        _folder.Write("other.gbk", MadeUpGenomes.GenBank());
        var source = SourceResolver.Resolve(_folder.Path, new LoadOptions());
        Assert.Null(source.ContigMap);
        Assert.Equal(["GCF_1_genomic", "other"], source.Genomes.Select(genome => genome.Name));
        Assert.Equal(["GFF3", "GenBank"], source.Genomes.Select(genome => genome.Format.Name));
        Assert.Equal(
            [("GCF_1_protein.faa", "GCF_1_genomic.fna"), (null, null)],
            source.Genomes.Select(genome => (Path.GetFileName(genome.Proteins), Path.GetFileName(genome.Bases.SingleOrDefault())))
        );
    }

    [Fact]
    public void Should_give_a_contig_map_its_proteins_and_tables()
    {
        _folder.Write("map.tsv", "c1\t+p1\n");
        _folder.Write("p.faa", ">p1\nMKTAYIAKQR\n");
        _folder.Write("taxa.tsv", "scaffold\tclass\nc1\tA\n");
        _folder.Write("operons.tsv", "gene\toperon\np1\to\n");
        var source = SourceResolver.Resolve(_folder.Path, new LoadOptions());
        Assert.Empty(source.Genomes);
        Assert.Equal(new ContigMapFiles(_folder["map.tsv"], _folder["p.faa"]), source.ContigMap);
        Assert.Equal((_folder["taxa.tsv"], _folder["operons.tsv"]), (source.Taxonomy, source.Operons));
        Assert.Equal(Path.GetFileName(_folder.Path), source.Name);
    }

    [Fact]
    public void Should_take_a_named_protein_file_for_every_annotation()
    {
        _folder.Write("a.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("a.faa", ">p1\nMKTAYIAKQR\n");
        var source = SourceResolver.Resolve(_folder["*.gff"], new LoadOptions { Proteins = "named.faa" });
        Assert.Equal("named.faa", Assert.Single(source.Genomes).Proteins);
    }

    [Fact]
    public void Should_pass_over_protein_records_beside_a_genome()
    {
        _folder.Write("GCF_1_genomic.gtf", "c\tRefSeq\tCDS\t1\t9\t.\t+\t0\tgene_id \"g\"; transcript_id \"t\";\n");
        _folder.Write("GCF_1_genomic.fna", ">c\nATGAAATAA\n");
        var proteins = _folder.Write("GCF_1_protein.gpff", GenPept);
        var source = SourceResolver.Resolve(_folder.Path, new LoadOptions());
        Assert.Equal("GTF", Assert.Single(source.Genomes).Format.Name);
        var passedOver = Assert.Single(source.PassedOver, file => file.File == proteins);
        Assert.Equal(("protein records (GenPept), which do not say how genes lie", false), (passedOver.Reason, passedOver.IsUnreadable));
        var message = Assert.Throws<GlmException>(() => SourceResolver.Resolve(proteins, new LoadOptions())).Message;
        Assert.StartsWith($"{proteins}:1: record 'WP_1' is a protein of 4 aa: this is GenPept", message);
    }

    [Fact]
    public void Should_search_each_folder_once_whatever_links_lead_to_it()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        Directory.CreateDirectory(_folder["inside"]);
        _folder.Write("inside/b.gbk", MadeUpGenomes.GenBank());
        File.CreateSymbolicLink(_folder["inside/up"], "..");
        File.CreateSymbolicLink(_folder["here"], ".");
        File.CreateSymbolicLink(_folder["again"], "inside");
        var source = SourceResolver.Resolve(_folder.Path, new LoadOptions { Recursive = true });
        Assert.Equal(["a", "b"], source.Genomes.Select(genome => genome.Name).Order());
        var all = SourceResolver.Resolve(_folder["**/*.gbk"], new LoadOptions());
        Assert.Equal(["a", "b"], all.Genomes.Select(genome => genome.Name).Order());
    }

    [Fact]
    public void Should_name_folders_and_archives_that_are_not_searched()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        Directory.CreateDirectory(_folder["inside/deeper"]);
        Directory.CreateDirectory(_folder["notes"]);
        _folder.Write("inside/deeper/b.gbk", MadeUpGenomes.GenBank());
        _folder.Write("notes/c.txt", "c");
        _folder.Write("d.zip", "PK");
        var source = SourceResolver.Resolve(_folder.Path, new LoadOptions());
        Assert.Equal(
            [
                ("d.zip", "a .zip archive, which is searched only where it is named itself"),
                ("inside", "a folder with genomes, which is searched only where it is named itself or all folders are"),
            ],
            source.PassedOver.Select(file => (Path.GetFileName(file.File), file.Reason)).Where(file => file.Item1 != "a.gbk").Order()
        );
    }

    [Fact]
    public void Should_keep_called_genes_apart_from_a_flat_file_that_was_named_with_them()
    {
        var flat = _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        var called = _folder.Write("other.faa", MadeUpGenomes.Prodigal());
        Assert.Equal(["a", "other"], SourceResolver.ResolveAll([flat, called], new LoadOptions()).Genomes.Select(genome => genome.Name));
    }

    [Theory]
    [InlineData("x.html", "<html></html>", "x.html:1: this is none of the formats that can be read, but a web page (HTML)")]
    [InlineData("x.out", "hello\n", "x.out:1: this is none of the formats that can be read")]
    [InlineData("x.tsv", "genome\tphylum\na\tA\n", "x.tsv is a taxonomy table, which holds no genes")]
    [InlineData("x.gtf", "c  src  CDS  1  9  .  +  0  gene_id \"g\";\n", "GFF3 or GTF with spaces where tabs belong between its columns")]
    public void Should_say_what_a_named_file_is(string name, string text, string part)
    {
        var path = _folder.Write(name, text);
        var message = Assert.Throws<GlmException>(() => SourceResolver.Resolve(path, new LoadOptions())).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_what_is_wrong_with_a_companion_that_is_needed()
    {
        var annotation = _folder.Write("a.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("a.faa", "<html></html>");
        var message = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(annotation, new LoadOptions { MinGenes = 1 })).Message;
        Assert.Contains("a.faa:1: '<html></html>' comes before the first '>' header", message, StringComparison.Ordinal);
    }

    private const string GenPept = """
        LOCUS       WP_1                   4 aa            linear   BCT 01-JAN-2024
        ORIGIN
                1 mkkk
        //

        """;
}
