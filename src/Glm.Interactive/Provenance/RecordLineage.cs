namespace Glm.Interactive.Provenance;

/// <summary>Which commands led to a result.</summary>
public static class RecordLineage
{
    /// <summary>The records without which one would not be what it is, itself the last, in the order in which they were run.</summary>
    /// <param name="records">All of the session, in the order in which they were run.</param>
    /// <param name="target">One of them.</param>
    public static IReadOnlyList<CommandRecord> Of(IReadOnlyList<CommandRecord> records, CommandRecord target)
    {
        var at = records.Index().Last(item => ReferenceEquals(item.Item, target)).Index;
        var (needed, open) = (new SortedSet<int> { at }, new Stack<int>([at]));
        while (open.TryPop(out var next))
            foreach (var before in Before(records, next))
                if (needed.Add(before))
                    open.Push(before);
        return [.. needed.Select(i => records[i])];
    }

    /// <summary>The places of the records that a record directly builds on: they made what it used, or wrote what it read.</summary>
    internal static IEnumerable<int> Before(IReadOnlyList<CommandRecord> records, int at)
    {
        var record = records[at];
        var makers = record
            .Uses.Where(use => use.MadeBy is not null)
            .Select(use => LastBefore(earlier => earlier.Id == use.MadeBy && earlier.Makes.Count > 0));
        var writers = record.Inputs.Select(input =>
            LastBefore(earlier => earlier.Outputs.Any(output => output.Path == input.Path && output.Sha256 == input.Sha256))
        );
        return makers.Concat(writers).Where(i => i >= 0).Distinct().Order();

        int LastBefore(Func<CommandRecord, bool> fits)
        {
            for (var i = at - 1; i >= 0; i--)
                if (fits(records[i]))
                    return i;
            return -1;
        }
    }

    /// <summary>
    /// The line that runs a record again in a session that holds only what leads to it: what the command took as the newest of its type
    /// is named.
    /// </summary>
    public static string Replay(CommandRecord record, IReadOnlyList<CommandRecord> before)
    {
        var line = record.Line;
        foreach (var use in record.Uses.Where(use => use is { Option: not null, IsNamed: false }))
        {
            var maker = before.LastOrDefault(earlier => earlier.Id == use.MadeBy);
            var isThere = maker?.Makes.Any(made => made.Variable == use.Variable) == true;
            if (isThere)
                line += $" {use.Option} {use.Variable}";
        }
        return line;
    }
}
