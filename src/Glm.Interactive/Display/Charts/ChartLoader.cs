using System.IO.Compression;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Charts;

/// <summary>
/// Decides which output of a notebook carries Plotly.js (1.5 MB), so that a document holds it once and every chart finds it. A host keeps
/// one per notebook, makes it <see cref="Current"/> on the thread that runs the cells, and brackets each cell with <see cref="BeginCell"/>
/// and <see cref="EndCell"/>. Without such a host, every chart carries its own copy. Thread-safe.
/// </summary>
public sealed class ChartLoader
{
    private static readonly AsyncLocal<ChartLoader?> Ambient = new();
    private static readonly Lazy<string> LoaderScript = new(MakeScript);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _cellsWithCharts = new(StringComparer.Ordinal);
    private string _cell = "";
    private string? _holder;

    /// <summary>
    /// The loader of the notebook whose cell is running; threads and tasks inherit it. Null for none.
    /// </summary>
    public static ChartLoader? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>
    /// Says which cell runs from now on. Its earlier output is about to vanish; if that output held Plotly.js, the next chart carries it
    /// again.
    /// </summary>
    /// <param name="key">
    /// Names the cell for as long as the notebook is open: its id, not its execution count. Empty where nothing tells one cell from
    /// another; any earlier output may then be the one that vanishes, and each cell with charts carries its own copy.
    /// </param>
    public void BeginCell(string key)
    {
        lock (_gate)
        {
            if (key.Length == 0)
                _holder = null;
            _cell = key;
            _cellsWithCharts.Remove(key);
            if (_holder == key)
                _holder = null;
        }
    }

    /// <summary>
    /// Ends the cell. If it used to hold Plotly.js but drew no chart this time, and charts of other cells still need it, the result is an
    /// invisible output to add to the cell; otherwise null.
    /// </summary>
    public MimeBundle? EndCell()
    {
        lock (_gate)
        {
            if (_holder is not null || _cell.Length == 0 || _cellsWithCharts.Count == 0)
                return null;
            _holder = _cell;
        }
        return new MimeBundle("(Plotly.js for the charts of this notebook)", LoaderScript.Value);
    }

    /// <summary>The script that a chart must carry: Plotly.js, or nothing if an output already holds it.</summary>
    internal string Take()
    {
        lock (_gate)
        {
            _cellsWithCharts.Add(_cell);
            if (_holder is not null)
                return "";
            _holder = _cell;
        }
        return LoaderScript.Value;
    }

    private static string MakeScript()
    {
        var assembly = typeof(GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(".min.js", StringComparison.Ordinal));
        using var source = assembly.GetManifestResourceStream(name)!;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            source.CopyTo(gzip);
        return $"<script>({Asset.Text("loader.js")})(\"{Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length)}\");</script>";
    }
}
