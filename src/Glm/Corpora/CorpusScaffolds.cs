using System.Collections.Concurrent;
using System.Globalization;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// The scaffolds and genomes of a corpus as objects, each made when it is first asked for. Genes have their ids, locus tags, symbols and
/// bases where the corpus keeps them, and are otherwise named for their places; proteins are named for their sequences. Safe for
/// concurrent use; borrows the corpus.
/// </summary>
internal sealed class CorpusScaffolds : IWindowPlaces
{
    private readonly Corpus _corpus;
    private readonly Lazy<Row[]> _rows;
    private readonly Lazy<Dictionary<string, List<int>>> _rowsOfGenomes;
    private readonly ConcurrentDictionary<string, Genome> _genomes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Scaffold> _scaffolds = new();

    public CorpusScaffolds(Corpus corpus)
    {
        _corpus = corpus;
        _rows = new Lazy<Row[]>(ReadRows);
        _rowsOfGenomes = new Lazy<Dictionary<string, List<int>>>(GroupRows);
    }

    /// <summary>A line of <c>scaffolds.tsv</c>.</summary>
    private readonly record struct Row(string Id, string GenomeId, string Lineage, int FirstWindow, int Windows);

    /// <summary>Number of genomes with at least one window.</summary>
    public int GenomeCount => _rowsOfGenomes.Value.Count;

    public string Source => _corpus.Folder;

    public int WindowCount => _corpus.WindowCount;

    public int LengthOf(int window) => _corpus.ProteinsOf(window).Length;

    public int ScaffoldOf(int window) => _corpus.ScaffoldOf(window);

    /// <summary>The id of a scaffold, as its file had it.</summary>
    public string ScaffoldId(int scaffold) => _rows.Value[scaffold].Id;

    public string GenomeIdOf(int scaffold) => _rows.Value[scaffold].GenomeId;

    public Lineage? LineageOf(int scaffold) => LineageOf(_rows.Value[scaffold]);

    public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold)
    {
        var row = _rows.Value[scaffold];
        var hashes = new List<UInt128>(StartOf(row.Windows - 1) + _corpus.ProteinsOf(row.FirstWindow + row.Windows - 1).Length);
        for (var i = 0; i < row.Windows; i++)
        {
            var proteins = _corpus.ProteinsOf(row.FirstWindow + i);
            for (var gene = hashes.Count - StartOf(i); gene < proteins.Length; gene++) // overlapping windows share genes
                hashes.Add(_corpus.HashOf(proteins[gene]));
        }
        return hashes;
    }

    /// <summary>The genome of a window's scaffold: its lineage, and those of its scaffolds that have a window.</summary>
    public Genome GenomeOf(int window)
    {
        var row = _rows.Value[_corpus.ScaffoldOf(window)];
        return _genomes.GetOrAdd(row.GenomeId, id => new Genome(id, [.. _rowsOfGenomes.Value[id].Select(ScaffoldAt)], LineageOf(row)));
    }

    private Lineage? LineageOf(Row row)
    {
        try
        {
            return TaxonomyTableReader.ParseLineage(row.Lineage);
        }
        catch (FormatException exception)
        {
            var line = Array.IndexOf(_rows.Value, row) + 2;
            throw CorpusDamage.In($"{_corpus.PathOf(CorpusArray.Scaffolds)}:{line}", $"it has no lineage ({exception.Message})");
        }
    }

    /// <summary>A window with its scaffold, of which genes that no window covers are missing at the end.</summary>
    public GeneWindow Window(int window)
    {
        var scaffold = _corpus.ScaffoldOf(window);
        return new GeneWindow(
            ScaffoldAt(scaffold),
            StartOf(window - _rows.Value[scaffold].FirstWindow),
            _corpus.ProteinsOf(window).Length
        );
    }

    /// <summary>How many genes that some window covers lie on the window's scaffold before it and after it.</summary>
    public (int Before, int After) RoomAround(int window)
    {
        var row = _rows.Value[_corpus.ScaffoldOf(window)];
        var start = StartOf(window - row.FirstWindow);
        var last = row.FirstWindow + row.Windows - 1;
        var end = StartOf(row.Windows - 1) + _corpus.ProteinsOf(last).Length;
        return (start, Math.Max(0, end - start - _corpus.ProteinsOf(window).Length));
    }

    /// <summary>The genes of a window that begins some places further on its scaffold.</summary>
    /// <param name="window">Whose number of genes is read.</param>
    /// <param name="shift">Within <see cref="RoomAround"/>.</param>
    /// <param name="proteins">One per gene.</param>
    /// <param name="strands">One per gene.</param>
    public void GenesAt(int window, int shift, out ReadOnlySpan<int> proteins, out ReadOnlySpan<sbyte> strands)
    {
        var row = _rows.Value[_corpus.ScaffoldOf(window)];
        var length = _corpus.ProteinsOf(window).Length;
        var (numbers, directions) = (new int[length], new sbyte[length]);
        var place = StartOf(window - row.FirstWindow) + shift;
        for (var filled = 0; filled < length; )
        {
            var part = Math.Min((place + filled) / _corpus.Limits.Step, row.Windows - 1);
            var skipped = place + filled - StartOf(part);
            var genes = _corpus.ProteinsOf(row.FirstWindow + part);
            var count = Math.Min(genes.Length - skipped, length - filled);
            if (count <= 0)
                throw CorpusDamage.In(
                    Path.Combine(_corpus.Folder, CorpusArray.WindowsName),
                    $"window {row.FirstWindow + part} is shorter than it was made"
                );
            genes.Slice(skipped, count).CopyTo(numbers.AsSpan(filled));
            _corpus.StrandsOf(row.FirstWindow + part).Slice(skipped, count).CopyTo(directions.AsSpan(filled));
            filled += count;
        }
        proteins = numbers;
        strands = directions;
    }

    private int StartOf(int windowOfScaffold) => windowOfScaffold * _corpus.Limits.Step;

    /// <summary>All genes in windows by number; proteins have the numbers of the corpus.</summary>
    public GeneOrder ToGeneOrder()
    {
        var lineages = new Dictionary<string, Lineage?>(StringComparer.Ordinal);
        var scaffolds = new List<ScaffoldPlace>(_rows.Value.Length);
        var genes = new List<GenePlace>();
        foreach (var row in _rows.Value)
        {
            if (!lineages.TryGetValue(row.Lineage, out var lineage))
                lineages.Add(row.Lineage, lineage = TaxonomyTableReader.ParseLineage(row.Lineage));
            var first = genes.Count;
            for (var i = 0; i < row.Windows; i++)
            {
                var proteins = _corpus.ProteinsOf(row.FirstWindow + i);
                var strands = _corpus.StrandsOf(row.FirstWindow + i);
                var starts = _corpus.KeepsGenes ? _corpus.StartsOf(row.FirstWindow + i) : default;
                var ends = _corpus.KeepsGenes ? _corpus.EndsOf(row.FirstWindow + i) : default;
                for (var gene = genes.Count - first - StartOf(i); gene < proteins.Length; gene++) // overlapping windows share genes
                    genes.Add(
                        starts.IsEmpty
                            ? new GenePlace(proteins[gene], (Strand)strands[gene])
                            : new GenePlace(proteins[gene], (Strand)strands[gene], starts[gene], ends[gene])
                    );
            }
            scaffolds.Add(new ScaffoldPlace(row.Id, row.GenomeId, lineage, IsCircular: false, genes.Count - first));
        }
        return new GeneOrder(_corpus.Folder, _corpus.ProteinCount, scaffolds, genes);
    }

    private Scaffold ScaffoldAt(int number) => _scaffolds.GetOrAdd(number, _ =>
        {
            var row = _rows.Value[number];
            var genes = new List<Gene>();
            for (var i = 0; i < row.Windows; i++)
            {
                var proteins = _corpus.ProteinsOf(row.FirstWindow + i);
                var strands = _corpus.StrandsOf(row.FirstWindow + i);
                var starts = _corpus.KeepsGenes ? _corpus.StartsOf(row.FirstWindow + i) : default;
                var ends = _corpus.KeepsGenes ? _corpus.EndsOf(row.FirstWindow + i) : default;
                for (var gene = genes.Count - StartOf(i); gene < proteins.Length; gene++) // overlapping windows share genes
                {
                    var isPlaced = !starts.IsEmpty && starts[gene] > 0;
                    genes.Add(
                        new Gene($"{row.Id}:{genes.Count + 1}", (Strand)strands[gene], _corpus.NameOf(proteins[gene]))
                        {
                            Start = isPlaced ? starts[gene] : null,
                            End = isPlaced ? ends[gene] : null,
                        }
                    );
                }
            }
            if (_corpus.KeepsGenes)
            {
                var names = _corpus.Genes.NamesOf(number, genes.Count);
                for (var i = 0; i < names.Length; i++)
                    genes[i] = genes[i] with { Id = names[i].Id, LocusTag = names[i].LocusTag, Name = names[i].Symbol };
            }
            return new Scaffold(row.Id, genes, row.GenomeId);
        });

    /// <summary>All genes in windows as a set in memory; scaffolds keep their order.</summary>
    public ScaffoldSet ToScaffoldSet(IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        if (_rows.Value.Length == 0)
            throw new GlmException($"{_corpus.Folder}: the corpus is still empty, and has no genes. Add genome files to it first.");
        var genomes = new List<Genome>();
        var windows = new List<GeneWindow>(_corpus.WindowCount);
        var (genomeIds, scaffoldIds, geneIds) = (new UniqueNames(), new UniqueNames(), new HashSet<string>(StringComparer.Ordinal));
        for (var first = 0; first < _rows.Value.Length; )
        {
            // Those of another file of the same name are another genome, as when both are loaded.
            var row = _rows.Value[first];
            var id = genomeIds.Take(row.GenomeId);
            var scaffolds = new List<Scaffold>();
            for (; first < _rows.Value.Length && _rows.Value[first].GenomeId == row.GenomeId; first++)
            {
                cancellation.ThrowIfCancellationRequested();
                scaffolds.Add(Unique(first, id));
            }
            genomes.Add(new Genome(id, scaffolds, LineageOf(row)));
        }
        return new ScaffoldSet(_corpus.Folder, genomes, Proteins(progress, cancellation), windows, [])
        {
            Ledger = new LoadLedger { NotKept = NotKept() is { } sentence ? [sentence] : [] },
        };

        Scaffold Unique(int number, string genome)
        {
            var row = _rows.Value[number];
            var id = scaffoldIds.TryTake(row.Id) ? row.Id : scaffoldIds.Take($"{genome}|{row.Id}");
            var genes = ScaffoldAt(number).Genes.ToArray();
            for (var i = 0; i < genes.Length; i++)
                if (!geneIds.Add(genes[i].Id))
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{genes[i].Id}@{id}:{i + 1}");
                    geneIds.Add(place);
                    genes[i] = genes[i] with { Id = place };
                }
            var scaffold = new Scaffold(id, genes, genome);
            for (var i = 0; i < row.Windows; i++)
                windows.Add(new GeneWindow(scaffold, StartOf(i), _corpus.ProteinsOf(row.FirstWindow + i).Length));
            return scaffold;
        }
    }

    private Dictionary<string, Protein> Proteins(IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        const int Block = 8192;
        var proteins = new Dictionary<string, Protein>(_corpus.ProteinCount, StringComparer.Ordinal);
        for (var first = 0; first < _corpus.ProteinCount; first += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var protein in _corpus.Proteins(first, Block))
                proteins.Add(protein.Id, protein);
            progress?.Report(new ProgressReport("read corpus", proteins.Count, _corpus.ProteinCount, "proteins"));
        }
        return proteins;
    }

    /// <summary>What an analysis of whole genomes has to say of a corpus; null for nothing.</summary>
    private string? NotKept()
    {
        if (!_corpus.KeepsGenes)
            return "The corpus was made before corpora kept coordinates and names of genes, and has none; nor has it pseudogenes, or "
                + "genes outside of windows.";
        var (uncovered, untranslated) = (
            _corpus.Steps.Sum(step => step.UncoveredGenes),
            _corpus.Steps.Sum(step => step.UntranslatedGenes)
        );
        var missing = new List<string>();
        if (uncovered > 0)
            missing.Add($"{Count(uncovered)} on short scaffolds or at the ends of others, which no window covers");
        if (untranslated > 0)
            missing.Add(
                $"{Count(untranslated)} without a protein, pseudogenes most often: those on either side of one count as neighbours"
            );
        return missing.Count == 0 ? null : $"Not in the corpus: {string.Join("; ", missing)}.";

        static string Count(long genes) => genes == 1 ? "1 gene" : string.Create(CultureInfo.InvariantCulture, $"{genes:N0} genes");
    }

    /// <summary>Names, of which one that was taken before gets a number.</summary>
    private sealed class UniqueNames
    {
        private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _lastNumber = new(StringComparer.Ordinal);

        public bool TryTake(string name) => _taken.Add(name);

        public string Take(string name)
        {
            var unique = name;
            while (!_taken.Add(unique))
            {
                var number = _lastNumber[name] = _lastNumber.GetValueOrDefault(name, 1) + 1;
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}|{number}");
            }
            return unique;
        }
    }

    private Row[] ReadRows()
    {
        var path = _corpus.PathOf(CorpusArray.Scaffolds);
        using var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite });
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // the header
        var rows = new Row[_corpus.ScaffoldCount];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Parse(reader.ReadLine(), i)
                ?? throw CorpusDamage.In($"{path}:{i + 2}", "this line is not a scaffold with its genome, lineage and windows");
        return rows;
    }

    /// <summary>A line, whose windows must be those that the corpus has for this scaffold.</summary>
    private Row? Parse(string? line, int scaffold)
    {
        if (line?.Split('\t') is not [var id, var genome, var lineage, var first, var windows])
            return null;
        return
            int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var firstWindow)
            && int.TryParse(windows, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
            && (long)firstWindow + count <= _corpus.WindowCount
            && _corpus.ScaffoldOf(firstWindow) == scaffold
            && _corpus.ScaffoldOf(firstWindow + count - 1) == scaffold
            ? new Row(id, genome, lineage, firstWindow, count)
            : null;
    }

    private Dictionary<string, List<int>> GroupRows()
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < _rows.Value.Length; i++)
            if (groups.TryGetValue(_rows.Value[i].GenomeId, out var known))
                known.Add(i);
            else
                groups.Add(_rows.Value[i].GenomeId, [i]);
        return groups;
    }
}
