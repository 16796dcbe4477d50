using System.Globalization;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>Searches with an installed MMseqs2 (Steinegger and Söding 2017), found on PATH.</summary>
public sealed class MmseqsSearch : IHomologyEngine
{
    /// <summary>How to get it where it is not installed.</summary>
    public const string Installation = "apt-get install mmseqs2, or conda install -c bioconda mmseqs2";

    /// <summary>MMseqs2's own default.</summary>
    private const string Sensitivity = "-s 5.7";

    private const string Targets = "targets";

    private static readonly string[] Quiet = ["-v", "1"];

    /// <summary>MMseqs2 ends where no target has a word to look up; this one, behind all others, has some.</summary>
    private static readonly Protein Guard = new("guard", "MKHWDCEYRFNQPGTSILVAKWMHDYCEFRNGQPSTVILAHKMWCYDFERQNGPTSLIVA");

    private readonly string _program;

    private MmseqsSearch(string program, string version) => (_program, Name) = (program, version);

    /// <summary>Name and version, for example "MMseqs2 14-7e284".</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public string Settings => Sensitivity;

    /// <summary>The program that PATH has; null if it has none.</summary>
    public static MmseqsSearch? Find()
    {
        if (ExternalProgram.Find("mmseqs") is not { } program)
            return null;
        var version = ExternalProgram.VersionOf(program, "version").Trim();
        return version.Length > 0 ? new MmseqsSearch(program, $"MMseqs2 {version}") : null;
    }

    /// <inheritdoc/>
    public IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default) =>
        SearchFiles.Index(
            targets.All().Append(Guard),
            targets.Count,
            (folder, fasta) =>
                ExternalProgram.Run(
                    _program,
                    ["createdb", fasta, Path.Combine(folder, Targets), "--dbtype", "1", .. Quiet],
                    "Homology search",
                    cancellation: cancellation
                ),
            folder => new MmseqsIndex(_program, folder, targets.Count, options),
            cancellation
        );

    private static string Threads(HomologyOptions options) => options.Threads.ToString(CultureInfo.InvariantCulture);

    private sealed class MmseqsIndex(string program, TemporaryPath folder, int targets, HomologyOptions options) : IHomologyIndex
    {
        private const string Columns = "query,target,bits,evalue,nident,alnlen,qstart,qend,tstart,tend";

        public HomologyHit[] Search(
            IReadOnlyList<Protein> queries,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        )
        {
            if (queries.Count == 0 || targets == 0)
                return [];
            using var own = TemporaryPath.In(folder.Path);
            string Place(string name) => Path.Combine(own.Path, name);
            Directory.CreateDirectory(Place("scratch"));
            var database = Path.Combine(folder.Path, Targets);
            SearchFiles.Write(Place("queries.faa"), queries, cancellation);
            Run(["createdb", Place("queries.faa"), Place("queries"), "--dbtype", "1"]);
            string[] between = [Place("queries"), database, Place("found")];
            Run([
                "search",
                .. between,
                Place("scratch"),
                .. Sensitivity.Split(' '),
                "-e",
                options.MaxEValue.ToString("R", CultureInfo.InvariantCulture),
                "--max-seqs",
                options.MaxTargets.ToString(CultureInfo.InvariantCulture),
                "--alignment-mode",
                "3", // with identities
                "-a",
                "1", // and counted ones
                "--threads",
                Threads(options),
            ]);
            Run(["convertalis", .. between, Place("hits.tsv"), "--format-output", Columns, "--threads", Threads(options)]);
            progress?.Report(new ProgressReport("search homologs", queries.Count, queries.Count, "proteins"));
            // It lets proteins find themselves whatever the e-value, and scores those of X alone without end.
            return Array.FindAll(SearchFiles.Read(Place("hits.tsv"), "mmseqs"), hit =>
                hit.Target < targets && hit.EValue <= options.MaxEValue && IsKnown(queries[hit.Query])
            );

            static bool IsKnown(Protein protein) => protein.Sequence.AsSpan().ContainsAnyExcept('X');

            void Run(IEnumerable<string> arguments) =>
                ExternalProgram.Run(program, [.. arguments, .. Quiet], "Homology search", cancellation: cancellation);
        }

        public void Dispose() => folder.Dispose();
    }
}
