using Glm.Genomes;

namespace Glm.Tests.Proteins.Homology;

/// <summary>Proteins for searches: random ones, and descendants of them.</summary>
internal static class Families
{
    // Robinson and Robinson 1991, per thousand.
    private const string Letters = "ARNDCQEGHILKMFPSTWYV";
    private static readonly int[] Shares = [78, 51, 45, 54, 19, 43, 63, 74, 22, 51, 90, 57, 22, 39, 52, 71, 58, 13, 32, 64];

    public static string Random(Random random, int length) => string.Create(length, random, static (letters, random) =>
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
                letters.AddRange(Random(random, random.Next(1, 7)));
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

    public static Protein[] Proteins(IEnumerable<string> sequences) =>
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
