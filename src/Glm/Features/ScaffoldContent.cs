using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Glm.Features;

/// <summary>
/// What a scaffold is known by under any name: its protein sequences in their order, from either end. Names alone do not tell, since
/// assemblies number their contigs alike, and simulations their genomes.
/// </summary>
internal static class ScaffoldContent
{
    /// <summary>Of a scaffold whose sequences are not known.</summary>
    public const ulong Unknown = 0;

    /// <summary>A hash of the scaffold's proteins; <see cref="Unknown"/> where their sequences are not known.</summary>
    public static ulong Of(IWindowPlaces places, int scaffold) => Of(places.ProteinHashesOf(scaffold));

    /// <summary>As above, of the hashes of the sequences.</summary>
    public static ulong Of(IReadOnlyList<UInt128> proteins)
    {
        if (proteins.Count == 0)
            return Unknown;
        var (ahead, back) = (new byte[proteins.Count * 16], new byte[proteins.Count * 16]);
        for (var i = 0; i < proteins.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(ahead.AsSpan(16 * i), proteins[i]);
            BinaryPrimitives.WriteUInt128BigEndian(back.AsSpan(16 * i), proteins[^(i + 1)]);
        }
        return Math.Max(1, Math.Min(Hash(ahead), Hash(back)));
    }

    private static ulong Hash(byte[] bytes) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes));
}
