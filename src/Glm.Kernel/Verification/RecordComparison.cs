using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>Compares what a command made with what it makes now.</summary>
internal static class RecordComparison
{
    // What these show is the machine's affair.
    private static readonly string[] OfMachine = ["doctor", "cache", "runs"];

    public static bool TellsOfMachine(CommandRecord record) =>
        OfMachine.Any(name => record.Line.StartsWith($"#!glm {name}", StringComparison.Ordinal));

    /// <param name="place">Begins the names of findings.</param>
    /// <param name="recorded">As it was.</param>
    /// <param name="now">As it is.</param>
    /// <param name="tolerance">The largest relative difference that counts as equal; 0 for none.</param>
    public static IEnumerable<Finding> Compare(string place, CommandRecord recorded, CommandRecord now, double tolerance)
    {
        foreach (var made in recorded.Makes)
        {
            var name = $"{place}, {LineText.Shown(made.Variable, 60)}";
            yield return now.Makes.FirstOrDefault(again => again.Variable == made.Variable) is { } other
                ? ContentComparison.Compare(name, made.Content, other.Content, tolerance)
                : new Finding(name, Verdict.Different, "this result is not made any more");
        }
    }

    /// <summary>How two runs differ in what decides about the last bits of a result, in words; empty where they do not.</summary>
    public static string Difference(IReadOnlyList<CommandRecord> recorded, IReadOnlyList<CommandRecord> now) =>
        recorded.Zip(now).Select(pair => Difference(pair.First.Runtime, pair.Second.Runtime)).FirstOrDefault(text => text.Length > 0, "");

    private static string Difference(RuntimeFacts recorded, RuntimeFacts now) =>
        new (string Name, string Was, string Is)[]
        {
            ("threads", $"{recorded.Threads}", $"{now.Threads}"),
            ("device", recorded.Device, now.Device),
            ("processor", recorded.Processor, now.Processor),
            ("libtorch", recorded.LibTorch, now.LibTorch),
            ("program", recorded.Program, now.Program),
            (".NET", recorded.DotNet, now.DotNet),
            ("system", recorded.System, now.System),
        }
            .Where(fact => fact.Was != fact.Is && fact is not ({ Name: "threads", Was: "0" } or { Name: "threads", Is: "0" }))
            .Select(fact => $"{fact.Name} {LineText.Shown(fact.Was, 60)} on record, {LineText.Shown(fact.Is, 60)} here")
            .FirstOrDefault("");
}
