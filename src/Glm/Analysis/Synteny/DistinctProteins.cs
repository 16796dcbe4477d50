using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Proteins.Homology.BuiltIn;
using Glm.Runtime;

namespace Glm.Analysis.Synteny;

/// <summary>Each sequence of some genes once, under a number. Not thread-safe.</summary>
internal sealed class DistinctProteins
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Protein> _proteins = [];

    /// <summary>Number of sequences.</summary>
    public int Count => _proteins.Count;

    /// <summary>The number of a protein's sequence, a new one where it is new.</summary>
    public int NumberOf(Protein protein)
    {
        if (!_numbers.TryGetValue(protein.Sequence, out var number))
        {
            _numbers.Add(protein.Sequence, number = _proteins.Count);
            _proteins.Add(protein);
        }
        return number;
    }

    /// <summary>Residues of a sequence.</summary>
    public int LengthOf(int number) => _proteins[number].Sequence.Length;

    /// <summary>Which of the sequences are homologous, those with themselves included.</summary>
    public IEnumerable<HomologyHit> SearchThemselves(IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
        Search(this, progress, cancellation);

    /// <summary>Which of the sequences are homologous to which of others.</summary>
    public IEnumerable<HomologyHit> Search(DistinctProteins others, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
        // In process: another program takes longer to start than this takes for what fits on a map.
        HomologySearch
            .Run(
                new ProteinList(_proteins),
                new ProteinList(others._proteins),
                new BuiltInSearch(),
                new HomologyOptions { MaxTargets = Math.Max(1, others.Count) },
                progress,
                cancellation
            )
            .SelectMany(hits => hits);
}
