using Glm.Formats;
using Glm.Formats.Sources;
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
}
