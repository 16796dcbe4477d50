using System.Buffers.Binary;

namespace Glm.Formats.Text;

/// <summary>The checksum of .zip archives (ISO 3309). Not thread-safe.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // What a byte, followed by 0 to 7 others, does to the checksum: eight bytes are taken at a time.
    private static readonly uint[][] Tables = MakeTables();

    private uint _state = uint.MaxValue;

    /// <summary>The checksum of all bytes so far.</summary>
    public uint Value => ~_state;

    /// <summary>Goes on with further bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            state ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            state =
                Tables[7][(byte)state]
                ^ Tables[6][(byte)(state >> 8)]
                ^ Tables[5][(byte)(state >> 16)]
                ^ Tables[4][state >> 24]
                ^ Tables[3][bytes[4]]
                ^ Tables[2][bytes[5]]
                ^ Tables[1][bytes[6]]
                ^ Tables[0][bytes[7]];
        }
        foreach (var b in bytes)
            state = Tables[0][(byte)(state ^ b)] ^ (state >> 8);
        _state = state;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var b = 0u; b < 256; b++)
            {
                var value = table == 0 ? b : tables[table - 1][b];
                for (var bit = 0; bit < 8; bit++)
                    value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
                tables[table][b] = value;
            }
        }
        return tables;
    }
}
