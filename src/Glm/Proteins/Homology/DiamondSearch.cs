using System.Buffers;
using System.Globalization;
using System.Text;
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

    /// <summary>DIAMOND ends where a sequence consists of these alone, and no option of <c>makedb</c> makes it go on.</summary>
    private static readonly SearchValues<char> LettersOfDna = SearchValues.Create("ACGTN");

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
    public IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default)
    {
        // Goes with the program, however that ends.
        var folder = TemporaryPath.In(Path.GetTempPath());
        try
        {
            Directory.CreateDirectory(folder.Path);
            if (targets.Count > 0)
            {
                var fasta = Path.Combine(folder.Path, "targets.faa");
                Write(fasta, targets.All(), cancellation);
                ExternalProgram.Run(
                    _program,
                    ["makedb", "--in", fasta, "-d", Path.Combine(folder.Path, "targets"), "-p", Threads(options)],
                    "Homology search",
                    cancellation: cancellation
                );
                File.Delete(fasta);
            }
            return new DiamondIndex(_program, folder, targets.Count, options);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static string Threads(HomologyOptions options) => options.Threads.ToString(CultureInfo.InvariantCulture);

    /// <summary>Proteins under their numbers: ids can be anything, and DIAMOND cuts them at blanks.</summary>
    private static void Write(string path, IEnumerable<Protein> proteins, CancellationToken cancellation)
    {
        using var file = new StreamWriter(path, append: false, Encoding.ASCII, bufferSize: 1 << 16);
        var number = 0;
        foreach (var protein in proteins)
        {
            cancellation.ThrowIfCancellationRequested();
            Residues.Check(protein);
            file.Write('>');
            file.Write(number++);
            file.Write('\n');
            file.Write(protein.Sequence);
            if (!protein.Sequence.AsSpan().ContainsAnyExcept(LettersOfDna))
                file.Write('X'); // behind all residues that an alignment could hold
            file.Write('\n');
        }
    }

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
            Write(input, queries, cancellation);
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
            HomologyHit[] hits = [.. File.ReadLines(output).Select(Parse)];
            Array.Sort(hits, HomologyHit.InOrder);
            return hits;
        }

        /// <summary>A line of DIAMOND's table, whose positions count from 1 and include both ends.</summary>
        private static HomologyHit Parse(string line)
        {
            var cells = line.Split('\t');
            if (cells.Length != Columns.Length)
                throw new GlmException(
                    $"Homology search: diamond wrote a line of {cells.Length} columns where {Columns.Length} were asked for. Install "
                        + $"another version of it, or search without it."
                );
            return new HomologyHit(
                Number(0),
                Number(1),
                float.Parse(cells[2], CultureInfo.InvariantCulture),
                double.Parse(cells[3], CultureInfo.InvariantCulture),
                Number(4),
                Number(5),
                Number(6) - 1,
                Number(7),
                Number(8) - 1,
                Number(9)
            );

            int Number(int column) => int.Parse(cells[column], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        public void Dispose() => folder.Dispose();
    }
}
