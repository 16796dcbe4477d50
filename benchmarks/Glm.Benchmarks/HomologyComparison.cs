using System.Diagnostics;
using System.Globalization;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Proteins.Homology.BuiltIn;

namespace Glm.Benchmarks;

/// <summary>
/// The built-in homology search and, where it is installed, DIAMOND's sensitive mode, all proteins of a file against all: time, memory,
/// and how many of the other's edges each finds. An edge is a hit below 1e-4 that covers more than 0.4 of both proteins.
/// </summary>
internal static class HomologyComparison
{
    private const double MaxEValue = 1e-4;
    private const double LeastCoverage = 0.4;
    private const int QueriesAtOnce = 20_000;

    /// <param name="path">Proteins, each with an id of its own.</param>
    /// <param name="every">Only every so many proteins are queries; 1 for all.</param>
    /// <param name="threads">For either program.</param>
    public static void Run(string path, int every, int threads)
    {
        var proteins = FastaReader.Read(path);
        var queries = Enumerable.Range(0, proteins.Count).Where(i => i % every == 0).ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{queries.Length} of {proteins.Count} proteins, {proteins.Sum(protein => (long)protein.Sequence.Length)} residues, "
                    + $"{threads} threads"
            )
        );
        Console.WriteLine("| | wall s | CPU s | peak MiB | hits | edges | of the other's edges |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        // First, because the peak of this process grows with what is kept for the comparison.
        var mine = BuiltIn(proteins, queries, threads);
        var theirs = Diamond(proteins, queries, threads);
        Print("built-in", mine, theirs);
        if (theirs is not null)
            Print("DIAMOND --sensitive", theirs, mine);
    }

    private static Result BuiltIn(IReadOnlyList<Protein> proteins, int[] queries, int threads)
    {
        var (clock, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var edges = new HashSet<(int, int)>();
        var hits = 0L;
        var options = new HomologyOptions
        {
            MaxEValue = MaxEValue,
            MaxTargets = 5000,
            Threads = threads,
        };
        using (var index = new BuiltInSearch().Index(new ProteinList(proteins), options))
            foreach (var part in queries.Chunk(QueriesAtOnce))
            foreach (var hit in index.Search([.. part.Select(query => proteins[query])]))
            {
                hits++;
                var (query, target) = (part[hit.Query], hit.Target);
                if (
                    hit.QueryCoverage(proteins[query].Sequence.Length) > LeastCoverage
                    && hit.TargetCoverage(proteins[target].Sequence.Length) > LeastCoverage
                )
                    edges.Add((query, target));
            }
        var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
        return new Result(clock.Elapsed, processor, Peak("self"), hits, edges);
    }

    private static Result? Diamond(IReadOnlyList<Protein> proteins, int[] queries, int threads)
    {
        var folder = Directory.CreateTempSubdirectory("homology").FullName;
        try
        {
            string In(string name) => Path.Combine(folder, name);
            FastaWriter.Write(In("targets.faa"), proteins.Select((protein, i) => new Protein(Name(i), protein.Sequence)));
            FastaWriter.Write(In("queries.faa"), queries.Select(i => new Protein(Name(i), proteins[i].Sequence)));
            var number = threads.ToString(CultureInfo.InvariantCulture);
            var clock = Stopwatch.StartNew();
            string[] index = ["makedb", "--in", In("targets.faa"), "-d", In("targets"), "-p", number, "--quiet"];
            string[] search =
            [
                .. new[] { "blastp", "-q", In("queries.faa"), "-d", In("targets"), "-o", In("hits.tsv"), "-p", number, "--quiet" },
                .. new[] { "--sensitive", "-k", "0", "-e", MaxEValue.ToString("R", CultureInfo.InvariantCulture) },
                .. "-f 6 qseqid sseqid qstart qend sstart send".Split(' '),
            ];
            if (Execute(index) is not var (indexTime, indexPeak) || Execute(search) is not var (searchTime, searchPeak))
                return null;
            var wall = clock.Elapsed;
            var edges = new HashSet<(int, int)>();
            var hits = 0L;
            foreach (var line in File.ReadLines(In("hits.tsv")))
            {
                var fields = line.Split('\t').Select(field => int.Parse(field, CultureInfo.InvariantCulture)).ToArray();
                hits++;
                var (query, target) = (fields[0], fields[1]);
                if (
                    fields[3] - fields[2] + 1 > LeastCoverage * proteins[query].Sequence.Length
                    && fields[5] - fields[4] + 1 > LeastCoverage * proteins[target].Sequence.Length
                )
                    edges.Add((query, target));
            }
            return new Result(wall, indexTime + searchTime, Math.Max(indexPeak, searchPeak), hits, edges);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Processor time and peak memory as last seen before the end, at most a tenth of a second off; null without DIAMOND.
    /// </summary>
    private static (TimeSpan Time, int Peak)? Execute(string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("diamond", arguments))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("| DIAMOND is not installed | | | | | | |");
            return null;
        }
        using (process)
        {
            var (time, peak) = (TimeSpan.Zero, 0);
            while (!process.WaitForExit(100))
                try
                {
                    process.Refresh();
                    time = process.TotalProcessorTime;
                    // A process that has just ended has no memory any more.
                    peak = Math.Max(peak, Peak(process.Id.ToString(CultureInfo.InvariantCulture)));
                }
                catch (Exception exception) when (exception is InvalidOperationException or IOException)
                {
                    // It ended meanwhile.
                }
            return process.ExitCode == 0 ? (time, peak) : throw new InvalidDataException($"diamond ended with {process.ExitCode}.");
        }
    }

    private static int Peak(string process)
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return line is null
            ? 0
            : int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static void Print(string name, Result result, Result? other)
    {
        var found = other is null ? "" : $"{100.0 * other.Edges.Count(result.Edges.Contains) / other.Edges.Count:0.0}%";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {result.Wall.TotalSeconds:0.0} | {result.Processor.TotalSeconds:0.0} | {result.Peak} | {result.Hits} "
                    + $"| {result.Edges.Count} | {found} |"
            )
        );
    }

    private sealed record Result(TimeSpan Wall, TimeSpan Processor, int Peak, long Hits, HashSet<(int Query, int Target)> Edges);
}
