using System.Globalization;
using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using Glm.Arrays;
using Glm.Interactive.Provenance;
using Glm.Modeling;
using Microsoft.Data.Analysis;
using TorchSharp;

namespace Glm.Interactive.Results;

/// <summary>Says what a result holds, so that runs can be compared.</summary>
public static class ResultContents
{
    private const int LongestText = 200;
    private const int Piece = 8192;

    private static readonly double[] Signs = [.. Enumerable.Range(0, 1 << 16).Select(place => IsNegative(place) ? -1.0 : 1.0)];

    /// <summary>Whether an object has columns or arrays to compare.</summary>
    public static bool Has(object value) =>
        ResultTypes.Of(value) is { } type && (type.HasTable || type.HasArrays || type.HasNumbers || value is GlmModel);

    /// <summary>The content of an object.</summary>
    public static ResultContent Of(object value)
    {
        var type = ResultTypes.Of(value);
        IReadOnlyList<ContentPart> parts =
            value is GlmModel model ? [OfParameters(model), .. TransformOf(model).SelectMany(PartsOf)]
            : type?.ToNumbers(value) is { } numbers ? [.. numbers.SelectMany(PartsOf)]
            : type?.ToArrays(value) is { } arrays ? [.. arrays.SelectMany(PartsOf)]
            : type?.ToTable(value) is { } table ? [.. PartsOf(table, type.Measured)]
            : [];
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"{part.Name}\n{part.Count}\n{part.Hash}\n");
        if (parts.Count == 0)
            text.Append(CultureInfo.InvariantCulture, $"{value.GetType().FullName}\n{type?.Describe(value)}");
        return new ResultContent(HashOf(Encoding.UTF8.GetBytes(text.ToString())), parts);
    }

    /// <summary>The weights where they lie: a copy of them might not fit.</summary>
    private static ContentPart OfParameters(GlmModel model)
    {
        using var scope = torch.NewDisposeScope();
        var values = model.Parameters.Values.detach().cpu().to_type(torch.ScalarType.Float32).contiguous();
        var numbers = MemoryMarshal.Cast<byte, float>(values.bytes);
        return Sketched<float>(new ContentPart("parameters", numbers.Length, HashOf(MemoryMarshal.AsBytes(numbers))), numbers);
    }

    private static IEnumerable<ResultArray> TransformOf(GlmModel model)
    {
        if (model.Normalizer is { } normalizer)
        {
            yield return new("mean of vectors", NdArray.From<double>(normalizer.Mean, normalizer.Width));
            yield return new("deviation of vectors", NdArray.From<double>(normalizer.StandardDeviation, normalizer.Width));
        }
        if (model.LabelPca is { } labels)
            yield return new("components of labels", NdArray.From<double>(labels.Components, labels.Components.Length));
    }

    private static IEnumerable<ContentPart> PartsOf(ResultArray array)
    {
        yield return OfArray(array.Name, array.Values);
        if (array.Rows is { } rows)
            yield return OfTexts($"rows of {array.Name}", rows);
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
                StringDataFrameColumn texts => OfTexts(column.Name, texts),
                _ => OfTexts(column.Name, column.Cast<object?>().Select(InvariantCell)),
            };
    }

    private static string? InvariantCell(object? cell) =>
        cell is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : cell?.ToString();

    private static ContentPart OfArray(string name, NdArray array)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes($"{array.Type} {string.Join('x', array.Shape)}\n"));
        hash.Append(array.Bytes);
        var part = new ContentPart(name, array.Count, Convert.ToHexStringLower(hash.GetCurrentHash()));
        return array.Type switch
        {
            ElementType.Float32 => Sketched<float>(part, array.AsSpan<float>()),
            ElementType.Float16 => Sketched<Half>(part, array.AsSpan<Half>()),
            ElementType.Float64 => Sketched<double>(part, array.AsSpan<double>()),
            _ => Sketched<double>(part, array.ToDouble()),
        };
    }

    private static ContentPart OfNumbers(string name, double[] numbers) =>
        Sketched<double>(new ContentPart(name, numbers.Length, HashOf(MemoryMarshal.AsBytes(numbers.AsSpan()))), numbers);

    private static ContentPart OfTexts(string name, IEnumerable<string?> texts)
    {
        var hash = new XxHash128();
        var (first, count) = (new List<string?>(), 0L);
        foreach (var text in texts)
        {
            // The length goes first: "ab", "c" are not "a", "bc".
            var length = text?.Length ?? -1;
            hash.Append(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref length, 1)));
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            if (count++ <= ResultContent.Blocks)
                first.Add(text?.Length > LongestText ? text[..LongestText] : text);
        }
        return new ContentPart(name, count, Convert.ToHexStringLower(hash.GetCurrentHash()))
        {
            Texts = count <= ResultContent.Blocks ? [.. first] : null,
        };
    }

    private static ContentPart Sketched<T>(ContentPart part, ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var buffer = new double[Piece];
        if (values.Length <= ResultContent.Blocks)
        {
            var kept = new double[values.Length];
            TensorPrimitives.ConvertTruncating(values, kept);
            return part with { Numbers = kept };
        }
        var (sums, norms, notFinite) = (new float[ResultContent.Blocks], new float[ResultContent.Blocks], 0L);
        for (var block = 0; block < ResultContent.Blocks; block++)
        {
            var (from, to) = ResultContent.Stretch(values.Length, block);
            var (sum, squares) = (0.0, 0.0);
            for (var start = from; start < to; )
            {
                var sign = start % Signs.Length;
                var count = Math.Min(Math.Min(Piece, to - start), Signs.Length - sign);
                var numbers = buffer.AsSpan(0, count);
                TensorPrimitives.ConvertTruncating(values.Slice(start, count), numbers);
                var inPiece = TensorPrimitives.SumOfSquares<double>(numbers);
                if (!double.IsFinite(inPiece))
                {
                    foreach (ref var number in numbers)
                        if (!double.IsFinite(number))
                            (number, notFinite) = (0, notFinite + 1);
                    inPiece = TensorPrimitives.SumOfSquares<double>(numbers);
                }
                sum += TensorPrimitives.Dot<double>(numbers, Signs.AsSpan(sign, count));
                squares += inPiece;
                start += count;
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

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));
}
