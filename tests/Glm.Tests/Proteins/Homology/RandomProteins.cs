using System.Globalization;
using Glm.Genomes;

namespace Glm.Tests.Proteins.Homology;

/// <summary>
/// Random proteins, and descendants of them, so that it is known who is related to whom. Residues are as frequent as in nature.
/// </summary>
internal static class RandomProteins
{
    // Robinson and Robinson 1991, per thousand.
    private const string Letters = "ARNDCQEGHILKMFPSTWYV";
    private static readonly int[] Shares = [78, 51, 45, 54, 19, 43, 63, 74, 22, 51, 90, 57, 22, 39, 52, 71, 58, 13, 32, 64];

    /// <summary>Families one after another; protein i belongs to family i / <paramref name="members"/>.</summary>
    /// <param name="families">How many.</param>
    /// <param name="members">Proteins of each.</param>
    /// <param name="kept">Share of residues that a member keeps of its ancestor.</param>
    /// <param name="length">Residues of an ancestor.</param>
    /// <param name="seed">Equal seeds give equal proteins.</param>
    public static IReadOnlyList<Protein> Families(int families, int members, double kept = 0.7, int length = 180, int seed = 1)
    {
        var random = new Random(seed);
        var proteins = new List<Protein>();
        for (var family = 0; family < families; family++)
        {
            var ancestor = Sequence(random, length);
            for (var member = 0; member < members; member++)
                proteins.Add(
                    new Protein(
                        string.Create(CultureInfo.InvariantCulture, $"f{family}m{member}"),
                        Descendant(random, ancestor, kept, indels: 0)
                    )
                );
        }
        return proteins;
    }

    /// <summary>Proteins that are related to nothing.</summary>
    public static IReadOnlyList<Protein> Unrelated(int count, int length = 180, int seed = 99)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Protein($"u{i}", Sequence(random, length)))];
    }

    public static string Sequence(Random random, int length) => string.Create(length, random, static (letters, random) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = Letter(random);
        });

    /// <summary>A descendant: each residue is kept with a probability, and now and then some are lost or gained.</summary>
    public static string Descendant(Random random, string ancestor, double kept, double indels = 0.01)
    {
        var letters = new List<char>();
        for (var i = 0; i < ancestor.Length; i++)
        {
            var fate = random.NextDouble();
            if (fate < indels / 2)
                i += random.Next(6);
            else if (fate < indels)
                letters.AddRange(Sequence(random, random.Next(1, 7)));
            if (i < ancestor.Length)
                letters.Add(random.NextDouble() < kept ? ancestor[i] : Letter(random));
        }
        return new string([.. letters]);
    }

    public static string Shuffled(Random random, string sequence)
    {
        var letters = sequence.ToCharArray();
        random.Shuffle(letters);
        return new string(letters);
    }

    /// <summary>Sequences as proteins p0, p1 and so on.</summary>
    public static Protein[] Numbered(IEnumerable<string> sequences) =>
        [.. sequences.Select((sequence, i) => new Protein($"p{i}", sequence))];

    private static char Letter(Random random)
    {
        var share = random.Next(998);
        var i = 0;
        while ((share -= Shares[i]) >= 0)
            i++;
        return Letters[i];
    }
}
