using System.Globalization;
using Glm.Runtime;

namespace Glm.Genomes.Simulation;

/// <summary>
/// Makes genomes whose truth is known. Taxa form a small tree; gene families mutate along it, so that homologs are near and taxa leave a
/// trace in composition; operons are families that travel together, in order and on one strand, though a copy may lack a member or have
/// two in the other order, and its genes stand close; some operons belong to one class; between operons lie families drawn at random. <see
/// cref="Gene.Family"/>,
/// <see cref="Gene.Operon"/> and <see cref="Genome.Lineage"/> hold the truth. Every name is made up.
/// </summary>
/// <remarks>
/// Random numbers come from SplitMix64 streams and plain arithmetic: equal options give equal sets on every platform. A genome holds each
/// operon at most once, so operon names are unique within it.
/// </remarks>
public static class GenomeSimulator
{
    private const int LayoutStream = 21;
    private const int CoordinateStream = 22;

    /// <summary>Simulates a set.</summary>
    /// <exception cref="Runtime.GlmException">An option is out of range, or no scaffold is long enough for a window.</exception>
    public static ScaffoldSet Simulate(SimulationOptions options, CancellationToken cancellation = default)
    {
        options.Check();
        var repertoire = new GeneRepertoire(options);
        var evolution = new SequenceEvolution(options);
        var proteins = new Dictionary<string, Protein>(StringComparer.Ordinal);
        var genomes = new List<Genome>();
        for (var genome = 0; genome < options.Genomes; genome++)
        {
            cancellation.ThrowIfCancellationRequested();
            genomes.Add(MakeGenome(genome, options, repertoire, evolution, proteins));
        }

        var scaffolds = genomes.SelectMany(genome => genome.Scaffolds).ToList();
        var cut = WindowCutter.Cut(scaffolds, options.MinGenes, options.MaxGenes);
        return cut.Windows.Count > 0
            ? new ScaffoldSet($"simulated: {options.Genomes} genomes, seed {options.Seed}", genomes, proteins, cut.Windows, cut.Dropped)
            : throw WindowCutter.NothingLeft(scaffolds, options.MinGenes);
    }

    private static Genome MakeGenome(
        int genome,
        SimulationOptions options,
        GeneRepertoire repertoire,
        SequenceEvolution evolution,
        Dictionary<string, Protein> proteins
    )
    {
        var taxonomicClass = genome * options.Classes / options.Genomes;
        // The first genome g of class c is the least with g * classes / genomes = c.
        var inClass = genome - (((taxonomicClass * options.Genomes) + options.Classes - 1) / options.Classes);
        var genusInClass = inClass / options.GenomesPerGenus;
        var genus = (taxonomicClass * options.Genomes) + genusInClass;
        var id = Numbered("G", genome, options.Genomes);

        var copies = new Dictionary<int, int>();
        var count = 0;
        var random = new SeededRandom(options.Seed, LayoutStream, genome);
        var scaffolds = GenomeLayout
            .Draw(options, repertoire, taxonomicClass, random)
            .Select((places, index) => new Scaffold($"{id}_s{index + 1}", [.. places.Select(MakeGene)], id))
            .Select(
                (scaffold, index) =>
                    GeneCoordinates.Place(
                        scaffold,
                        gene => proteins[gene.ProteinId].Sequence.Length,
                        new SeededRandom(options.Seed, CoordinateStream, genome, index)
                    )
            )
            .ToList();
        return new Genome(id, scaffolds, TaxonNames.Lineage(taxonomicClass, genusInClass, inClass % options.GenomesPerGenus));

        Gene MakeGene(PlacedGene place)
        {
            var family = place.Family;
            var copy = copies[family.Index] = copies.GetValueOrDefault(family.Index, -1) + 1;
            var geneId = string.Create(CultureInfo.InvariantCulture, $"{id}_{++count:0000}");
            var description = family.Name is null ? $"[protein={family.Product}]" : $"[gene={family.Name}] [protein={family.Product}]";
            proteins.Add(geneId, new Protein(geneId, evolution.Protein(family, taxonomicClass, genus, genome, copy), description));
            return new Gene(geneId, place.Strand, geneId)
            {
                Name = family.Name,
                Product = family.Product,
                Family = family.Id,
                Operon = place.Operon,
            };
        }
    }

    private static string Numbered(string prefix, int index, int count)
    {
        var digits = Math.Max(2, count.ToString(CultureInfo.InvariantCulture).Length);
        return prefix + (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }
}
