namespace Glm.Formats.Labels;

/// <summary>Counts, column by column, the rows whose text names a gene, and in which way.</summary>
internal sealed class IdColumns(GeneIndex genes)
{
    private const int Examples = 3;

    private readonly List<Column> _columns = [];

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Columns so far.</summary>
    public int Count => _columns.Count;

    public void Add(LabelRow row)
    {
        Rows++;
        while (_columns.Count < row.Cells.Count)
            _columns.Add(new Column());
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var (column, cell) = (_columns[i], row.Cells[i]);
            var (ways, isWhole) = genes.WaysOf(cell);
            if (ways != 0)
            {
                column.Matched++;
                column.Score += isWhole ? 2 : 1; // words of a description may happen to be gene symbols
                column.FirstNames |= Rows == 1;
            }
            for (var key = 0; key < GeneIndex.Keys; key++)
                column.ByKey[key] += (ways >> key) & 1;
            if (column.Texts.Count < Examples && cell.Length > 0 && !column.Texts.Contains(cell))
                column.Texts.Add(cell);
        }
    }

    /// <summary>Whether the first row names a gene in a column.</summary>
    public bool FirstNames(int column) => column < _columns.Count && _columns[column].FirstNames;

    /// <summary>Rows whose text in a column names a gene.</summary>
    public int MatchedRows(int column) => column < _columns.Count ? _columns[column].Matched : 0;

    /// <summary>The first few texts of a column.</summary>
    public IReadOnlyList<string> ExamplesOf(int column) => column < _columns.Count ? _columns[column].Texts : [];

    /// <summary>The keys, that of most rows of a column first; of equal ones the surer.</summary>
    public GeneKey[] KeysOf(int column) => [.. Enum.GetValues<GeneKey>().OrderByDescending(key => _columns[column].ByKey[(int)key])];

    /// <summary>
    /// The column, other than some, of which most rows name a gene, texts that are ids counting twice those that only hold one; of equal
    /// ones that whose key is the surest, and then the leftmost.
    /// </summary>
    public int Best(IEnumerable<int> others) =>
        Enumerable
            .Range(0, Count)
            .Except(others)
            .OrderByDescending(column => _columns[column].Score)
            .ThenBy(column => (int)KeysOf(column)[0])
            .FirstOrDefault();

    private sealed class Column
    {
        public int Matched { get; set; }

        public long Score { get; set; }

        public bool FirstNames { get; set; }

        public int[] ByKey { get; } = new int[GeneIndex.Keys];

        public List<string> Texts { get; } = [];
    }
}
