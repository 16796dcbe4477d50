using System.IO.Compression;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Charts;

/// <summary>
/// Decides which output of a notebook carries Plotly.js (1.5 MB), so that a document holds it once and every chart finds it.
/// A host keeps one per notebook, makes it <see cref="Current"/> on the thread that runs the cells, and brackets each cell with
/// <see cref="BeginCell"/> and <see cref="EndCell"/>. Where no host does so, every chart carries its own. Thread-safe.
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
    /// The loader of the notebook whose cell runs in this flow of execution (threads and tasks inherit it); null for none.
    /// </summary>
    public static ChartLoader? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>
    /// Says which cell runs from now on. Its earlier output is about to vanish: if that output held Plotly.js, the next chart brings it
    /// again.
    /// </summary>
    /// <param name="key">
    /// Names the cell for as long as the notebook is open; a cell's id, not its execution count. Empty where nothing tells one cell from
    /// another: any
    /// earlier output may then be the one that vanishes, and each cell with charts carries its own.
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
    /// Call after the cell. If the cell used to hold Plotly.js, drew no chart this time, and charts of other cells still need it, then the
    /// result is an invisible output to be added to this cell; else null.
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

    /// <summary>The script for a chart that is about to be shown: Plotly.js, or nothing if an output already has it.</summary>
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
