using Glm.Analysis.Families;
using Glm.Analysis.Homologs;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Analysis.Homologs;

namespace Glm.Tests.Analysis.Families;

public sealed class GeneFamilyClusteringTests : IDisposable
{
    /// <summary>D is in all three genomes and five genes, C in three, A and B in two, all others in one.</summary>
    private static readonly ScaffoldSet Set = PlantedGenomes.Named("g", "A+ B+ C+ D+ D+ | D-", "C+ D+ A+ X+", "B- C- D- Y+");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_recover_planted_families()
    {
        var families = GeneFamilyClustering.Cluster(Set, HomologyEngines.BuiltIn);
        var genes = Set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToList();
        // By size, then by the first gene.
        Assert.Equal(
            ["D", "C", "A", "B", "X", "Y"],
            genes
                .Select((gene, i) => (gene.Family, families.FamilyOf(i)))
                .Distinct()
                .OrderBy(pair => pair.Item2)
                .Select(pair => pair.Family)
        );
        Assert.Equal([5, 3, 2, 2, 1, 1], families.GeneCounts);
        Assert.Equal([3, 3, 2, 2, 1, 1], families.GenomeCounts);
        Assert.Equal(
            (2, 2, 2),
            (families.CountOf(PangenomePart.Core), families.CountOf(PangenomePart.Shell), families.CountOf(PangenomePart.Singleton))
        );
        Assert.Equal("product D", families.NameOf(0));
        Assert.Equal("F1 product D", families.LabelOf(0));
    }

    [Fact]
    public void Should_label_genes_and_change_nothing_else()
    {
        var families = GeneFamilyClustering.Cluster(Set, HomologyEngines.BuiltIn);
        var windows = new ScaffoldSet("w", Set.Genomes, Set.Proteins, [new GeneWindow(Set.Scaffolds[0], 1, 3)], []);
        var labelled = families.Label(windows);
        Assert.Equal(
            ["F3 product A", "F4 product B", "F2 product C", "F1 product D", "F1 product D"],
            labelled.Scaffolds[0].Genes.Select(gene => gene.Family)
        );
        Assert.Null(labelled.Scaffolds[2].Genes[3].Family);
        Assert.Same(labelled.Scaffolds[0], labelled.Windows[0].Scaffold);
        Assert.Equal(
            Set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene with { Family = null }),
            labelled.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene with { Family = null })
        );
        Assert.Throws<ArgumentException>(() => families.Label(PlantedGenomes.Named("g", "A+")));
    }

    [Fact]
    public void Should_split_where_more_identity_is_asked_for()
    {
        var strict = GeneFamilyClustering.Cluster(Set, HomologyEngines.BuiltIn, new GeneFamilyOptions { MinIdentity = 0.95 });
        Assert.Equal(14, strict.Count);
        Assert.Contains(
            "must be 0 to 1",
            Assert
                .Throws<GlmException>(() =>
                    GeneFamilyClustering.Cluster(Set, HomologyEngines.BuiltIn, new GeneFamilyOptions { MinCoverage = 2 })
                )
                .Message
        );
    }

    [Fact]
    public void Should_keep_apart_proteins_that_share_one_domain()
    {
        var (first, second) = (PlantedGenomes.Descendant("D", "a"), PlantedGenomes.Descendant("D", "b"));
        Protein[] proteins = [new("alone", first), new("with another", second + PlantedGenomes.Descendant("E", "b"))];
        Assert.Equal(2, Count(0.8));
        Assert.Equal(1, Count(0.4));

        int Count(double coverage) =>
            GeneFamilyClustering
                .Cluster(GeneCatalogue.Of(proteins, "file"), HomologyEngines.BuiltIn, new GeneFamilyOptions { MinCoverage = coverage })
                .Count;
    }

    [Fact]
    public void Should_find_the_same_families_in_a_corpus_and_keep_its_homologs()
    {
        SimulationFiles.Write(Set, _folder["set"]);
        CorpusFiles.Add(_folder["corpus"], _folder["set"], new LoadOptions { MinGenes = 1, KeepShort = true });
        using (var genes = GeneCatalogue.Open(_folder["corpus"]))
        {
            var families = GeneFamilyClustering.Cluster(genes, HomologyEngines.BuiltIn);
            Assert.Equal([5, 3, 2, 2, 1, 1], families.GeneCounts);
            Assert.Equal(14, families.ToDataFrame().Rows.Count);
            Assert.Equal("core", families.ToDataFrame()["part"][0]);
        }
        using var corpus = Corpus.Open(_folder["corpus"]);
        Assert.Equal(0, corpus.Homologs!.MissingCount);
    }

    [Fact]
    public void Should_make_a_family_of_each_gene_without_relatives_and_none_of_nothing()
    {
        Assert.Equal(0, GeneFamilyClustering.Cluster(GeneCatalogue.Of([], "nothing"), HomologyEngines.BuiltIn).Count);
        var families = GeneFamilyClustering.Cluster(PlantedGenomes.Named("g", "A+ B+ C+"), HomologyEngines.BuiltIn);
        Assert.Equal(3, families.Count);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(families.FamilyOf));
    }
}
