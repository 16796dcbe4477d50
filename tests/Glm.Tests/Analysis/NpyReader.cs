using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Glm.Testing;

namespace Glm.Tests.Analysis;

/// <summary>Reads the reference's own arrays, which are trusted; files of users are read by the engine.</summary>
internal static class NpyReader
{
    /// <summary>A C-order array of shared/reference/decoded; skips the test where it is absent.</summary>
    public static T[] Decoded<T>(string name)
        where T : unmanaged
    {
        var (values, fortran) = Read<T>(name);
        Assert.False(fortran);
        return values;
    }

    /// <summary>A matrix in either order, as row-major.</summary>
    public static T[] DecodedMatrix<T>(string name, int rows, int columns)
        where T : unmanaged
    {
        var (values, fortran) = Read<T>(name);
        return fortran ? [.. Enumerable.Range(0, rows * columns).Select(i => values[(i % columns * rows) + (i / columns)])] : values;
    }

    private static (T[] Values, bool Fortran) Read<T>(string name)
        where T : unmanaged
    {
        var bytes = File.ReadAllBytes(Repository.Shared("reference", "decoded", name));
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        var type = default(T) switch
        {
            Half => "<f2",
            double => "<f8",
            _ => "<i8",
        };
        Assert.Equal(type, Regex.Match(header, "'descr': '([^']+)'").Groups[1].Value);
        return (MemoryMarshal.Cast<byte, T>(bytes.AsSpan(start)).ToArray(), header.Contains("'fortran_order': True"));
    }
}
