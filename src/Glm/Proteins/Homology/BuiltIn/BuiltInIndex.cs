using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>Targets in blocks that fit in memory one at a time.</summary>
internal sealed class BuiltInIndex : IHomologyIndex
{
    /// <summary>Residues of a block. A block takes 11 bytes of each: code, group, and a seed of 8 bytes.</summary>
    internal const int BlockResidues = 48 << 20;

    /// <summary>Proteins of a block, which count where there are many very short ones.</summary>
    internal const int BlockProteins = 1 << 20;

    /// <summary>Proteins that are read at one go.</summary>
    private const int ReadAtOnce = 4096;

    private readonly IProteinSource _targets;
    private readonly HomologyOptions _options;
    private readonly HomologyStatistics? _statistics;
    private readonly List<(int First, int Count)> _blocks = [];
    private ProteinBlock? _onlyBlock;

    private BuiltInIndex(IProteinSource targets, HomologyOptions options, int blockResidues, CancellationToken cancellation)
    {
        Check(options);
        _targets = targets;
        _options = options;
        long total = 0;
        var (first, residues) = (0, 0L);
        Span<byte> codes = [];
        for (var number = 0; number < targets.Count; )
        {
            cancellation.ThrowIfCancellationRequested();
            var part = targets.Read(number, Math.Min(ReadAtOnce, targets.Count - number));
            if (part.Count == 0)
                throw new InvalidDataException($"The source of {targets.Count} proteins ends at {number}.");
            foreach (var protein in part)
            {
                var length = protein.Sequence.Length;
                if (codes.Length < length)
                    codes = new byte[length * 2];
                ProteinBlock.Encode(protein, number, codes[..length], "Target");
                if (number > first && (residues + length + ProteinBlock.Gap > blockResidues || number - first >= BlockProteins))
                {
                    _blocks.Add((first, number - first));
                    (first, residues) = (number, 0);
                }
                residues += length + ProteinBlock.Gap;
                total += length;
                number++;
            }
        }
        if (targets.Count > first)
            _blocks.Add((first, targets.Count - first));
        if (total > 0)
            _statistics = new HomologyStatistics(total);
    }

    internal static BuiltInIndex Open(
        IProteinSource targets,
        HomologyOptions options,
        CancellationToken cancellation,
        int blockResidues = BlockResidues
    ) => new(targets, options, blockResidues, cancellation);

    /// <inheritdoc/>
    public HomologyHit[] Search(
        IReadOnlyList<Protein> queries,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var block = ProteinBlock.Make([queries], 0, ProteinBlock.QueryGap, "Query");
        if (_statistics is null || queries.Count == 0)
            return [];
        var search = new BlockSearch(block, _statistics, _options, cancellation);
        for (var i = 0; i < _blocks.Count; i++)
            search.Add(Load(i), (done, total) =>
                progress?.Report(
                    new ProgressReport(
                        "search homologs",
                        (long)((double)queries.Count * ((i * total) + done) / (_blocks.Count * total)),
                        queries.Count,
                        "queries"
                    )
                )
            );
        return search.Hits(queries.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _onlyBlock = null;

    private static void Check(HomologyOptions options)
    {
        if (!(options.MaxEValue > 0))
            throw new GlmException($"{nameof(options.MaxEValue)} = {options.MaxEValue} is not above 0; an e-value is.");
        if (options.MaxTargets < 1)
            throw new GlmException($"{nameof(options.MaxTargets)} = {options.MaxTargets} is below 1; then no hit is kept.");
        if (options.Threads < 1)
            throw new GlmException($"{nameof(options.Threads)} = {options.Threads} is below 1; computing takes one.");
    }

    private ProteinBlock Load(int number)
    {
        if (_onlyBlock is not null)
            return _onlyBlock;
        var (first, count) = _blocks[number];
        var block = ProteinBlock.Make(Parts(first, count), first, ProteinBlock.TargetGap, "Target");
        if (_blocks.Count == 1)
            _onlyBlock = block;
        return block;
    }

    private IEnumerable<IReadOnlyList<Protein>> Parts(int first, int count)
    {
        for (var done = 0; done < count; )
        {
            var part = _targets.Read(first + done, Math.Min(ReadAtOnce, count - done));
            if (part.Count == 0)
                throw new InvalidDataException($"The source of {_targets.Count} proteins ends at {first + done}.");
            done += part.Count;
            yield return part;
        }
    }
}
