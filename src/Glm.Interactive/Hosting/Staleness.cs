using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Hosting;

/// <summary>Finds the results of a session whose inputs have changed since: in the session, or on the disk.</summary>
public static class Staleness
{
    /// <param name="session">Made the results.</param>
    /// <param name="variables">What variables hold now.</param>
    /// <param name="withFiles">Whether to look at the files that commands read as well.</param>
    public static IReadOnlyList<StaleValue> Of(CommandSession session, INotebookVariables variables, bool withFiles = true)
    {
        var known = new Dictionary<SessionLine, string?>(ReferenceEqualityComparer.Instance);
        var stale = new List<StaleValue>();
        foreach (var kept in session.Objects)
            if (
                variables.TryGetVariable(kept.Variable, out var now)
                && now is not null
                && session.MakerOf(session.TokenOf(now)) is { } maker
                && Reason(maker) is { } reason
            )
                stale.Add(new StaleValue(kept.Variable, reason));
        return stale;

        string? Reason(SessionLine line)
        {
            if (known.TryGetValue(line, out var reason))
                return reason;
            known[line] = null;
            return known[line] = (withFiles ? ChangedFile(line) : null)
                ?? line.Uses.Select(use => ChangedUse(line, use)).FirstOrDefault(found => found is not null);
        }

        string? ChangedUse(SessionLine line, SessionLine.Use use)
        {
            if (line.Changes(use.Token) || !variables.TryGetVariable(use.Variable, out var now) || now is null)
                return null;
            var (then, later) = (session.MakerOf(use.Token, before: line), session.MakerOf(session.TokenOf(now)));
            if (then == later)
                return then is null
                    ? session.TokenOf(now) == use.Token
                        ? null
                        : $"C# replaced {use.Variable} since"
                    : Reason(then) is not null
                        ? $"it follows from {use.Variable}, which is stale"
                        : null;
            var (old, current) = (Content(then, use.Variable), Content(later, use.Variable));
            return old is not null && old == current ? null
                : session.TokenOf(now) == use.Token ? $"{use.Variable} was trained since"
                : $"{use.Variable} was made anew since";
        }
    }

    private static string? Content(SessionLine? maker, string variable) =>
        maker?.Record!.Makes.FirstOrDefault(made => made.Variable == variable)?.Content.Hash;

    private static string? ChangedFile(SessionLine line)
    {
        foreach (var input in line.Record!.Inputs)
            if (FileHashes.Of(Path.GetFullPath(input.Path, line.Folder), line.Folder) is var now && now?.Sha256 != input.Sha256)
                return $"{input.Path} {(now is null ? "is gone" : "changed since")}";
        return null;
    }
}
