using Glm.Formats.ContigMap;
using Glm.Formats.Fasta;
using Glm.Formats.Ledger;
using Glm.Formats.Sources;
using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>Makes genomes from a contig map, its proteins and a table of lineages.</summary>
internal static class ContigMapLoader
{
    /// <exception cref="GlmException">A file is damaged, or the files do not belong together.</exception>
    public static LoadedGenomes Load(
        ContigMapFiles files,
        string? taxonomyTable,
        LedgerBuilder ledger,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var map = ContigMapReader.Read(files.Map, cancellation);
        ledger.Read(files.Map);
        var proteins = ReadProteins(files, map, ledger, progress, cancellation);
        var taxonomy = taxonomyTable is null
            ? null
            : new ScaffoldTaxonomy(taxonomyTable, TaxonomyTableReader.Read(taxonomyTable, cancellation));
        ledger.Read(taxonomyTable);
        var genomes = MakeScaffolds(map, proteins, taxonomy, files.Map)
            .GroupBy(scaffold => scaffold.GenomeId, StringComparer.Ordinal)
            .Select(group => new Genome(group.Key, [.. group], taxonomy?.LineageOf(group.First().Id)));
        var loaded = new LoadedGenomes([.. genomes], proteins, []);
        if (taxonomy is not null)
            loaded = loaded with { TaxonIds = TaxonIdsOf(loaded.Genomes, taxonomy) };
        if (taxonomy is not null)
            ledger.Unmatched(taxonomyTable!, taxonomy.Unmatched());
        return loaded;
    }

    private static Dictionary<string, string> TaxonIdsOf(IReadOnlyList<Genome> genomes, ScaffoldTaxonomy taxonomy) =>
        genomes
            .Select(genome => (genome.Id, TaxonId: taxonomy.TaxonIdOf(genome.Scaffolds[0].Id)))
            .Where(genome => genome.TaxonId is not null)
            .ToDictionary(genome => genome.Id, genome => genome.TaxonId!, StringComparer.Ordinal);

    private static Dictionary<string, Protein> ReadProteins(
        ContigMapFiles files,
        IReadOnlyList<ContigMapEntry> map,
        LedgerBuilder ledger,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var named = map.SelectMany(entry => entry.Genes).Select(gene => gene.ProteinId).ToHashSet(StringComparer.Ordinal);
        var proteins = new Dictionary<string, Protein>(named.Count, StringComparer.Ordinal);
        var others = new List<string>();
        foreach (var protein in FastaReader.Enumerate(files.Proteins, progress, cancellation))
            if (named.Contains(protein.Id))
                proteins.Add(protein.Id, protein);
            else
                others.Add(protein.Id);
        ledger.Read(files.Proteins);
        ledger.Unmatched(files.Proteins, others);
        if (proteins.Count == named.Count)
            return proteins;

        var (missing, contig, position) = map.SelectMany(entry => entry.Genes.Select((gene, index) => (gene, entry, index + 1)))
            .First(place => !proteins.ContainsKey(place.gene.ProteinId));
        var alsoMissing = named.Count - proteins.Count - 1;
        var more = alsoMissing == 0 ? "" : $" (nor have {alsoMissing} other genes)";
        throw new GlmException(
            $"{files.Map}:{contig.Line}: gene {position} of contig {LineText.Quoted(contig.ContigId)}, "
                + $"{LineText.Quoted(missing.ProteinId)}, has no protein in {files.Proteins}{more}. Add it there, remove the gene from "
                + $"the map, or set {Setting.Of(nameof(LoadOptions.Proteins))} to another FASTA file."
        );
    }

    private static List<Scaffold> MakeScaffolds(
        IReadOnlyList<ContigMapEntry> map,
        Dictionary<string, Protein> proteins,
        ScaffoldTaxonomy? taxonomy,
        string source
    )
    {
        var occurrences = new Dictionary<string, int>(proteins.Count, StringComparer.Ordinal);
        foreach (var gene in map.SelectMany(entry => entry.Genes))
            occurrences[gene.ProteinId] = occurrences.GetValueOrDefault(gene.ProteinId) + 1;

        taxonomy?.Assign(map, source);
        return
        [
            .. map.Select(entry => new Scaffold(
                entry.ContigId,
                [.. entry.Genes.Select((gene, index) => MakeGene(gene, index + 1, entry))],
                taxonomy?.GenomeOf(entry.ContigId) ?? entry.ContigId
            )),
        ];

        Gene MakeGene(ContigMapGene gene, int position, ContigMapEntry entry)
        {
            var id = gene.ProteinId;
            if (occurrences[id] > 1)
            {
                id = $"{id}@{entry.ContigId}:{position}";
                if (occurrences.ContainsKey(id))
                    throw new GlmException(
                        $"{source}:{entry.Line}: gene {position} of contig {LineText.Quoted(entry.ContigId)} would be called "
                            + $"{LineText.Quoted(id)}, as another protein is. Rename that protein."
                    );
            }
            var header = FastaHeader.Parse(proteins[gene.ProteinId].Description);
            return new Gene(id, gene.Strand, gene.ProteinId)
            {
                Name = header.Gene,
                LocusTag = header.LocusTag,
                Product = header.Product,
            };
        }
    }
}
