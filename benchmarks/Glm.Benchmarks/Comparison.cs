using System.Globalization;
using System.Text;

namespace Glm.Benchmarks;

/// <summary>Two programs' samples of the same rows as one Markdown table.</summary>
internal static class Comparison
{
    /// <param name="engineFile">Samples of this project.</param>
    /// <param name="peerFile">Samples of the peer; the file may be missing, which leaves its columns out.</param>
    public static string Table(string engineFile, string peerFile)
    {
        var engine = Read(engineFile);
        var peers = File.Exists(peerFile) ? Read(peerFile).ToDictionary(summary => summary.Row, StringComparer.Ordinal) : [];
        var text = new StringBuilder();
        text.Append("| | C# ms, median (min..max) | CPU s | windows/s | GFLOP/s | peak MiB |")
            .AppendLine(peers.Count > 0 ? " peer ms, median (min..max) | CPU s | windows/s | GFLOP/s | peak MiB | peer / C# |" : "");
        text.Append("|---|---|---|---|---|---|").AppendLine(peers.Count > 0 ? "---|---|---|---|---|---|" : "");
        foreach (var mine in engine)
        {
            text.Append("| ").Append(mine.Row).Append(" |").Append(Cells(mine));
            if (peers.Count > 0)
                text.Append(
                    peers.TryGetValue(mine.Row, out var theirs)
                        ? FormattableString.Invariant($"{Cells(theirs)} {theirs.Seconds / mine.Seconds:0.00} |")
                        : " | | | | | |"
                );
            text.AppendLine();
        }
        return text.ToString();
    }

    private static Summary[] Read(string file) =>
        [
            .. File.ReadLines(file)
                .Select(Sample.Parse)
                .GroupBy(sample => sample.Row, StringComparer.Ordinal)
                .Select(group => new Summary(group)),
        ];

    private static string Cells(Summary s) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $" {s.Range} | {s.CpuSeconds:0.00} | {s.WindowsPerSecond:0.0} | {s.GigaFlops:0} | "
                + $"{(s.WindowsPerSecond is null ? "" : $"{s.Peak:0}")} |"
        );
}
