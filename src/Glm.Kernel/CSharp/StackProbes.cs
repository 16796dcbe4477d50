using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Gives a stack probe to the functions of a compiled cell to which the compiler gives none: lambdas, and what it writes itself, such as
/// the <c>Equals</c>, <c>GetHashCode</c> and <c>ToString</c> of records. Without one, a lambda that calls itself without end, or a record
/// that leads back to itself, ends the process. The new bodies lie in a section added to the file (ECMA-335, II.25.3 and II.25.4), and the
/// functions' rows point there; nothing else moves.
/// </summary>
internal static unsafe class StackProbes
{
    private const int ProbeLength = 5;
    private const int FatHeader = 12;
    private const int TinyLimit = 64; // bytes of code
    private const int SectionHeader = 40;
    private const uint CodeSection = 0x6000_0020; // code, may be read and executed

    /// <summary>Adds probes where functions that call others lack them.</summary>
    /// <param name="assembly">The compiler's output. A file that is not laid out as the compiler does it stays as it is.</param>
    /// <param name="symbols">Its portable symbols, where instructions move.</param>
    public static void Add(MemoryStream assembly, MemoryStream symbols)
    {
        var image = assembly.GetBuffer().AsSpan(0, (int)assembly.Length);
        MemoryStream bodies = new();
        List<(int Row, int Body)> moved = [];
        PEHeaders headers;
        fixed (byte* start = image)
        {
            var file = new PEReader(start, image.Length);
            headers = file.PEHeaders;
            var reader = file.GetMetadataReader();
            if (Probe(reader) is not { } token)
                return;
            Span<byte> probe = [(byte)ILOpCode.Call, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt32LittleEndian(probe[1..], MetadataTokens.GetToken(token));
            var table = headers.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.MethodDef);
            var rowSize = reader.GetTableRowSize(TableIndex.MethodDef);
            foreach (var handle in reader.MethodDefinitions)
            {
                var method = reader.GetMethodDefinition(handle);
                if (
                    method.RelativeVirtualAddress == 0
                    || IsLeftAlone(reader.GetString(method.Name))
                    || IsStateMachine(reader.GetString(reader.GetTypeDefinition(method.GetDeclaringType()).Name))
                )
                    continue;
                var body = file.GetMethodBody(method.RelativeVirtualAddress);
                var reading = body.GetILReader();
                var code = new ReadOnlySpan<byte>(reading.StartPointer, reading.Length);
                if (code.IndexOf(probe) >= 0 || !MayCall(code))
                    continue;
                moved.Add((table + (MetadataTokens.GetRowNumber(handle) - 1) * rowSize, Write(bodies, body, probe, code)));
                Shift(symbols, handle);
            }
        }
        if (moved.Count > 0 && AddSection(assembly, headers, bodies.ToArray()) is { } address)
            foreach (var (row, body) in moved)
                BinaryPrimitives.WriteInt32LittleEndian(assembly.GetBuffer().AsSpan(row), address + body);
    }

    // Constructors have theirs where they may call themselves, and a class whose static one fails cannot be used any more.
    private static bool IsLeftAlone(string name) => name is ".ctor" or ".cctor" or "<Initialize>" or "<Factory>";

    // Of an iterator or an async function, which have their probe: <F>d__1, and <<F>b__0>d`1 of a lambda or local function. What cleans up
    // after them must not throw when the stack is full.
    private static bool IsStateMachine(string type) =>
        type.Contains(">d__", StringComparison.Ordinal)
        || type.EndsWith(">d", StringComparison.Ordinal)
        || type.Contains(">d`", StringComparison.Ordinal);

    private static MemberReferenceHandle? Probe(MetadataReader reader)
    {
        foreach (var handle in reader.MemberReferences)
            if (
                reader.StringComparer.Equals(reader.GetMemberReference(handle).Name, nameof(RuntimeHelpers.EnsureSufficientExecutionStack))
            )
                return handle;
        return null;
    }

    // Some other instruction's operand may look like one: a probe too many does no harm.
    private static bool MayCall(ReadOnlySpan<byte> code) =>
        code.IndexOfAny((byte)ILOpCode.Call, (byte)ILOpCode.Callvirt, (byte)ILOpCode.Newobj) >= 0 || code.Contains((byte)ILOpCode.Calli);

    /// <returns>Where the new body begins.</returns>
    private static int Write(MemoryStream bodies, MethodBodyBlock body, ReadOnlySpan<byte> probe, ReadOnlySpan<byte> code)
    {
        var length = ProbeLength + code.Length;
        if (length < TinyLimit && body.MaxStack <= 8 && body.LocalSignature.IsNil && body.ExceptionRegions.IsEmpty)
        {
            var at = (int)bodies.Length;
            bodies.WriteByte((byte)((length << 2) | 0x2));
            bodies.Write(probe);
            bodies.Write(code);
            return at;
        }
        Align(bodies);
        var start = (int)bodies.Length;
        Span<byte> header = stackalloc byte[FatHeader];
        BinaryPrimitives.WriteUInt16LittleEndian(
            header,
            (ushort)(
                0x3003 | (body.LocalVariablesInitialized ? 0x10 : 0) | (body.ExceptionRegions.IsEmpty ? 0 : 0x8) // more follows the code
            )
        );
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)body.MaxStack);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], length);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], body.LocalSignature.IsNil ? 0 : MetadataTokens.GetToken(body.LocalSignature));
        bodies.Write(header);
        bodies.Write(probe);
        bodies.Write(code);
        if (!body.ExceptionRegions.IsEmpty)
            WriteRegions(bodies, body);
        return start;
    }

    // What a try block covers and what handles it, behind the probe.
    private static void WriteRegions(MemoryStream bodies, MethodBodyBlock body)
    {
        Align(bodies);
        var section = new int[1 + (6 * body.ExceptionRegions.Length)];
        section[0] = 0x41 | (section.Length * sizeof(int) << 8); // a table of regions with wide fields, and its size in bytes
        var next = 1;
        foreach (var region in body.ExceptionRegions)
        {
            section[next++] = (int)region.Kind;
            section[next++] = region.TryOffset + ProbeLength;
            section[next++] = region.TryLength;
            section[next++] = region.HandlerOffset + ProbeLength;
            section[next++] = region.HandlerLength;
            section[next++] = region.Kind switch
            {
                ExceptionRegionKind.Catch => MetadataTokens.GetToken(region.CatchType),
                ExceptionRegionKind.Filter => region.FilterOffset + ProbeLength,
                _ => 0,
            };
        }
        Span<byte> field = stackalloc byte[sizeof(int)];
        foreach (var value in section)
        {
            BinaryPrimitives.WriteInt32LittleEndian(field, value);
            bodies.Write(field);
        }
    }

    private static void Align(MemoryStream bodies)
    {
        while (bodies.Length % 4 != 0)
            bodies.WriteByte(0);
    }

    /// <returns>The address of the section; null where the headers have no room for it.</returns>
    private static int? AddSection(MemoryStream assembly, PEHeaders headers, byte[] content)
    {
        var (pe, sections) = (headers.PEHeader!, headers.SectionHeaders);
        var table = headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + sections.Length * SectionHeader;
        if (table + SectionHeader > pe.SizeOfHeaders)
            return null;
        var address = Aligned(sections[^1].VirtualAddress + sections[^1].VirtualSize, pe.SectionAlignment);
        var at = Aligned((int)assembly.Length, pe.FileAlignment);
        var size = Aligned(content.Length, pe.FileAlignment);
        assembly.SetLength(at + size);
        var image = assembly.GetBuffer().AsSpan(0, at + size);
        content.CopyTo(image[at..]);
        BinaryPrimitives.WriteInt16LittleEndian(image[(headers.CoffHeaderStartOffset + 2)..], (short)(sections.Length + 1));
        BinaryPrimitives.WriteInt32LittleEndian(
            image[(headers.PEHeaderStartOffset + 56)..], // SizeOfImage
            Aligned(address + content.Length, pe.SectionAlignment)
        );
        var header = image.Slice(table, SectionHeader);
        header.Clear();
        ".probes"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], address);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], size);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], at);
        BinaryPrimitives.WriteUInt32LittleEndian(header[36..], CodeSection);
        return address;

        static int Aligned(int value, int unit) => (value + unit - 1) / unit * unit;
    }

    /// <summary>
    /// Moves what follows the first line of a function: its number of bytes, a compressed integer, is rewritten in its place, where the
    /// sum takes as many.
    /// </summary>
    private static void Shift(MemoryStream symbols, MethodDefinitionHandle method)
    {
        fixed (byte* start = symbols.GetBuffer())
        {
            var reader = new MetadataReader(start, (int)symbols.Length);
            var information = reader.GetMethodDebugInformation(method.ToDebugInformationHandle());
            if (information.SequencePointsBlob.IsNil)
                return;
            var blob = reader.GetBlobReader(information.SequencePointsBlob);
            blob.ReadCompressedInteger(); // local variables
            if (information.Document.IsNil)
                blob.ReadCompressedInteger();
            blob.ReadCompressedInteger(); // the first instruction
            var lines = blob.ReadCompressedInteger();
            var columns = lines == 0 ? blob.ReadCompressedInteger() : blob.ReadCompressedSignedInteger();
            if (lines != 0 || columns != 0)
            {
                blob.ReadCompressedInteger();
                blob.ReadCompressedInteger();
            }
            if (blob.RemainingBytes == 0)
                return;
            var place = blob.CurrentPointer;
            var bytes = blob.ReadCompressedInteger();
            if (bytes == 0)
                return; // another file begins here
            var moved = bytes + ProbeLength;
            if (bytes < 0x80 && moved < 0x80)
                *place = (byte)moved;
            else if (bytes is >= 0x80 and < 0x4000 && moved < 0x4000)
                BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(place, 2), (ushort)(0x8000 | moved));
        }
    }
}
