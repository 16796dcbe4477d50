using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Glm.Interactive.Provenance;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;

namespace Glm.Kernel.Notebooks;

/// <summary>What a reader needs to repeat a run: name and value, in display order. Holds no user name and no folder.</summary>
public sealed partial record Provenance(IReadOnlyList<(string Name, string Value)> Facts)
{
    /// <summary>The verdict of running the notebook again, where that gave the same; null otherwise.</summary>
    public string? Verified { get; init; }

    /// <summary>What was done, in words; null where no command is on record.</summary>
    public Methods? Methods { get; init; }

    /// <summary>The facts of a notebook that was run before, as its records have them.</summary>
    /// <param name="notebook">Holds its outputs.</param>
    /// <param name="verified">See <see cref="Verified"/>.</param>
    public static Provenance OfRecords(NotebookDocument notebook, string verified)
    {
        var records = RecordedOutput.RecordsOf(notebook);
        List<(string, string)> facts = [("Notebook", Path.GetFileName(notebook.Path)), ("SHA-256", notebook.Sha256)];
        if (records.Count > 0 && records[^1] is var last)
            facts.AddRange([
                ("Started", Stamp(records[0].Started)),
                ("Ended", Stamp(last.Started.AddSeconds(last.Seconds))),
                ("Glm.Interactive", last.Runtime.Program),
                ("TorchSharp", last.Runtime.TorchSharp),
                (".NET", last.Runtime.DotNet),
                ("System", last.Runtime.System),
                ("Processor", last.Runtime.Processor),
            ]);
        facts.Add(("Verified", verified));
        return new Provenance(facts) { Verified = verified };
    }

    /// <summary>Collects the facts of a run that has ended.</summary>
    /// <param name="notebook">The notebook that was run.</param>
    /// <param name="run">How it went.</param>
    /// <param name="parameters">What was given on the command line.</param>
    /// <param name="variables">The notebook's variables; whole numbers whose name ends in "seed" are kept.</param>
    public static Provenance Of(
        NotebookDocument notebook,
        NotebookRun run,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyList<CellVariable> variables
    )
    {
        List<(string, string)> facts =
        [
            ("Notebook", Path.GetFileName(notebook.Path)),
            ("SHA-256", notebook.Sha256),
            ("Started", Stamp(run.Started)),
            ("Ended", Stamp(run.Ended)),
            ("Duration", (run.Ended - run.Started).ToString(@"h\:mm\:ss\.f", CultureInfo.InvariantCulture)),
            ("Outcome", OutcomeOf(run)),
            .. OfThisMachine(),
        ];
        facts.AddRange(
            parameters.Select(pair => ($"Parameter {pair.Key}", Path.IsPathRooted(pair.Value) ? Path.GetFileName(pair.Value) : pair.Value))
        );
        facts.AddRange(
            variables
                .Where(variable =>
                    variable.Name.EndsWith("seed", StringComparison.OrdinalIgnoreCase) && variable.Value is int or long or uint or ulong
                )
                .Select(variable => ($"Seed {variable.Name}", Convert.ToString(variable.Value, CultureInfo.InvariantCulture)!))
        );
        var given = notebook
            .Cells.Where(cell => cell.IsCode)
            .SelectMany(cell => SeedOption().Matches(cell.Source))
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")
            .Distinct()
            .ToArray();
        if (given.Length > 0)
            facts.Add(("Seeds of commands", string.Join(", ", given)));
        return new Provenance(facts);
    }

    /// <summary>How a run ended, in a few words.</summary>
    internal static string OutcomeOf(NotebookRun run) =>
        run.Succeeded ? "all cells ran"
        : run.Interrupted ? $"interrupted in cell [{run.FailedCell}]"
        : $"failed in cell [{run.FailedCell}]";

    /// <summary>Versions, system and processor.</summary>
    internal static IEnumerable<(string Name, string Value)> OfThisMachine() =>
        [
            ("Glm.Interactive", VersionOf("Glm.Interactive")),
            ("TorchSharp", VersionOf("TorchSharp")),
            (".NET", Environment.Version.ToString()),
            ("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
            ("Processor", $"{RuntimeFacts.Now().Processor}, {Environment.ProcessorCount} threads"),
        ];

    /// <summary>A moment as reports write it.</summary>
    internal static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    internal static string VersionOf(string assembly)
    {
        var path = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator)
            .FirstOrDefault(candidate => Path.GetFileNameWithoutExtension(candidate) == assembly);
        return path is null ? "not present" : AssemblyName.GetAssemblyName(path).Version?.ToString(3) ?? "unknown";
    }

    [GeneratedRegex(@"^[ \t]*#!glm[ \t]+(\w+).*?[ \t]--seed[ \t]+(\d+)", RegexOptions.Multiline)]
    private static partial Regex SeedOption();
}
