using System.Text;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// Where the genes of a corpus lie and what they are called, read in place. The files are compared with the checksums of the journal when
/// they are first asked for, and not when a corpus is opened: training does without them. Safe for concurrent use; borrows the corpus.
/// </summary>
internal sealed class CorpusGenes : IDisposable
{
    private const int Cells = 3;

    private readonly Corpus _corpus;
    private readonly NpyMap<int> _starts;
    private readonly NpyMap<int> _ends;
    private readonly NpyMap<long> _offsets;
    private readonly long _nameBytes;
    private readonly Lazy<bool> _arePlacesChecked;
    private readonly Lazy<FileStream> _names;

    /// <param name="corpus">Whose genes.</param>
    /// <param name="starts">[windows, most genes].</param>
    /// <param name="ends">[windows, most genes].</param>
    /// <param name="offsets">[scaffolds].</param>
    /// <param name="nameBytes">Bytes of the names that belong to completed steps.</param>
    public CorpusGenes(Corpus corpus, NpyMap<int> starts, NpyMap<int> ends, NpyMap<long> offsets, long nameBytes)
    {
        (_corpus, _starts, _ends, _offsets, _nameBytes) = (corpus, starts, ends, offsets, nameBytes);
        _arePlacesChecked = new Lazy<bool>(CheckPlaces);
        _names = new Lazy<FileStream>(OpenNames);
    }

    /// <summary>What a gene is called.</summary>
    /// <param name="Id">Not empty.</param>
    /// <param name="LocusTag">Null where none is known.</param>
    /// <param name="Symbol">Null where none is known.</param>
    internal readonly record struct Names(string Id, string? LocusTag, string? Symbol);

    /// <summary>First base of each gene of a window, 1-based; 0 where unknown.</summary>
    public ReadOnlySpan<int> StartsOf(int window) =>
        _arePlacesChecked.Value ? _starts[window][.._corpus.ProteinsOf(window).Length] : default;

    /// <summary>Last base of each gene of a window, inclusive; 0 where unknown.</summary>
    public ReadOnlySpan<int> EndsOf(int window) => _arePlacesChecked.Value ? _ends[window][.._corpus.ProteinsOf(window).Length] : default;

    /// <summary>What the genes of a scaffold are called.</summary>
    /// <param name="scaffold">Its number.</param>
    /// <param name="genes">How many it has.</param>
    public Names[] NamesOf(int scaffold, int genes)
    {
        var handle = _names.Value.SafeFileHandle;
        var begin = _offsets[scaffold][0];
        var bytes = new byte[(scaffold + 1 < _offsets.Rows ? _offsets[scaffold + 1][0] : _nameBytes) - begin];
        for (var filled = 0; filled < bytes.Length; )
            filled += RandomAccess.Read(handle, bytes.AsSpan(filled), begin + filled) is var read and > 0 ? read : throw NoLines(scaffold);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length != genes + 1 || lines[^1].Length > 0)
            throw NoLines(scaffold);
        var names = new Names[genes];
        for (var i = 0; i < genes; i++)
            names[i] =
                lines[i].Split('\t') is { Length: Cells } cells && cells[0].Length > 0
                    ? new Names(cells[0], OrNull(cells[1]), OrNull(cells[2]))
                    : throw NoLines(scaffold);
        return names;
    }

    public void Dispose()
    {
        if (_names.IsValueCreated)
            _names.Value.Dispose();
    }

    private static string? OrNull(string cell) => cell.Length == 0 ? null : cell;

    private GlmException NoLines(int scaffold) =>
        CorpusDamage.In(
            _corpus.PathOf(CorpusArray.GeneNames),
            $"scaffold {scaffold} has not one line for each gene, of id, locus tag and name"
        );

    private bool CheckPlaces()
    {
        var (starts, ends) = (CorpusArray.GeneStarts(_corpus.Limits.MaxGenes), CorpusArray.GeneEnds(_corpus.Limits.MaxGenes));
        _corpus.Compare(starts, ends);
        for (var window = 0; window < _corpus.WindowCount; window++)
        {
            var genes = _corpus.ProteinsOf(window).Length;
            var left = _starts[window];
            var right = _ends[window];
            if (left[genes..].ContainsAnyExcept(0) || left.ContainsAnyExceptInRange(0, int.MaxValue))
                throw CorpusDamage.In(_corpus.PathOf(starts), $"window {window} has genes that begin nowhere");
            for (var i = 0; i < right.Length; i++)
                if (right[i] < 0 || right[i] == 0 != (left[i] == 0))
                    throw CorpusDamage.In(_corpus.PathOf(ends), $"window {window} has genes that end nowhere");
        }
        return true;
    }

    private FileStream OpenNames()
    {
        _corpus.Compare(CorpusArray.GeneOffsets, CorpusArray.GeneNames);
        var last = 0L; // the first line is a header
        for (var scaffold = 0L; scaffold < _offsets.Rows; last = _offsets[scaffold++][0])
            if (_offsets[scaffold][0] is var offset && (offset <= last || offset >= _nameBytes || offset - last > Array.MaxLength))
                throw CorpusDamage.In(
                    _corpus.PathOf(CorpusArray.GeneOffsets),
                    $"the names of scaffold {scaffold} cannot begin at byte {offset}"
                );
        if (_nameBytes - last > Array.MaxLength)
            throw CorpusDamage.In(_corpus.PathOf(CorpusArray.GeneNames), "the names of the last scaffold do not end");
        return StoredFile.Open(
            _corpus.PathOf(CorpusArray.GeneNames),
            new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0 }
        );
    }
}
