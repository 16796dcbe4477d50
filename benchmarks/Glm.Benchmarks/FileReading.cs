using System.Diagnostics;
using System.Globalization;
using Glm.Formats;
using Glm.Formats.Embl;
using Glm.Formats.Fasta;
using Glm.Formats.GenBank;

namespace Glm.Benchmarks;

/// <summary>
/// How fast one core reads a file: the best and the median of several passes in one process, the file in the system's cache.
/// </summary>
internal static class FileReading
{
    public static void Run(string format, string path, int passes)
    {
        var seconds = new List<double>();
        var count = 0L;
        for (var pass = 0; pass < passes; pass++)
        {
            var clock = Stopwatch.StartNew();
            count = format switch
            {
                "fasta" => FastaReader.Enumerate(path).Sum(protein => (long)protein.Sequence.Length),
                "genbank" => GenBankReader.Enumerate(path).Sum(record => (long)record.Cds.Count),
                "embl" => EmblReader.Enumerate(path).Sum(record => (long)record.Cds.Count),
                "inspect" => FileInspector.Inspect(path).Counts["records"],
                _ => throw new ArgumentException($"{format}: fasta, genbank, embl or inspect.", nameof(format)),
            };
            seconds.Add(clock.Elapsed.TotalSeconds);
        }
        seconds.Sort();
        var megabytes = new FileInfo(path).Length / 1e6;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{format}\t{Path.GetFileName(path)}\t{megabytes:0} MB\tbest {megabytes / seconds[0]:0} MB/s\tmedian "
                    + $"{megabytes / seconds[seconds.Count / 2]:0} MB/s\t{count}"
            )
        );
    }
}
