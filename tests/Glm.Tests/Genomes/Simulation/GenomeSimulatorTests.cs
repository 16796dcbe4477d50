using Glm.Formats;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Testing;
using Glm.Tests.Formats;

namespace Glm.Tests.Genomes.Simulation;

public class GenomeSimulatorTests
{
    private static readonly Lazy<ScaffoldSet> Default = new(() => GenomeSimulator.Simulate(new SimulationOptions()));

    private static IEnumerable<IGrouping<string, (Gene Gene, int Position)>> OperonsOf(Scaffold scaffold) =>
        scaffold
            .Genes.Select((gene, position) => (Gene: gene, Position: position))
            .Where(place => place.Gene.Operon is not null)
            .GroupBy(place => place.Gene.Operon!);

    [Fact]
    public void Should_make_the_sample_data_to_the_byte()
    {
        using var folder = new TemporaryFolder();
        SimulationFiles.Write(GenomeSimulator.Simulate(new SimulationOptions { Genomes = 24, Seed = 1 }), folder.Path);
        string[] names = [SimulationFiles.Proteins, SimulationFiles.Scaffolds, SimulationFiles.Taxonomy, SimulationFiles.Operons];
        Assert.Equal(names.Order(), Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.All(names, name =>
            Assert.Equal(File.ReadAllBytes(Repository.PathOf("data-samples", name)), File.ReadAllBytes(folder[name]))
        );
    }

    [Fact]
    public void Should_load_back_as_it_was_made()
    {
        var (made, loaded) = (Default.Value, ScaffoldFiles.Load(Repository.PathOf("data-samples"), new LoadOptions()));
        Assert.Equal(
            made.Scaffolds.Select(scaffold => (scaffold.Id, scaffold.GenomeId)),
            loaded.Scaffolds.Select(scaffold => (scaffold.Id, scaffold.GenomeId))
        );
        // The files have no coordinates.
        Assert.Equal(
            made.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene with { Start = null, End = null }),
            loaded.Scaffolds.SelectMany(scaffold => scaffold.Genes)
        );
        Assert.Equal(
            made.Genomes.Select(genome => (genome.Id, genome.Lineage)),
            loaded.Genomes.Select(genome => (genome.Id, genome.Lineage))
        );
        Assert.Equal(made.Proteins.Values, loaded.Proteins.Values);
        Assert.Equal(made.Windows.Select(window => window.Id), loaded.Windows.Select(window => window.Id));
        Assert.Equal(made.Dropped, loaded.Dropped);
    }

    [Fact]
    public void Should_differ_by_seed() =>
        Assert.NotEqual(
            Default.Value.Proteins.Values.First().Sequence,
            GenomeSimulator.Simulate(new SimulationOptions { Seed = 2 }).Proteins.Values.First().Sequence
        );

    [Fact]
    public void Should_keep_the_members_of_an_operon_together_on_one_strand() =>
        Assert.All(Default.Value.Scaffolds.SelectMany(OperonsOf), operon =>
        {
            var places = operon.ToList();
            Assert.True(places.Count >= 2, operon.Key);
            Assert.Equal(places.Count - 1, places[^1].Position - places[0].Position);
            Assert.Single(places.Select(place => place.Gene.Strand).Distinct());
        });

    [Fact]
    public void Should_transcribe_operons_in_order_with_few_exceptions()
    {
        var inOrder = Default
            .Value.Scaffolds.SelectMany(OperonsOf)
            .Select(operon =>
            {
                var names = operon.Select(place => place.Gene.Name!);
                if (operon.First().Gene.Strand == Strand.Reverse)
                    names = names.Reverse();
                return names.SequenceEqual(names.Order(StringComparer.Ordinal));
            })
            .ToList();
        Assert.InRange(inOrder.Count(right => right), (int)(0.85 * inOrder.Count), inOrder.Count - 1);
    }

    [Fact]
    public void Should_lose_a_member_now_and_then()
    {
        var sizes = Default.Value.Scaffolds.SelectMany(OperonsOf).GroupBy(operon => operon.Key, operon => operon.Count());
        Assert.Contains(sizes, operon => operon.Max() > operon.Min());
    }

    [Fact]
    public void Should_keep_some_operons_to_one_class()
    {
        var set = Default.Value;
        var classes = set
            .Scaffolds.SelectMany(scaffold =>
                OperonsOf(scaffold).Select(operon => (operon.Key, Class: set.GenomeOf(scaffold).Lineage![TaxonomicRank.Class]))
            )
            .GroupBy(pair => pair.Key, pair => pair.Class)
            .Select(group => group.Distinct().Count())
            .ToList();
        Assert.Equal(12, classes.Count(count => count == 1));
        Assert.Equal(24, classes.Count(count => count == 4));
    }

    [Fact]
    public void Should_make_a_tree_of_taxa()
    {
        var lineages = Default.Value.Genomes.Select(genome => genome.Lineage!).ToList();
        Assert.Equal(2, lineages.Select(lineage => lineage[TaxonomicRank.Phylum]).Distinct().Count());
        Assert.All(lineages.GroupBy(lineage => lineage[TaxonomicRank.Class]), group => Assert.Equal(6, group.Count()));
        Assert.Equal(8, lineages.Select(lineage => lineage[TaxonomicRank.Genus]).Distinct().Count());
        Assert.Equal(24, lineages.Select(lineage => lineage[TaxonomicRank.Species]).Distinct().Count());
    }

    [Fact]
    public void Should_leave_relatives_more_alike_the_nearer_they_are()
    {
        var set = Default.Value;
        var sameGenus = Identity("G01", "G02");
        var sameClass = Identity("G01", "G06");
        var samePhylum = Identity("G01", "G07");
        var otherPhylum = Identity("G01", "G24");
        Assert.True(
            sameGenus > sameClass && sameClass > samePhylum && samePhylum > otherPhylum,
            $"{sameGenus} {sameClass} {samePhylum} {otherPhylum}"
        );
        Assert.InRange(sameGenus, 0.85, 0.97);
        Assert.InRange(otherPhylum, 0.45, 0.7);

        // Without alignment: the families of which both members have kept their length.
        double Identity(string first, string second)
        {
            var shares =
                from a in Genes(first)
                join b in Genes(second) on a.Family equals b.Family
                let x = set.Proteins[a.ProteinId].Sequence
                let y = set.Proteins[b.ProteinId].Sequence
                where x.Length == y.Length
                select x.Zip(y, (left, right) => left == right ? 1.0 : 0).Average();
            // An insertion here and a deletion there leave the length and spoil the frame; the median does not mind.
            var sorted = shares.Order().ToList();
            return sorted[sorted.Count / 2];
        }

        IEnumerable<Gene> Genes(string genome) =>
            set
                .Scaffolds.Where(scaffold => scaffold.GenomeId == genome)
                .SelectMany(scaffold => scaffold.Genes)
                .DistinctBy(gene => gene.Family);
    }

    [Fact]
    public void Should_lay_genes_in_strand_runs()
    {
        var pairs = Default
            .Value.Scaffolds.SelectMany(scaffold =>
                scaffold.Genes.Zip(scaffold.Genes.Skip(1), (left, right) => left.Strand == right.Strand)
            )
            .ToList();
        Assert.InRange(pairs.Average(same => same ? 1.0 : 0), 0.7, 0.95);
    }

    [Fact]
    public void Should_make_proteins_of_60_to_350_residues() => Assert.All(Default.Value.Proteins.Values, protein =>
        {
            Assert.InRange(protein.Sequence.Length, 60, 350);
            Assert.Equal('M', protein.Sequence[0]);
            Assert.True(protein.Sequence.All(residue => "ACDEFGHIKLMNPQRSTVWY".Contains(residue)));
        });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(61)]
    public void Should_make_any_number_of_genomes(int genomes)
    {
        var set = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = genomes,
                ScaffoldsPerGenome = 1,
                LoneFamilies = 10,
                Divergence = 0,
            }
        );
        Assert.Equal(genomes, set.Genomes.Count);
        Assert.Equal(genomes, set.Genomes.Select(genome => genome.Lineage![TaxonomicRank.Species]).Distinct().Count());
    }

    [Fact]
    public void Should_make_equal_proteins_without_divergence()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Divergence = 0, Genomes = 4 });
        Assert.All(set.Scaffolds.SelectMany(scaffold => scaffold.Genes).GroupBy(gene => gene.Family), family =>
            Assert.Single(family.Select(gene => set.Proteins[gene.ProteinId].Sequence).Distinct())
        );
    }

    [Fact]
    public void Should_refuse_options_out_of_range()
    {
        TextInput.ShouldFail(() => GenomeSimulator.Simulate(new SimulationOptions { Genomes = 0 }), "Genomes is 0", "1 and 10000");
        TextInput.ShouldFail(() => GenomeSimulator.Simulate(new SimulationOptions { Classes = 9 }), "Classes is 9");
        TextInput.ShouldFail(() => GenomeSimulator.Simulate(new SimulationOptions { MemberLoss = double.NaN }), "MemberLoss is NaN");
        TextInput.ShouldFail(
            () => GenomeSimulator.Simulate(new SimulationOptions { MaxGenesPerScaffold = 20 }),
            "MaxGenesPerScaffold is 20",
            "25"
        );
        TextInput.ShouldFail(() => GenomeSimulator.Simulate(new SimulationOptions { MinGenes = 31 }), "MinGenes is 31");
        TextInput.ShouldFail(
            () =>
                GenomeSimulator.Simulate(
                    new SimulationOptions
                    {
                        Genomes = 1,
                        MinGenesPerScaffold = 5,
                        MaxGenesPerScaffold = 10,
                    }
                ),
            "None of the 6 scaffolds"
        );
    }

    [Fact]
    public void Should_stop_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
            GenomeSimulator.Simulate(new SimulationOptions(), new CancellationToken(canceled: true))
        );
}
