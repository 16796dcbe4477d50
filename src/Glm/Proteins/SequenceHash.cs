using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Glm.Proteins;

/// <summary>What identifies a protein sequence: the first half of its SHA-256, 128 bits.</summary>
internal static class SequenceHash
{
    public const int Bytes = 16;

    public static UInt128 Of(string sequence)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var letters = sequence.Length <= 4096 ? stackalloc byte[sequence.Length] : new byte[sequence.Length];
        Encoding.ASCII.GetBytes(sequence, letters);
        SHA256.HashData(letters, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>The protein's name in the FASTA file of a corpus.</summary>
    public static string Name(UInt128 hash) => hash.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
