using Glm.Genomes;

namespace Glm.Features;

/// <summary>Where the windows of a scaffold set lie. Scaffolds are numbered in the order in which windows first lie on them.</summary>
internal sealed class ScaffoldSetPlaces : IWindowPlaces
{
    private readonly ScaffoldSet _set;
    private readonly int[] _scaffoldOfWindow;
    private readonly List<Scaffold> _scaffolds = [];
    private readonly Lazy<ILookup<int, GeneWindow>> _windows;

    public ScaffoldSetPlaces(ScaffoldSet set)
    {
        _set = set;
        _windows = new(() => set.Windows.Index().ToLookup(window => _scaffoldOfWindow![window.Index], window => window.Item));
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _scaffoldOfWindow = new int[set.Windows.Count];
        for (var window = 0; window < _scaffoldOfWindow.Length; window++)
        {
            var scaffold = set.Windows[window].Scaffold;
            if (!numbers.TryGetValue(scaffold.Id, out _scaffoldOfWindow[window]))
            {
                numbers.Add(scaffold.Id, _scaffoldOfWindow[window] = _scaffolds.Count);
                _scaffolds.Add(scaffold);
            }
        }
    }

    /// <summary>Those with a window, by number.</summary>
    public IReadOnlyList<Scaffold> Scaffolds => _scaffolds;

    public string Source => _set.Source;

    public int WindowCount => _scaffoldOfWindow.Length;

    public int LengthOf(int window) => _set.Windows[window].Length;

    public int ScaffoldOf(int window) => _scaffoldOfWindow[window];

    public string ScaffoldId(int scaffold) => _scaffolds[scaffold].Id;

    public string GenomeIdOf(int scaffold) => _scaffolds[scaffold].GenomeId;

    public Lineage? LineageOf(int scaffold) => _set.GenomeOf(_scaffolds[scaffold]).Lineage;

    public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold)
    {
        var genes = _scaffolds[scaffold].Genes;
        var isCovered = new bool[genes.Count];
        foreach (var window in _windows.Value[scaffold])
            isCovered.AsSpan(window.Start, window.Length).Fill(true);
        return ProteinHashes.Of(genes.Where((_, i) => isCovered[i]), _set);
    }
}
