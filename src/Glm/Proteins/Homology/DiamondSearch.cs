using System.Globalization;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology;

/// <summary>Searches with an installed DIAMOND (Buchfink, Reuter and Drost 2021), found on PATH.</summary>
public sealed class DiamondSearch : IHomologyEngine
{
    /// <summary>How to get it where it is not installed.</summary>
    public const string Installation = "apt-get install diamond-aligner, or conda install -c bioconda diamond";

    /// <summary>Finds most of what BLAST finds; the modes beyond it take several times as long for a few more remote hits.</summary>
    private const string Sensitivity = "--sensitive";

    private readonly string _program;

    private DiamondSearch(string program, string version) => (_program, Name) = (program, version);

    /// <summary>Name and version, for example "DIAMOND 2.1.3".</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public string Settings => Sensitivity;

    /// <summary>The program that PATH has; null if it has none.</summary>
    public static DiamondSearch? Find()
    {
        if (ExternalProgram.Find("diamond") is not { } program)
            return null;
        // "diamond version 2.1.3"
        var said = ExternalProgram.VersionOf(program, "version").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return said is ["diamond", "version", var version] ? new DiamondSearch(program, $"DIAMOND {version}") : null;
    }

    /// <inheritdoc/>
    public IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default) =>
        SearchFiles.Index(
            targets.All(),
            targets.Count,
            (folder, fasta) =>
                ExternalProgram.Run(
                    _program,
                    ["makedb", "--in", fasta, "-d", Path.Combine(folder, "targets"), "-p", Threads(options)],
                    "Homology search",
                    cancellation: cancellation
                ),
            folder => new DiamondIndex(_program, folder, targets.Count, options),
            cancellation
        );

    private static string Threads(HomologyOptions options) => options.Threads.ToString(CultureInfo.InvariantCulture);

    private sealed class DiamondIndex(string program, TemporaryPath folder, int targets, HomologyOptions options) : IHomologyIndex
    {
        private static readonly string[] Columns =
        [
            "qseqid",
            "sseqid",
            "bitscore",
            "evalue",
            "nident",
            "length",
            "qstart",
            "qend",
            "sstart",
            "send",
        ];

        public HomologyHit[] Search(
            IReadOnlyList<Protein> queries,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        )
        {
            if (queries.Count == 0 || targets == 0)
                return [];
            var (input, output) = (Path.Combine(folder.Path, "queries.faa"), Path.Combine(folder.Path, "hits.tsv"));
            SearchFiles.Write(input, queries, cancellation);
            ExternalProgram.Run(
                program,
                [
                    "blastp",
                    "-q",
                    input,
                    "-d",
                    Path.Combine(folder.Path, "targets"),
                    "-o",
                    output,
                    Sensitivity,
                    "-e",
                    options.MaxEValue.ToString("R", CultureInfo.InvariantCulture),
                    "-k",
                    options.MaxTargets.ToString(CultureInfo.InvariantCulture),
                    "-p",
                    Threads(options),
                    "-t",
                    folder.Path,
                    "-f",
                    "6",
                    .. Columns,
                ],
                "Homology search",
                cancellation: cancellation
            );
            progress?.Report(new ProgressReport("search homologs", queries.Count, queries.Count, "proteins"));
            return SearchFiles.Read(output, "diamond");
        }

        public void Dispose() => folder.Dispose();
    }
}
