using Glm.Arrays.Npy;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// The homologs of a corpus' proteins, read in place. <c>homologs.npy</c> has a row of eight numbers per hit: query, target, matching
/// columns, columns, first aligned residue of the query, the one behind its last, and the same two of the target, all from 0;
/// <c>homolog_scores.npy</c> has its bit score and e-value. Safe for concurrent use; borrows the corpus.
/// </summary>
public sealed class CorpusHomologs
{
    private const int Block = 1 << 16;

    private readonly Corpus _corpus;
    private readonly NpyMap<int>? _hits;
    private readonly NpyMap<double>? _scores;

    internal CorpusHomologs(Corpus corpus, NpyMap<int>? hits, NpyMap<double>? scores, string source, int searchedCount) =>
        (_corpus, _hits, _scores, Source, SearchedCount) = (corpus, hits, scores, source, searchedCount);

    /// <summary>What found them, for example "DIAMOND 2.1.3 --sensitive".</summary>
    public string Source { get; }

    /// <summary>
    /// Number of proteins, the first of the corpus, whose homologs were searched for among all that the corpus had at the time.
    /// </summary>
    public int SearchedCount { get; }

    /// <summary>Proteins that none were searched for.</summary>
    public int MissingCount => _corpus.ProteinCount - SearchedCount;

    /// <summary>Number of hits, those of a protein with itself included.</summary>
    public long HitCount => _hits?.Rows ?? 0;

    /// <summary>The hits in the order in which they were found, block by block.</summary>
    /// <exception cref="GlmException">A hit names proteins or residues that there are not.</exception>
    public IEnumerable<HomologyHit[]> Read()
    {
        var lengths = _corpus.ProteinLengths;
        for (var first = 0L; first < HitCount; first += Block)
        {
            var hits = new HomologyHit[Math.Min(Block, HitCount - first)];
            for (var i = 0; i < hits.Length; i++)
                if (!HomologyGraph.IsPossible(hits[i] = HitAt(first + i), lengths, lengths))
                    throw CorpusDamage.In(
                        _corpus.PathOf(CorpusArray.Homologs),
                        $"hit {first + i + 1} names proteins or residues that there are not"
                    );
            yield return hits;
        }
    }

    /// <summary>Which proteins of the corpus are homologous. Reads and checks all hits.</summary>
    /// <param name="options">What makes an edge of a hit; null for the defaults.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    /// <exception cref="GlmException">Some proteins were not searched for, or the hits are damaged.</exception>
    public HomologyGraph ToGraph(HomologyGraphOptions? options = null, CancellationToken cancellation = default)
    {
        if (MissingCount > 0)
            throw new GlmException(
                $"{_corpus.Folder}: homologs were searched for {SearchedCount} of {_corpus.ProteinCount} proteins. Search for the others "
                    + $"first."
            );
        _corpus.VerifyHomologs(cancellation);
        return HomologyGraph.Within(Source, _corpus.ProteinLengths, Read(), options, cancellation);
    }

    private HomologyHit HitAt(long row)
    {
        var hit = _hits![row];
        var scores = _scores![row];
        return new HomologyHit(hit[0], hit[1], (float)scores[0], scores[1], hit[2], hit[3], hit[4], hit[5], hit[6], hit[7]);
    }
}
