using System.Buffers.Binary;
using System.Text;
using Glm.Runtime;

namespace Glm.Tests.Runtime;

public class ElfVersionNeedsTests
{
    private const int Sections = 64,
        Needs = 512,
        Names = 1024;
    private const string New = "GLIBCXX_3.4.32",
        Old = "GLIBCXX_3.4.30",
        Other = "GLIBC_2.34";

    /// <summary>Sections: null, names, version needs. Needs: libstdc++ (Old, New), libc (Other).</summary>
    private static byte[] Library()
    {
        var image = new byte[2048];
        "\u007fELF"u8.CopyTo(image);
        image[4] = 2;
        image[5] = 1;
        Put64(image, 0x28, Sections);
        Put16(image, 0x3A, 64);
        Put16(image, 0x3C, 3);
        Put32(image, Sections + 64 + 4, 3); // SHT_STRTAB
        Put64(image, Sections + 64 + 24, Names);
        Put32(image, Sections + 128 + 4, 0x6ffffffe);
        Put64(image, Sections + 128 + 24, Needs);
        Put32(image, Sections + 128 + 40, 1);

        Need(image, Needs, versions: 2, next: 48);
        Version(image, Needs + 16, name: 1, next: 16);
        Version(image, Needs + 32, name: 32, next: 0);
        Need(image, Needs + 48, versions: 1, next: 0);
        Version(image, Needs + 64, name: 64, next: 0);
        Encoding.ASCII.GetBytes(Old).CopyTo(image, Names + 1);
        Encoding.ASCII.GetBytes(New).CopyTo(image, Names + 32);
        Encoding.ASCII.GetBytes(Other).CopyTo(image, Names + 64);
        return image;
    }

    [Fact]
    public void Should_mark_the_matching_need_weak_and_nothing_else()
    {
        var image = Library();
        var expected = Library();
        expected[Needs + 32 + 4] = 2;

        Assert.Equal(1, ElfVersionNeeds.Relax(image, version => version == New));
        Assert.Equal(expected, image);
    }

    [Fact]
    public void Should_see_every_need_in_order()
    {
        var seen = new List<string>();
        Assert.Equal(0, ElfVersionNeeds.Relax(Library(), version =>
            {
                seen.Add(version);
                return false;
            }));
        Assert.Equal([Old, New, Other], seen);
    }

    [Fact]
    public void Should_keep_other_flags_and_count_a_need_that_is_weak_already()
    {
        var image = Library();
        Put16(image, Needs + 32 + 4, 0x4003);
        Assert.Equal(1, ElfVersionNeeds.Relax(image, version => version == New));
        Assert.Equal(0x4003, BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(Needs + 32 + 4)));
    }

    [Theory]
    [InlineData(0, 0x4d)] // not ELF
    [InlineData(4, 1)] // 32 bit
    [InlineData(5, 2)] // big endian
    [InlineData(0x3C, 0)] // no sections
    public void Should_leave_what_it_does_not_know_alone(int offset, byte value)
    {
        var image = Library();
        image[offset] = value;
        Assert.Equal(0, ElfVersionNeeds.Relax(image, _ => true));
    }

    [Fact]
    public void Should_leave_an_empty_file_alone() => Assert.Equal(0, ElfVersionNeeds.Relax([], _ => true));

    [Theory]
    [InlineData(0x28, ulong.MaxValue)] // section headers
    [InlineData(0x28, int.MaxValue + 1UL)]
    [InlineData(Sections + 128 + 24, ulong.MaxValue - 8)] // needs
    [InlineData(Sections + 128 + 24, 2047UL)]
    [InlineData(Sections + 64 + 24, ulong.MaxValue - 1)] // names
    [InlineData(Sections + 64 + 24, 5000UL)]
    public void Should_refuse_tables_outside_the_file(int offset, ulong value)
    {
        var image = Library();
        Put64(image, offset, value);
        Assert.Contains(
            "damaged",
            Assert.Throws<GlmException>(() => ElfVersionNeeds.Relax(image, _ => false)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_refuse_names_of_a_section_that_is_not_there()
    {
        var image = Library();
        Put32(image, Sections + 128 + 40, 3);
        Assert.Throws<GlmException>(() => ElfVersionNeeds.Relax(image, _ => false));
    }

    [Fact]
    public void Should_refuse_section_headers_that_are_too_small()
    {
        var image = Library();
        Put16(image, 0x3A, 8);
        Assert.Throws<GlmException>(() => ElfVersionNeeds.Relax(image, _ => false));
    }

    [Fact]
    public void Should_refuse_a_table_whose_entries_stand_still()
    {
        var image = Library();
        Put16(image, Needs + 2, ushort.MaxValue);
        Put32(image, Needs + 16 + 12, 0); // the next version is the same one again
        Assert.Contains(
            "circles",
            Assert.Throws<GlmException>(() => ElfVersionNeeds.Relax(image, _ => false)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_refuse_a_name_without_an_end()
    {
        var image = Library();
        image.AsSpan(Names).Fill((byte)'A');
        Assert.Throws<GlmException>(() => ElfVersionNeeds.Relax(image, _ => false));
    }

    [Fact]
    public void Should_survive_any_cut_and_any_broken_byte()
    {
        var whole = Library();
        for (var length = 0; length < whole.Length; length++)
            Survive(whole.AsSpan(0, length).ToArray());
        for (var at = 0; at < Needs + 128; at++)
            foreach (byte value in (ReadOnlySpan<byte>)[0, 1, 0x7f, 0x80, 0xff])
            {
                var image = Library();
                image[at] = value;
                Survive(image);
            }

        static void Survive(byte[] image)
        {
            try
            {
                ElfVersionNeeds.Relax(image, version => version == New);
            }
            catch (GlmException) { }
        }
    }

    [Fact]
    public void Should_relax_the_real_binding_in_one_place()
    {
        Assert.SkipUnless(NativeTorch.Status.Binding is not null, "no libLibTorchSharp.so on this system");
        var original = File.ReadAllBytes(NativeTorch.Status.Binding!);
        var image = original.ToArray();

        Assert.Equal(1, ElfVersionNeeds.Relax(image, version => version == New));
        Assert.Equal(1, original.Zip(image).Count(pair => pair.First != pair.Second));
    }

    private static void Need(byte[] image, int at, ushort versions, uint next)
    {
        Put16(image, at, 1);
        Put16(image, at + 2, versions);
        Put32(image, at + 8, 16);
        Put32(image, at + 12, next);
    }

    private static void Version(byte[] image, int at, uint name, uint next)
    {
        Put32(image, at + 8, name);
        Put32(image, at + 12, next);
    }

    private static void Put16(byte[] image, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);

    private static void Put32(byte[] image, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);

    private static void Put64(byte[] image, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
}
