using Glm.Arrays;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Sessions;

/// <summary>The types that are not saved field by field.</summary>
internal static class RebuiltTypes
{
    /// <summary>What a space needs beside its codes grows with their width.</summary>
    private const int WidestCode = 1 << 16;

    public static IEnumerable<SavedType> All =>
        [
            new RebuiltType<ScaffoldSet>(
                "scaffolds",
                [
                    Part<string>(),
                    Part<IReadOnlyList<Genome>>(),
                    Part<IReadOnlyDictionary<string, Protein>>(),
                    Part<IReadOnlyList<GeneWindow>>(),
                    Part<IReadOnlyList<DroppedScaffold>>(),
                    Part<LoadLedger>(),
                ],
                set => [set.Source, set.Genomes, set.Proteins, set.Windows, set.Dropped, set.Ledger],
                parts => new ScaffoldSet(
                    parts.Next<string>(),
                    parts.Next<IReadOnlyList<Genome>>(),
                    parts.Next<IReadOnlyDictionary<string, Protein>>(),
                    parts.Next<IReadOnlyList<GeneWindow>>(),
                    parts.Next<IReadOnlyList<DroppedScaffold>>()
                )
                {
                    Ledger = parts.Next<LoadLedger>(),
                }
            ),
            new RebuiltType<ProteinVectors>(
                "vectors",
                [
                    Part<string>(),
                    Part<IReadOnlyList<string>>(),
                    Part<int>(),
                    Part<Half[]>(),
                    Optional<Normalizer>(),
                    Optional<FamilySpace>(),
                    Part<int?>(),
                    Optional<VectorOrigin>(),
                    Part<IReadOnlyList<string>>(),
                ],
                vectors =>
                    [
                        vectors.Source,
                        vectors.Ids,
                        vectors.Width,
                        vectors.Values,
                        vectors.Normalizer,
                        vectors.Families,
                        vectors.WithoutHomolog,
                        vectors.Origin,
                        vectors.Remarks,
                    ],
                parts => new ProteinVectors(
                    parts.Next<string>(),
                    parts.Next<IReadOnlyList<string>>(),
                    parts.Next<int>(),
                    parts.Next<Half[]>()
                )
                {
                    Normalizer = parts.NextOrNull<Normalizer>(),
                    Families = parts.NextOrNull<FamilySpace>(),
                    WithoutHomolog = parts.NextOrNull<int?>(),
                    Origin = parts.NextOrNull<VectorOrigin>(),
                    Remarks = parts.Next<IReadOnlyList<string>>(),
                }
            ),
            new RebuiltType<FamilySpace>(
                "families",
                [
                    Part<FamilyOptions>(),
                    Part<string>(),
                    Part<Protein[]>(),
                    Part<sbyte[]>(),
                    Part<float[]>(),
                    Part<float[]>(),
                    Optional<sbyte[]>(),
                ],
                space =>
                    [
                        space.Options,
                        space.Search,
                        space.Representatives.Read(0, space.Count).ToArray(),
                        space.Codes.ToArray(),
                        space.Fallback.Mean,
                        space.Fallback.Scale,
                        space.Fallback.Map,
                    ],
                Space
            ),
            new RebuiltType<NdArray>(
                "ndarray",
                [Part<ElementType>(), Part<IReadOnlyList<long>>(), Part<byte[]>()],
                array => [array.Type, array.Shape, array.Bytes],
                parts => new NdArray(parts.Next<ElementType>(), parts.Next<IReadOnlyList<long>>(), parts.Next<byte[]>())
            ),
            new RebuiltType<DataFrame>(
                "table",
                [Part<DataFrameColumn[]>()],
                frame => [frame.Columns.ToArray()],
                parts => new DataFrame(parts.Next<DataFrameColumn[]>())
            ),
            new RebuiltType<StringDataFrameColumn>(
                "text-column",
                [Part<string>(), Part<string?[]>()],
                column => [column.Name, column.ToArray()],
                parts => new StringDataFrameColumn(parts.Next<string>(), parts.Next<string?[]>())
            ),
            .. Columns<bool, BooleanDataFrameColumn>("bool", (name, values) => new BooleanDataFrameColumn(name, values)),
            .. Columns<byte, ByteDataFrameColumn>("uint8", (name, values) => new ByteDataFrameColumn(name, values)),
            .. Columns<sbyte, SByteDataFrameColumn>("int8", (name, values) => new SByteDataFrameColumn(name, values)),
            .. Columns<short, Int16DataFrameColumn>("int16", (name, values) => new Int16DataFrameColumn(name, values)),
            .. Columns<ushort, UInt16DataFrameColumn>("uint16", (name, values) => new UInt16DataFrameColumn(name, values)),
            .. Columns<int, Int32DataFrameColumn>("int32", (name, values) => new Int32DataFrameColumn(name, values)),
            .. Columns<uint, UInt32DataFrameColumn>("uint32", (name, values) => new UInt32DataFrameColumn(name, values)),
            .. Columns<long, Int64DataFrameColumn>("int64", (name, values) => new Int64DataFrameColumn(name, values)),
            .. Columns<ulong, UInt64DataFrameColumn>("uint64", (name, values) => new UInt64DataFrameColumn(name, values)),
            .. Columns<float, SingleDataFrameColumn>("float32", (name, values) => new SingleDataFrameColumn(name, values)),
            .. Columns<double, DoubleDataFrameColumn>("float64", (name, values) => new DoubleDataFrameColumn(name, values)),
            .. Columns<DateTime, DateTimeDataFrameColumn>("time", (name, values) => new DateTimeDataFrameColumn(name, values)),
            new ModelType(),
            new FineTunedModelType(),
            new SetTransformerType(),
            new FunctionModelType(),
            new CorpusType(),
        ];

    private static (Type, bool) Part<T>() => (typeof(T), false);

    private static (Type, bool) Optional<T>() => (typeof(T), true);

    /// <summary>Columns of numbers, which the framework has under two names.</summary>
    private static IEnumerable<SavedType> Columns<T, TColumn>(string name, Func<string, IEnumerable<T?>, TColumn> make)
        where T : unmanaged
        where TColumn : PrimitiveDataFrameColumn<T> =>
        [
            new RebuiltType<TColumn>(
                $"{name}-column",
                [Part<string>(), Part<T?[]>()],
                column => [column.Name, column.ToArray()],
                parts => make(parts.Next<string>(), parts.Next<T?[]>())
            ),
            new RebuiltType<PrimitiveDataFrameColumn<T>>(
                $"plain-{name}-column",
                [Part<string>(), Part<T?[]>()],
                column => [column.Name, column.ToArray()],
                parts => new PrimitiveDataFrameColumn<T>(parts.Next<string>(), parts.Next<T?[]>())
            ),
        ];

    private static FamilySpace Space(Parts parts)
    {
        var options = parts.Next<FamilyOptions>();
        var search = parts.Next<string>();
        var (proteins, codes) = (parts.Next<Protein[]>(), parts.Next<sbyte[]>());
        var (mean, scale, map) = (parts.Next<float[]>(), parts.Next<float[]>(), parts.NextOrNull<sbyte[]>());
        var features = (long)FamilySpaceFile.CompositionWidth;
        return
            options.Width is > 0 and <= WidestCode
            && codes.LongLength == (long)proteins.Length * options.Width
            && mean.LongLength == features
            && scale.LongLength == features
            && (map is null || map.LongLength == features * options.Width)
            ? new FamilySpace(options, search, proteins, codes, new CompositionFallback(options.Width, mean, scale, map))
            : throw new ArgumentException("its sizes do not fit each other");
    }
}
