namespace Glm.Corpora;

/// <summary>Checks the steps of a journal one after another: each must continue the one before. Not thread-safe.</summary>
/// <param name="limits">Of the corpus, possible ones.</param>
/// <param name="keepsGenes">Whether the corpus keeps places and names of genes.</param>
internal sealed class CorpusStepCheck(CorpusLimits limits, bool keepsGenes)
{
    private const int ChecksumDigits = 64;

    private readonly Dictionary<string, CorpusArray> _arrays = CorpusArray
        .Indices(limits)
        .Concat(keepsGenes ? CorpusArray.Genes(limits) : [])
        .Concat([CorpusArray.Proteins, CorpusArray.Vectors(1), CorpusArray.Homologs, CorpusArray.HomologScores])
        .ToDictionary(array => array.Name, StringComparer.Ordinal);

    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);
    private long _windows;
    private long _scaffolds;
    private long _proteins;
    private long _genes;
    private long _queries;

    /// <summary>What is wrong with the next step; null for nothing.</summary>
    public string? Fault(CorpusStep step)
    {
        if (step.Source is null || step.Files is null || step.Dropped is null || step.Dropped.Values.Any(count => count < 0))
            return "a field is missing";
        if (step.Origin is { Model: null } or { Weights: null } or { Precision: null })
            return "its origin lacks a field";
        if (
            step
            is { Part: < 0 }
                or { Scaffolds: < 0 }
                or { Windows: < 0 }
                or { Genes: < 0 }
                or { UncoveredGenes: < 0 }
                or { UntranslatedGenes: < 0 }
                or { NewProteins: < 0 }
                or { Queries: < 0 }
        )
            return "a count is negative";
        if (step.NormalizerSha256 is { } noted && !IsChecksum(noted))
            return $"it has no checksum of {CorpusArray.Normalizer}";
        foreach (var (name, segment) in step.Files)
        {
            if (!_arrays.TryGetValue(name, out var array))
                return $"it names {Runtime.LineText.Quoted(name)}, which is no file of a corpus";
            var begin = _rows.GetValueOrDefault(name) * array.RowBytes;
            if (!IsChecksum(segment?.Sha256))
                return $"it has no checksum of {name}";
            if (segment!.End < begin || (segment.End - begin) % array.RowBytes != 0)
                return $"it leaves {name} with {segment.End} bytes after {begin}, which cannot be";
            _rows[name] = segment.End / array.RowBytes;
        }
        (_windows, _scaffolds, _proteins) = (_windows + step.Windows, _scaffolds + step.Scaffolds, _proteins + step.NewProteins);
        _genes = step.Genes > long.MaxValue - _genes ? long.MaxValue : _genes + step.Genes;
        _queries += step.Queries;
        return Math.Max(_windows, _proteins) > int.MaxValue ? "it counts more than a corpus can hold"
            : _scaffolds > _windows || _genes > _windows * limits.MaxGenes || _genes < _windows || _queries > _proteins
                ? "its counts contradict each other"
            : Other(CorpusArray.WindowsName, _windows)
                ?? Other(CorpusArray.StrandsName, _windows)
                ?? Other(CorpusArray.WindowScaffolds.Name, _windows)
                ?? OtherGenes()
                ?? Other(CorpusArray.ProteinHashes.Name, _proteins)
                ?? Other(CorpusArray.ProteinOffsets.Name, _proteins)
                ?? Other(CorpusArray.HomologScores.Name, _rows.GetValueOrDefault(CorpusArray.Homologs.Name));
    }

    private string? OtherGenes() =>
        !keepsGenes
            ? null
            : Other(CorpusArray.GeneStarts(limits.MaxGenes).Name, _windows)
                ?? Other(CorpusArray.GeneEnds(limits.MaxGenes).Name, _windows)
                ?? Other(CorpusArray.GeneOffsets.Name, _scaffolds);

    private static bool IsChecksum(string? text) => text is { Length: ChecksumDigits } && text.All(char.IsAsciiHexDigitLower);

    private string? Other(string name, long rows) =>
        _rows.GetValueOrDefault(name) is var found && found != rows
            ? $"it counts {rows} rows of {name}, and its bytes make {found}"
            : null;
}
