using System.Globalization;
using System.IO.Enumeration;
using Glm.Kernel.Jupyter.Messages;

namespace Glm.Kernel.Jupyter;

/// <summary>The cells that ran since the kernel started, with their values as text. It does not survive a restart.</summary>
internal sealed class SessionHistory
{
    private const int Session = 1;
    private const int LongestEntry = 100_000;

    private readonly List<(int Count, string Code, string? Value)> _entries = [];

    /// <param name="count">The cell's number.</param>
    /// <param name="code">The cell.</param>
    /// <param name="value">Its value as text, <see cref="Short"/>; null for none.</param>
    public void Add(int count, string code, string? value) => _entries.Add((count, Short(code), value));

    /// <summary>What is kept of a text: what nobody types is not.</summary>
    public static string Short(string text) =>
        text.Length <= LongestEntry
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, LongestEntry)}… // {text.Length:N0} characters");

    /// <summary>The cells that a <c>history_request</c> asks for, oldest first.</summary>
    public IReadOnlyList<HistoryRow> Find(HistoryRequest request)
    {
        var most = Math.Max(0, request.N ?? int.MaxValue);
        IEnumerable<(int Count, string Code, string? Value)> chosen = _entries;
        switch (request.HistAccessType)
        {
            case "range":
                var (start, stop) = (request.Start ?? 0, request.Stop ?? int.MaxValue);
                // 0 is the session that runs; sessions before it are not kept.
                chosen = (request.Session ?? 0) is 0 or Session ? chosen.Where(entry => entry.Count >= start && entry.Count < stop) : [];
                break;
            case "search":
                var pattern = request.Pattern ?? "*";
                chosen = chosen.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Code, ignoreCase: false));
                if (request.Unique ?? false)
                    chosen = chosen.Reverse().DistinctBy(entry => entry.Code).Reverse();
                chosen = chosen.TakeLast(most);
                break;
            default: // "tail", and where nothing is said
                chosen = chosen.TakeLast(most);
                break;
        }
        return [.. chosen.Select(entry => new HistoryRow(Session, entry.Count, entry.Code, request.Output ?? false, entry.Value))];
    }
}
