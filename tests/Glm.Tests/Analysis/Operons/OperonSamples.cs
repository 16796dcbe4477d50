using Glm.Analysis.Operons;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Genomes.Simulation;

namespace Glm.Tests.Analysis.Operons;

/// <summary>Small genomes whose operons are known.</summary>
internal static class OperonSamples
{
    private static readonly Lazy<ScaffoldSet> Made = new(() => GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 3 }));

    /// <summary>Twelve simulated genomes with coordinates and operons.</summary>
    public static ScaffoldSet Simulated => Made.Value;

    /// <summary>The same genes, their operons dealt out anew among the genes of each scaffold.</summary>
    public static OperonTruth Shuffled(ScaffoldSet set, int seed = 1)
    {
        var random = new Random(seed);
        var pairs = GenePairs.Of(set);
        var labels = pairs.Select(pair => pair.First.Operon is { } operon && operon == pair.Second.Operon).ToArray();
        random.Shuffle(labels);
        return OperonTruth.Of(
            set,
            new OperonAnnotation(
                "shuffled",
                "pairs",
                [],
                [.. pairs.Select((pair, i) => new LabelledGenePair(pair.First.Id, pair.Second.Id, labels[i], i + 1))]
            )
        );
    }

    /// <summary>One scaffold of genes given as "id+:start-end=operon", where the operon may be missing; "id~" has no protein.</summary>
    public static ScaffoldSet Set(params string[] genes)
    {
        var (translated, others) = (new List<Gene>(), new List<Gene>());
        foreach (var text in genes)
        {
            var (place, operon) = text.Split('=') is [var first, var second] ? (first, second) : (text, null);
            var (name, bases) = place.Split(':') is [var left, var right] ? (left, right.Split('-')) : (place, null);
            var isPseudo = name.EndsWith('~');
            name = name.TrimEnd('~');
            var gene = new Gene(name[..^1], name[^1] == '+' ? Strand.Forward : Strand.Reverse, isPseudo ? "" : "p_" + name[..^1] + ".1")
            {
                Name = "sym" + name[..^1],
                LocusTag = "tag" + name[..^1],
                Start = bases is null ? null : int.Parse(bases[0]),
                End = bases is null ? null : int.Parse(bases[1]),
                Operon = operon,
            };
            (isPseudo ? others : translated).Add(gene);
        }
        var scaffold = new Scaffold("c1", translated, "G1") { Untranslated = others };
        var proteins = translated.ToDictionary(gene => gene.ProteinId, gene => new Protein(gene.ProteinId, "MKV" + gene.Id, ""));
        return new ScaffoldSet("sample", [new Genome("G1", [scaffold], null)], proteins, [], []);
    }

    public static OperonTruth Truth(ScaffoldSet set, params (string Gene, string? Operon)[] members) =>
        OperonTruth.Of(
            set,
            new OperonAnnotation(
                "truth.tsv",
                "table of genes",
                [.. members.Select((m, i) => new OperonMember([m.Gene], m.Operon, i + 1))],
                []
            )
        );
}
