using System.Buffers.Binary;
using System.Text;

namespace Glm.Runtime;

/// <summary>
/// Edits the table of symbol versions that an ELF shared library requires of other libraries (section <c>.gnu.version_r</c>). The dynamic
/// loader refuses a library whose strong version need is missing, but tolerates a weak one.
/// </summary>
internal static class ElfVersionNeeds
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int EntrySize = 16; // both Elf64_Verneed and Elf64_Vernaux
    private const int LongestName = 256;
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>Marks the version needs that match as weak, in place.</summary>
    /// <param name="image">A whole ELF file, 64-bit little-endian; anything else is left as it is.</param>
    /// <param name="matches">Says of a version name such as "GLIBCXX_3.4.32" whether to relax it.</param>
    /// <returns>How many needs matched, including those that were already weak.</returns>
    /// <exception cref="GlmException">The file is cut off or its tables point outside of it.</exception>
    public static int Relax(Span<byte> image, Func<string, bool> matches)
    {
        if (image.Length < HeaderSize || !image.StartsWith("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            return 0;
        var table = At(image, U64(image, 0x28), 0);
        int stride = U16(image, 0x3A),
            sections = U16(image, 0x3C);
        if (sections == 0)
            return 0;
        if (stride < SectionHeaderSize)
            throw Damaged($"section headers of {stride} bytes");

        // No honest table visits more entries than fit into the file; without the limit, overlapping tables cost quadratic time.
        var visits = image.Length / EntrySize;
        var relaxed = 0;
        for (var i = 0; i < sections; i++)
        {
            var header = At(image, (ulong)table + (ulong)i * (ulong)stride, SectionHeaderSize);
            if (U32(image, header + 4) != VersionNeedSection)
                continue;
            var link = U32(image, header + 40);
            if (link >= sections)
                throw Damaged($"section {i} takes its names from section {link} of {sections}");
            var names = U64(image, At(image, (ulong)table + link * (ulong)stride, SectionHeaderSize) + 24);
            relaxed += RelaxSection(image, U64(image, header + 24), names, matches, ref visits);
        }
        return relaxed;
    }

    private static int RelaxSection(Span<byte> image, ulong start, ulong names, Func<string, bool> matches, ref int visits)
    {
        var relaxed = 0;
        for (ulong need = start, next = 1; next != 0; need += next)
        {
            var library = At(image, need, EntrySize);
            Visit(ref visits);
            int versions = U16(image, library + 2);
            var version = need + U32(image, library + 8);
            next = U32(image, library + 12);
            for (var k = 0; k < versions; k++)
            {
                var entry = At(image, version, EntrySize);
                Visit(ref visits);
                if (matches(Name(image, names + U32(image, entry + 8))))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(image[(entry + 4)..], (ushort)(U16(image, entry + 4) | Weak));
                    relaxed++;
                }
                version += U32(image, entry + 12);
            }
        }
        return relaxed;
    }

    private static string Name(ReadOnlySpan<byte> image, ulong offset)
    {
        var text = image[At(image, offset, 1)..];
        var end = text[..Math.Min(text.Length, LongestName)].IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(text[..end]) : throw Damaged($"a version name at byte {offset} without an end");
    }

    private static void Visit(ref int visits)
    {
        if (--visits < 0)
            throw Damaged("a version table that runs in circles");
    }

    /// <summary>Checks that [offset, offset + size) lies within the file.</summary>
    private static int At(ReadOnlySpan<byte> image, ulong offset, int size) =>
        offset <= (ulong)image.Length && image.Length - (int)offset >= size
            ? (int)offset
            : throw Damaged($"a table at byte {offset} of a file of {image.Length} bytes");

    private static ushort U16(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(image[offset..]);

    private static uint U32(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image[offset..]);

    private static ulong U64(ReadOnlySpan<byte> image, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(image[offset..]);

    private static GlmException Damaged(string what) => new($"The shared library is damaged: {what}. Restore its package again.");
}
