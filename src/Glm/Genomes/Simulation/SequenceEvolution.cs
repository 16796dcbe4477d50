using System.Text;
using Glm.Runtime;

namespace Glm.Genomes.Simulation;

/// <summary>
/// Proteins that descend from one ancestor per family along root → phylum → class → genus → genome. On each branch a site is substituted
/// with a probability that depends on the branch and on the site (slow, normal or fast), mostly by a similar residue, otherwise by one
/// drawn from the background of the class; now and then a few residues are inserted or deleted. Sequences at inner nodes are computed
/// once.
/// </summary>
internal sealed class SequenceEvolution(SimulationOptions options)
{
    private const int RootStream = 11;
    private const int ArchetypeStream = 12;
    private const int BranchStream = 13;
    private const int CopyStream = 14;

    private const double PhylumBranch = 0.10;
    private const double ClassBranch = 0.09;
    private const double GenusBranch = 0.06;
    private const double GenomeBranch = 0.04;
    private const double CopyBranch = 0.05;
    private const double SuperfamilyBranch = 0.55;

    private const double SimilarShare = 0.6;
    private const double IndelChance = 0.15;
    private const int LongestIndel = 4;

    private const string Letters = "ACDEFGHIKLMNPQRSTVWY";

    // Percent in bacterial proteomes, in the order of Letters.
    // csharpier-ignore
    private static readonly double[] Background =
        [9.5, 1.0, 5.4, 6.0, 3.9, 7.6, 2.2, 6.0, 4.7, 10.3, 2.5, 3.8, 4.4, 3.9, 5.7, 5.9, 5.3, 7.1, 1.2, 3.0];

    // Residues that replace each other easily; each letter is in one group, cysteine and tryptophan beside their nearest.
    private static readonly string[] SimilarGroups = ["ILMV", "FWY", "KR", "DENQ", "AGST", "C", "H", "P"];

    // Rich genomes favour what GC-rich codons code for, poor ones the opposite.
    private const string GcRich = "GARPWVHT";
    private const string GcPoor = "FYMINKSE";

    private static readonly double[] SiteRates = [0.25, 1, 1.75];

    private readonly Dictionary<(int Family, int Node), Ancestor> _ancestors = [];

    /// <summary>The protein of a family in a genome.</summary>
    /// <param name="family">Whose.</param>
    /// <param name="taxonomicClass">The genome's class.</param>
    /// <param name="genus">A number for the genus, unique in the set.</param>
    /// <param name="genome">A number for the genome, unique in the set.</param>
    /// <param name="copy">0 for the first copy of the family in this genome; further ones have diverged a little.</param>
    public string Protein(GeneFamily family, int taxonomicClass, int genus, int genome, int copy)
    {
        // Node numbers: phyla, classes, genera and genomes have ranges of their own.
        const int Phylum = 1_000_000,
            Class = 2_000_000,
            Genus = 3_000_000,
            Genome = 4_000_000;
        var root = Inner(family, 0, () => Root(family));
        var phylum = Inner(family, Phylum + (taxonomicClass / 2), () =>
            Branch(root, PhylumBranch, taxonomicClass, family.Index, Phylum + (taxonomicClass / 2))
        );
        var inClass = Inner(family, Class + taxonomicClass, () =>
            Branch(phylum, ClassBranch, taxonomicClass, family.Index, Class + taxonomicClass)
        );
        var inGenus = Inner(family, Genus + genus, () => Branch(inClass, GenusBranch, taxonomicClass, family.Index, Genus + genus));
        var protein = Branch(inGenus, GenomeBranch, taxonomicClass, family.Index, Genome + genome);
        if (copy > 0)
            protein = Evolve(
                protein,
                CopyBranch * options.Divergence,
                taxonomicClass,
                new SeededRandom(options.Seed, CopyStream, family.Index, genome, copy)
            );
        return Encoding.ASCII.GetString(protein.Residues);
    }

    private Ancestor Inner(GeneFamily family, int node, Func<Ancestor> make)
    {
        if (!_ancestors.TryGetValue((family.Index, node), out var ancestor))
            _ancestors.Add((family.Index, node), ancestor = make());
        return ancestor;
    }

    private Ancestor Root(GeneFamily family)
    {
        var random = new SeededRandom(options.Seed, RootStream, family.Index);
        if (family.Archetype < 0)
            return RandomAncestor(random);
        var archetype = new SeededRandom(options.Seed, ArchetypeStream, family.Archetype);
        return Evolve(RandomAncestor(archetype), SuperfamilyBranch, null, random);
    }

    private Ancestor RandomAncestor(SeededRandom random)
    {
        // The mean of two draws: most proteins are of middling length.
        var span = options.MaxResidues - options.MinResidues;
        var length = options.MinResidues + ((random.Between(0, span) + random.Between(0, span)) / 2);
        var ancestor = new Ancestor(new byte[length], new byte[length]);
        for (var i = 0; i < length; i++)
        {
            ancestor.Residues[i] = (byte)Letters[random.Pick(Background)];
            ancestor.Rates[i] = (byte)random.Next(SiteRates.Length);
        }
        ancestor.Residues[0] = (byte)'M';
        return ancestor;
    }

    private Ancestor Branch(Ancestor parent, double substitutions, int taxonomicClass, int family, int node) =>
        Evolve(parent, substitutions * options.Divergence, taxonomicClass, new SeededRandom(options.Seed, BranchStream, family, node));

    // Site 0, the start methionine, never changes.
    private static Ancestor Evolve(Ancestor parent, double substitutions, int? taxonomicClass, SeededRandom random)
    {
        var residues = (byte[])parent.Residues.Clone();
        for (var i = 1; i < residues.Length; i++)
            if (random.Chance(substitutions * SiteRates[parent.Rates[i]]))
                residues[i] = Substitute(residues[i], taxonomicClass, random);
        var rates = parent.Rates;
        if (substitutions > 0 && random.Chance(IndelChance))
            (residues, rates) = Indel(residues, rates, random);
        return new Ancestor(residues, rates);
    }

    private static byte Substitute(byte residue, int? taxonomicClass, SeededRandom random)
    {
        var group = SimilarGroups.First(letters => letters.Contains((char)residue, StringComparison.Ordinal));
        if (group.Length > 1 && random.Chance(SimilarShare))
        {
            var others = group.Replace(((char)residue).ToString(), "", StringComparison.Ordinal);
            return (byte)others[random.Next(others.Length)];
        }
        return (byte)Letters[random.Pick(BackgroundOf(taxonomicClass))];
    }

    private static (byte[] Residues, byte[] Rates) Indel(byte[] residues, byte[] rates, SeededRandom random)
    {
        var size = random.Between(1, LongestIndel);
        var at = random.Between(1, residues.Length - LongestIndel);
        if (random.Chance(0.5))
            return ([.. residues[..at], .. residues[(at + size)..]], [.. rates[..at], .. rates[(at + size)..]]);
        var inserted = new byte[size];
        for (var i = 0; i < size; i++)
            inserted[i] = (byte)Letters[random.Pick(Background)];
        // Insertions come up where changes are tolerated.
        var fast = Enumerable.Repeat((byte)(SiteRates.Length - 1), size);
        return ([.. residues[..at], .. inserted, .. residues[at..]], [.. rates[..at], .. fast, .. rates[at..]]);
    }

    // Even classes are rich in GC, odd ones poor; the later ones less so.
    private static double[] BackgroundOf(int? taxonomicClass)
    {
        if (taxonomicClass is not { } index)
            return Background;
        var tilt = 2.0 / (1 + (index / 2));
        var favoured = index % 2 == 0 ? GcRich : GcPoor;
        return
        [
            .. Background.Select(
                (share, letter) => favoured.Contains(Letters[letter], StringComparison.Ordinal) ? share * (1 + tilt) : share
            ),
        ];
    }

    private sealed record Ancestor(byte[] Residues, byte[] Rates);
}
