using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>
/// What a model reads of some proteins: every sequence once, cut or in windows, the longest first, so that memory that does not suffice is
/// known at once.
/// </summary>
internal sealed class EmbeddingPlan
{
    /// <summary>Proteins that consist of so many bases are none.</summary>
    private const double ShareOfBases = 0.98;

    /// <summary>A few letters tell nothing.</summary>
    private const int FewestLetters = 100;

    private readonly List<int> _windows = []; // of each sequence, to come
    private readonly List<float> _weights = []; // of the windows of each sequence
    private readonly Dictionary<int, float[]> _sums = [];

    private EmbeddingPlan() { }

    /// <summary>By falling length, those of one length in the order of the proteins.</summary>
    public List<EmbeddingPiece> Pieces { get; private set; } = [];

    /// <summary>Numbers of the proteins of each sequence.</summary>
    public List<List<int>> Owners { get; } = [];

    /// <summary>What tells each sequence from others as the model reads it, cut or in windows.</summary>
    public List<UInt128> Keys { get; } = [];

    /// <summary>What was left out or read as something else.</summary>
    public EmbeddingLedger Ledger { get; } = new();

    /// <exception cref="GlmException">A protein has no residues, or all proteins together look like DNA.</exception>
    public static EmbeddingPlan Of(IReadOnlyList<Protein> proteins, ProteinLanguageModel model, LanguageModelOptions options)
    {
        RefuseBases(proteins, model.Name);
        var plan = new EmbeddingPlan();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < proteins.Count; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(known, proteins[i].Sequence, out var isKnown);
            if (isKnown)
            {
                plan.Owners[number].Add(i);
                continue;
            }
            number = plan.Owners.Count;
            plan.Owners.Add([i]);
            var residues = model.ResiduesOf(proteins[i], plan.Ledger);
            if (residues.Length > options.Truncate)
            {
                plan.Ledger.AddCut(proteins[i].Id, residues.Length);
                residues = residues[..options.Truncate];
            }
            plan.Add(number, residues, model.Alphabet, options);
        }
        plan.Pieces = [.. plan.Pieces.OrderByDescending(piece => piece.Tokens.Length)];
        return plan;
    }

    /// <summary>Takes the vector of a piece; true with the vector of its sequence where that is whole.</summary>
    public bool Finish(EmbeddingPiece piece, ReadOnlySpan<float> pooled, out float[] vector)
    {
        if (piece.Weights is null)
        {
            vector = pooled.ToArray();
            return true;
        }
        if (!_sums.TryGetValue(piece.Sequence, out vector!))
            _sums.Add(piece.Sequence, vector = new float[pooled.Length]);
        var share = piece.Weights.Sum() / _weights[piece.Sequence];
        for (var i = 0; i < pooled.Length; i++)
            vector[i] += share * pooled[i];
        if (--_windows[piece.Sequence] > 0)
            return false;
        _sums.Remove(piece.Sequence);
        return true;
    }

    private void Add(int sequence, byte[] residues, ProteinAlphabet alphabet, LanguageModelOptions options)
    {
        var width = options.Windows ?? int.MaxValue;
        Keys.Add(KeyOf(residues, residues.Length > width ? width : 0));
        if (residues.Length <= width)
        {
            Pieces.Add(new EmbeddingPiece(sequence, alphabet.Enclosed(residues), Weights: null));
            _windows.Add(1);
            _weights.Add(1);
            return;
        }
        // The last window ends with the protein, and so is as long as the others.
        var starts = new List<int>();
        for (var start = 0; start + width < residues.Length; start += width / 2)
            starts.Add(start);
        starts.Add(residues.Length - width);
        var covered = new int[residues.Length];
        foreach (var start in starts)
            for (var i = 0; i < width; i++)
                covered[start + i]++;
        foreach (var start in starts)
        {
            var weights = Array.ConvertAll(covered[start..(start + width)], count => 1f / count);
            Pieces.Add(new EmbeddingPiece(sequence, alphabet.Enclosed(residues.AsSpan(start, width)), weights));
        }
        _windows.Add(starts.Count);
        _weights.Add(residues.Length);
    }

    /// <summary>The first half of the SHA-256 of the tokens, and of the width of windows where there are several.</summary>
    private static UInt128 KeyOf(byte[] residues, int windows)
    {
        var text = new byte[residues.Length + sizeof(int)];
        residues.CopyTo(text, 0);
        BinaryPrimitives.WriteInt32LittleEndian(text.AsSpan(residues.Length), windows);
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(text));
    }

    private static void RefuseBases(IReadOnlyList<Protein> proteins, string model)
    {
        long letters = 0,
            bases = 0;
        foreach (var protein in proteins)
        {
            letters += protein.Sequence.Length;
            foreach (var letter in protein.Sequence)
                if (letter is 'A' or 'C' or 'G' or 'T' or 'U' or 'N' or 'a' or 'c' or 'g' or 't' or 'u' or 'n')
                    bases++;
        }
        if (letters >= FewestLetters && bases >= ShareOfBases * letters)
            throw new GlmException(
                $"The proteins look like DNA: {100.0 * bases / letters:0}% of their letters are bases. {model} reads proteins; load the "
                    + $"sequences as contigs to have their genes called, or translate them."
            );
    }
}
