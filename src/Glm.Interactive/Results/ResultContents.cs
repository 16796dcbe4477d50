using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Glm.Arrays;
using Glm.Interactive.Provenance;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Results;

/// <summary>Says what a result holds, so that runs can be compared.</summary>
public static class ResultContents
{
    private const int LongestText = 200;

    /// <summary>The content of an object.</summary>
    public static ResultContent Of(object value)
    {
        var type = ResultTypes.Of(value);
        IReadOnlyList<ContentPart> parts =
            type?.ToNumbers(value) is { } numbers ? [.. numbers.SelectMany(PartsOf)]
            : type?.ToArrays(value) is { } arrays ? [.. arrays.SelectMany(PartsOf)]
            : type?.ToTable(value) is { } table ? [.. PartsOf(table, type.Measured)]
            : [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            Append(hash, $"{part.Name}\n{part.Count}\n{part.Sha256}\n");
        if (parts.Count == 0)
            Append(hash, $"{value.GetType().FullName}\n{type?.Describe(value)}");
        return new ResultContent(Convert.ToHexStringLower(hash.GetHashAndReset()), parts);
    }

    private static IEnumerable<ContentPart> PartsOf(ResultArray array)
    {
        yield return OfArray(array.Name, array.Values);
        if (array.Rows is { } rows)
            yield return OfTexts($"rows of {array.Name}", [.. rows]);
    }

    private static IEnumerable<ContentPart> PartsOf(DataFrame table, IReadOnlyList<string> measured)
    {
        foreach (var column in table.Columns.Where(column => !measured.Contains(column.Name)))
            yield return column switch
            {
                DoubleDataFrameColumn numbers => OfNumbers(column.Name, [.. numbers.Select(number => number ?? double.NaN)]),
                SingleDataFrameColumn numbers => OfNumbers(column.Name, [.. numbers.Select(number => (double)(number ?? float.NaN))]),
                Int32DataFrameColumn numbers => OfNumbers(column.Name, [.. numbers.Select(number => number ?? double.NaN)]),
                Int64DataFrameColumn numbers => OfNumbers(column.Name, [.. numbers.Select(number => number ?? double.NaN)]),
                _ => OfTexts(column.Name, [.. column.Cast<object?>().Select(cell => InvariantCell(cell))]),
            };
    }

    private static string? InvariantCell(object? cell) =>
        cell is IFormattable formattable
            ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture)
            : cell?.ToString();

    private static ContentPart OfArray(string name, NdArray array)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, $"{array.Type} {string.Join('x', array.Shape)}\n");
        hash.AppendData(array.Bytes);
        var sha = Convert.ToHexStringLower(hash.GetHashAndReset());
        return array.Type == ElementType.Float32
            ? Sketched(new ContentPart(name, array.Count, sha), array.AsSpan<float>(), static number => number)
            : Sketched(new ContentPart(name, array.Count, sha), array.ToDouble().AsSpan(), static number => number);
    }

    private static ContentPart OfNumbers(string name, double[] numbers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return Sketched(
            new ContentPart(name, numbers.Length, Convert.ToHexStringLower(hash.GetHashAndReset())),
            numbers.AsSpan(),
            static number => number
        );
    }

    private static ContentPart OfTexts(string name, string?[] texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return new ContentPart(name, texts.Length, Convert.ToHexStringLower(hash.GetHashAndReset()))
        {
            Texts =
                texts.Length <= ResultContent.Blocks
                    ? [.. texts.Select(text => text?.Length > LongestText ? text[..LongestText] : text)]
                    : null,
        };
    }

    private static ContentPart Sketched<T>(ContentPart part, ReadOnlySpan<T> values, Func<T, double> number)
        where T : unmanaged
    {
        if (values.Length <= ResultContent.Blocks)
        {
            var kept = new double[values.Length];
            for (var i = 0; i < kept.Length; i++)
                kept[i] = number(values[i]);
            return part with { Numbers = kept };
        }
        var (sums, norms, notFinite) = (new float[ResultContent.Blocks], new float[ResultContent.Blocks], 0L);
        for (var block = 0; block < ResultContent.Blocks; block++)
        {
            var (from, to) = ResultContent.Stretch(values.Length, block);
            var (sum, squares) = (0.0, 0.0);
            for (var i = from; i < to; i++)
            {
                var at = number(values[i]);
                if (!double.IsFinite(at))
                {
                    notFinite++;
                    continue;
                }
                sum += IsNegative(i) ? -at : at;
                squares += at * at;
            }
            (sums[block], norms[block]) = ((float)sum, (float)Math.Sqrt(squares));
        }
        return part with { Sums = sums, Norms = norms, NotFinite = notFinite };
    }

    /// <summary>The sign of a place, by the finaliser of SplitMix64.</summary>
    private static bool IsNegative(int place)
    {
        var mixed = (ulong)place + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (long)(mixed ^ (mixed >> 31)) < 0;
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
