using Glm.Runtime;

namespace Glm.Genomes.Simulation;

/// <summary>A gene before it has a sequence.</summary>
internal readonly record struct PlacedGene(GeneFamily Family, Strand Strand, string? Operon);

/// <summary>Lays operons and lone genes out on the scaffolds of a genome.</summary>
internal static class GenomeLayout
{
    /// <summary>Draws the scaffolds of a genome of a class.</summary>
    public static List<List<PlacedGene>> Draw(
        SimulationOptions options,
        GeneRepertoire repertoire,
        int taxonomicClass,
        SeededRandom random
    )
    {
        var operons = DrawOperons(options, repertoire, taxonomicClass, random);
        var lengths = new int[options.ScaffoldsPerGenome];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = random.Between(options.MinGenesPerScaffold, options.MaxGenesPerScaffold);

        var scaffolds = new List<List<PlacedGene>>();
        var genesLeft = lengths.Sum();
        foreach (var length in lengths)
        {
            var scaffold = new List<PlacedGene>(length);
            var strand = random.Chance(0.5) ? Strand.Forward : Strand.Reverse;
            GeneFamily? settled = null; // the last family that is not mobile
            while (scaffold.Count < length)
            {
                if (!random.Chance(options.StrandPersistence))
                    strand = (Strand)(-(sbyte)strand);
                // Operons are spread evenly over what is left of the genome: each thing yet to come is equally likely to be next.
                var loneLeft = Math.Max(0, genesLeft - scaffold.Count - operons.Sum(operon => operon.Families.Count));
                var isOperon =
                    operons.Count > 0
                    && random.Next(operons.Count + loneLeft) < operons.Count
                    && operons.Peek().Families.Count <= length - scaffold.Count;
                if (isOperon)
                    AddOperon(operons.Dequeue(), strand, scaffold);
                else
                    scaffold.Add(new PlacedGene(DrawLone(options, repertoire, settled, random), strand, null));
                if (!GeneRepertoire.IsMobile(scaffold[^1].Family))
                    settled = scaffold[^1].Family;
            }
            genesLeft -= length;
            scaffolds.Add(scaffold);
        }
        return scaffolds;
    }

    /// <summary>The usual successor of what stands before, or any; without an order, as many random numbers are drawn as ever.</summary>
    private static GeneFamily DrawLone(SimulationOptions options, GeneRepertoire repertoire, GeneFamily? settled, SeededRandom random) =>
        options.LoneOrder > 0 && settled is not null && random.Chance(options.LoneOrder) && repertoire.FollowerOf(settled) is { } follower
            ? follower
            : repertoire.DrawLone(random);

    private static Queue<OperonPlan> DrawOperons(
        SimulationOptions options,
        GeneRepertoire repertoire,
        int taxonomicClass,
        SeededRandom random
    )
    {
        var operons = new List<OperonPlan>();
        foreach (var plan in repertoire.Operons)
        {
            if (plan.TaxonomicClass is { } only && only != taxonomicClass || !random.Chance(options.OperonPresence))
                continue;
            var families = new List<GeneFamily>();
            foreach (var family in plan.Families)
                if (!random.Chance(options.MemberLoss))
                    families.Add(family);
            if (families.Count > 1 && random.Chance(options.OrderBreak))
            {
                var first = random.Next(families.Count - 1);
                (families[first], families[first + 1]) = (families[first + 1], families[first]);
            }
            // A single gene is no longer an operon.
            if (families.Count > 1)
                operons.Add(plan with { Families = families });
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(operons));
        return new Queue<OperonPlan>(operons);
    }

    private static void AddOperon(OperonPlan operon, Strand strand, List<PlacedGene> scaffold)
    {
        // Transcription runs leftwards on the reverse strand, so its first gene is the rightmost.
        var families = strand == Strand.Forward ? operon.Families : operon.Families.Reverse();
        scaffold.AddRange(families.Select(family => new PlacedGene(family, strand, operon.Name)));
    }
}
