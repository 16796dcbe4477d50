using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>The cells that ran since the kernel started, with their values as text. It is not kept over a restart.</summary>
internal sealed class SessionHistory
{
    private const int Session = 1;
    private readonly List<(int Count, string Code, string? Value)> _entries = [];

    public void Add(int count, string code, string? value) => _entries.Add((count, code, value));

    /// <summary>Answers a <c>history_request</c>: rows of session, count, and code or [code, value].</summary>
    public JsonArray Answer(WireMessage request)
    {
        var most = Math.Max(0, request.Number("n", int.MaxValue));
        IEnumerable<(int Count, string Code, string? Value)> chosen = _entries;
        switch (request.Text("hist_access_type", "tail"))
        {
            case "range":
                var (start, stop) = (request.Number("start", 0), request.Number("stop", int.MaxValue));
                // 0 is the session that runs; sessions before it are not kept.
                chosen = request.Number("session", 0) is 0 or Session
                    ? chosen.Where(entry => entry.Count >= start && entry.Count < stop)
                    : [];
                break;
            case "search":
                var pattern = request.Text("pattern", "*");
                chosen = chosen.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Code, ignoreCase: false));
                if (request.Flag("unique", false))
                    chosen = chosen.Reverse().DistinctBy(entry => entry.Code).Reverse();
                chosen = chosen.TakeLast(most);
                break;
            default:
                chosen = chosen.TakeLast(most);
                break;
        }
        var withValues = request.Flag("output", false);
        return new JsonArray([
            .. chosen.Select(entry =>
                (JsonNode)new JsonArray(Session, entry.Count, withValues ? new JsonArray(entry.Code, entry.Value) : entry.Code)
            ),
        ]);
    }
}
