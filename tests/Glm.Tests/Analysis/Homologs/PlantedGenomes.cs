using Glm.Genomes;
using Glm.Tests.Analysis.Neighbourhood;

namespace Glm.Tests.Analysis.Homologs;

/// <summary>Genomes written as families, whose proteins really descend from an ancestor per family.</summary>
internal static class PlantedGenomes
{
    private const string Letters = "ACDEFGHIKLMNPQRSTVWY";

    /// <summary>
    /// As <see cref="FamilyGenomes.Named"/>, every protein a copy of its family's ancestor with a fifth of its residues changed.
    /// </summary>
    /// <param name="name">What ids begin with.</param>
    /// <param name="genomes">A genome per text.</param>
    public static ScaffoldSet Named(string name, params ReadOnlySpan<string> genomes)
    {
        var set = FamilyGenomes.Named(name, genomes);
        var proteins = set
            .Scaffolds.SelectMany(scaffold => scaffold.Genes)
            .ToDictionary(
                gene => gene.ProteinId,
                gene => new Protein(gene.ProteinId, Descendant(gene.Family!, gene.ProteinId), gene.Product!)
            );
        return new ScaffoldSet(set.Source, set.Genomes, proteins, [], []);
    }

    /// <summary>A protein of a family, the same for the same names.</summary>
    public static string Descendant(string family, string name)
    {
        var (ancestor, changes) = (new Random(Seed(family)), new Random(Seed(name)));
        return string.Concat(
            Enumerable
                .Range(0, 150)
                .Select(_ => (Letter: Letters[ancestor.Next(20)], Other: Letters[changes.Next(20)], Changes: changes.Next(5) == 0))
                .Select(residue => residue.Changes ? residue.Other : residue.Letter)
        );
    }

    private static int Seed(string text) => text.Aggregate(17, (seed, letter) => unchecked((seed * 31) + letter));
}
