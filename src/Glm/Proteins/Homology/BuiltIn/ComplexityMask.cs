namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Keeps seeds out of stretches of low complexity, such as runs of a few kinds of residues, which resemble one another without common
/// ancestry. Only seeds: alignments see every residue.
/// </summary>
internal static class ComplexityMask
{
    /// <summary>SEG's window (Wootton and Federhen 1993).</summary>
    private const int Window = 12;

    /// <summary>
    /// Least entropy of the residues of a window, in bits; SEG's trigger. Of twelve residues of a protein, 3.0 is usual.
    /// </summary>
    private const double LeastEntropy = 2.2;

    private const double Scale = 1 << 20;

    /// <summary>
    /// -p log2 p of a residue that stands n times in the window; whole numbers, so that sums do not depend on their order.
    /// </summary>
    private static readonly int[] Shares =
    [
        0,
        .. Enumerable.Range(1, Window).Select(n => (int)(-(double)n / Window * Math.Log2((double)n / Window) * Scale)),
    ];

    /// <summary>Writes the group of each residue, or <see cref="ReducedAlphabet.None"/> where no seed may lie.</summary>
    /// <param name="residues">Codes of one sequence.</param>
    /// <param name="groups">As long.</param>
    public static void Apply(ReadOnlySpan<byte> residues, Span<byte> groups)
    {
        var ofCode = ReducedAlphabet.OfCode;
        for (var i = 0; i < residues.Length; i++)
            groups[i] = ofCode[residues[i]];
        Span<int> counts = stackalloc int[Blosum62.Count];
        var (entropy, masked) = (0, 0);
        for (var i = 0; i < residues.Length; i++)
        {
            ref var entering = ref counts[residues[i]];
            entropy += Shares[entering + 1] - Shares[entering];
            entering++;
            if (i + 1 < Window)
                continue;
            if (entropy < LeastEntropy * Scale)
            {
                groups[Math.Max(masked, i + 1 - Window)..(i + 1)].Fill(ReducedAlphabet.None);
                masked = i + 1;
            }
            ref var leaving = ref counts[residues[i - Window + 1]];
            entropy += Shares[leaving - 1] - Shares[leaving];
            leaving--;
        }
    }
}
