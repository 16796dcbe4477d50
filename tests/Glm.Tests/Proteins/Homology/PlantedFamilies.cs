using System.Globalization;
using Glm.Genomes;

namespace Glm.Tests.Proteins.Homology;

/// <summary>Proteins that descend from common ancestors, so that it is known who is related to whom.</summary>
internal static class PlantedFamilies
{
    private const string Letters = "ACDEFGHIKLMNPQRSTVWY";

    /// <summary>Families one after another; protein i belongs to family i / <paramref name="members"/>.</summary>
    /// <param name="families">How many.</param>
    /// <param name="members">Proteins of each.</param>
    /// <param name="identity">Share of residues that a member keeps of its ancestor.</param>
    /// <param name="length">Residues of an ancestor.</param>
    /// <param name="seed">Equal seeds give equal proteins.</param>
    public static IReadOnlyList<Protein> Create(int families, int members, double identity = 0.7, int length = 180, int seed = 1)
    {
        var random = new Random(seed);
        var proteins = new List<Protein>();
        for (var family = 0; family < families; family++)
        {
            var ancestor = Random(random, length);
            for (var member = 0; member < members; member++)
                proteins.Add(
                    new Protein(
                        string.Create(CultureInfo.InvariantCulture, $"f{family}m{member}"),
                        string.Concat(ancestor.Select(letter => random.NextDouble() < identity ? letter : Letters[random.Next(20)]))
                    )
                );
        }
        return proteins;
    }

    /// <summary>Proteins that are related to nothing.</summary>
    public static IReadOnlyList<Protein> Unrelated(int count, int length = 180, int seed = 99)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Protein($"u{i}", Random(random, length)))];
    }

    private static string Random(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => Letters[random.Next(20)]));
}
