using System.Numerics.Tensors;
using Glm.Genomes;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Proteins;

/// <summary>
/// One vector per protein, in half precision as the reference keeps them, row-major. Raw: not yet z-scored. Immutable by convention.
/// </summary>
public sealed class ProteinVectors : IProteinVectors
{
    private const int ListedInRemarks = 1000;

    private readonly Dictionary<string, int> _rows;

    /// <param name="source">What made them, for example "composition" or a file name.</param>
    /// <param name="ids">Protein ids, one per row, all different.</param>
    /// <param name="width">Numbers per row, at least 1.</param>
    /// <param name="values">[ids.Count, width]; every value finite.</param>
    /// <exception cref="GlmException">The sizes disagree, an id occurs twice, or a value is NaN or infinite.</exception>
    public ProteinVectors(string source, IReadOnlyList<string> ids, int width, Half[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values.LongLength != (long)ids.Count * width)
            throw new GlmException($"{source}: {values.LongLength} numbers do not make {ids.Count} vectors of {width}.");
        _rows = new Dictionary<string, int>(ids.Count, StringComparer.Ordinal);
        for (var row = 0; row < ids.Count; row++)
            if (!_rows.TryAdd(ids[row], row))
                throw new GlmException(
                    $"{source}: protein '{ids[row]}' has two vectors (rows {_rows[ids[row]]} and {row}); ids must be unique."
                );
        for (var i = 0; i < values.Length; i++)
            if (!Half.IsFinite(values[i]))
                throw new GlmException(
                    $"{source}: the vector of protein '{ids[i / width]}' has {values[i]} at position {i % width}; embeddings "
                        + $"must be finite. Embed that protein again."
                );
        (Source, Ids, Width, Values) = (source, ids, width, values);
    }

    /// <summary>What made the vectors.</summary>
    public string Source { get; }

    /// <summary>Protein ids in row order.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Numbers per protein.</summary>
    public int Width { get; }

    /// <summary>[Ids.Count, Width], row-major.</summary>
    public Half[] Values { get; }

    public int Count => Ids.Count;

    /// <summary>The normaliser that belongs to the embedder of these vectors; null to fit one to the vectors themselves.</summary>
    public Normalizer? Normalizer { get; init; }

    /// <summary>The space that the vectors lie in where they are family codes; null for all others.</summary>
    public FamilySpace? Families { get; init; }

    /// <summary>Proteins without a homolog in <see cref="Families"/>, embedded by composition; null for other vectors.</summary>
    public int? WithoutHomolog { get; init; }

    /// <inheritdoc/>
    public VectorOrigin? Origin { get; init; }

    /// <summary>What was left out of the proteins or read as something else, in sentences; ids in them are untrusted text.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The vector of row i.</summary>
    public ReadOnlySpan<Half> this[int row] => Values.AsSpan(row * Width, Width);

    /// <summary>The row of a protein, or -1.</summary>
    public int RowOf(string proteinId) => _rows.GetValueOrDefault(proteinId, -1);

    /// <summary>The proteins whose vectors point most nearly where that of a protein does, by cosine, itself left out.</summary>
    /// <param name="proteinId">Of the protein.</param>
    /// <param name="count">The most that are listed.</param>
    /// <exception cref="GlmException">That protein has no vector.</exception>
    public IReadOnlyList<(string Id, double Cosine)> Nearest(string proteinId, int count = 10)
    {
        var own = RowOf(proteinId);
        if (own < 0)
            throw new GlmException($"{Source}: protein {LineText.Quoted(proteinId)} has no vector. Name one by its id in the FASTA.");
        var (query, row, cosines) = (new float[Width], new float[Width], new List<(string Id, double Cosine)>());
        TensorPrimitives.ConvertToSingle(this[own], query);
        for (var i = 0; i < Count; i++)
        {
            if (i == own)
                continue;
            TensorPrimitives.ConvertToSingle(this[i], row);
            var cosine = TensorPrimitives.CosineSimilarity<float>(query, row);
            cosines.Add((Ids[i], float.IsNaN(cosine) ? 0 : cosine)); // of a vector of zeros
        }
        return [.. cosines.OrderByDescending(one => one.Cosine).Take(count)];
    }

    /// <summary>The same vectors with the normaliser of their embedder.</summary>
    /// <exception cref="GlmException">The normaliser is for another width.</exception>
    public ProteinVectors With(Normalizer normalizer)
    {
        normalizer.CheckFits(this);
        return Like(Ids, Values, normalizer, Remarks);
    }

    /// <summary>
    /// The same vectors by the ids of some proteins: where a file could not hold an id, since writers of HDF5 make "_" of "/" and ".", it
    /// gets its own again. What has no counterpart is listed in the remarks.
    /// </summary>
    public ProteinVectors For(IReadOnlyList<Protein> proteins)
    {
        var ids = Ids.ToArray();
        var missing = new List<string>();
        var used = new HashSet<int>();
        foreach (var protein in proteins)
        {
            var row = RowOf(protein.Id);
            if (row < 0)
                row = RowOf(protein.Id.Replace('/', '_').Replace('.', '_'));
            if (row < 0)
                missing.Add(protein.Id);
            else if (used.Add(row))
                ids[row] = protein.Id;
            else
                missing.Add(protein.Id); // another protein's id is written alike
        }
        string[] extra = [.. Enumerable.Range(0, ids.Length).Where(row => !used.Contains(row)).Select(row => ids[row])];
        return Like(
            ids,
            Values,
            Normalizer,
            [
                .. Remarks,
                .. missing.Count > 0
                    ? [Listed(missing, "protein has no vector", "proteins have no vector", ListedInRemarks)]
                    : Array.Empty<string>(),
                .. extra.Length > 0
                    ? [Listed(extra, "vector belongs to none of the proteins", "vectors belong to none of the proteins", ListedInRemarks)]
                    : Array.Empty<string>(),
            ]
        );
    }

    /// <summary>The vectors of some proteins, in their order.</summary>
    /// <exception cref="GlmException">A protein has none; the message lists them.</exception>
    public ProteinVectors Of(IReadOnlyList<Protein> proteins)
    {
        string[] missing = [.. proteins.Select(protein => protein.Id).Where(id => RowOf(id) < 0)];
        if (missing.Length > 0)
            throw new GlmException(
                $"{Source}: {Listed(missing, "protein has no vector", "proteins have no vector")} Embed them too; ids must be those of "
                    + $"the FASTA."
            );
        var values = new Half[Room(proteins.Count, Width)];
        for (var i = 0; i < proteins.Count; i++)
            this[RowOf(proteins[i].Id)].CopyTo(values.AsSpan(i * Width));
        return Like([.. proteins.Select(protein => protein.Id)], values, Normalizer, Remarks);
    }

    /// <summary>Other rows of the same make.</summary>
    private ProteinVectors Like(IReadOnlyList<string> ids, Half[] values, Normalizer? normalizer, IReadOnlyList<string> remarks) =>
        new(Source, ids, Width, values)
        {
            Normalizer = normalizer,
            Families = Families,
            Origin = Origin,
            WithoutHomolog = WithoutHomolog,
            Remarks = remarks,
        };

    /// <summary>A number with the ids that it counts, of very many the first.</summary>
    private static string Listed(IReadOnlyList<string> ids, string one, string many, int most = 20)
    {
        var names = string.Join(", ", ids.Take(most).Select(id => LineText.Shown(id, 60)));
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{ids.Count:N0} {(ids.Count == 1 ? one : many)}: {names}{(ids.Count > most ? ", …" : "")}."
        );
    }

    /// <summary>How many numbers some vectors are, where one array holds them.</summary>
    /// <param name="count">Number of vectors.</param>
    /// <param name="width">Numbers of each.</param>
    /// <exception cref="GlmException">They are more than one array holds.</exception>
    internal static int Room(int count, int width) =>
        (long)count * width <= Array.MaxLength
            ? count * width
            : throw new GlmException(
                $"{count} proteins make more numbers than one array holds; at most {Array.MaxLength / width} are embedded at once. Embed "
                    + $"them in parts."
            );

    /// <summary>Checks that every gene of every window has a vector.</summary>
    /// <exception cref="GlmException">A protein has none.</exception>
    public void CheckCovers(ScaffoldSet scaffolds)
    {
        var missing = scaffolds
            .Windows.SelectMany(window => window.Genes)
            .Select(gene => gene.ProteinId)
            .Where(id => RowOf(id) < 0)
            .Distinct()
            .ToArray();
        if (missing.Length > 0)
            throw new GlmException(
                $"{Source}: {Listed(missing, "protein of the scaffolds has no vector", "proteins of the scaffolds have no vector")} "
                    + $"Every gene "
                    + $"of a window needs one: embed them too; ids must be those of the FASTA."
            );
    }
}
