using System.Diagnostics;
using System.Globalization;
using System.Text;
using Glm.Corpora;
using Glm.Features;
using Glm.Proteins.Composition;

namespace Glm.Benchmarks;

/// <summary>
/// Makes a corpus of many windows from files of called genes, embeds and reads it, and tells time and memory of each step.
/// </summary>
internal static class CorpusScale
{
    private const int GenesPerContig = 300;
    private const int ContigsPerFile = 5000;
    private const int GenesPerWindow = 30;

    /// <param name="folder">An empty one on a disk with room for it.</param>
    /// <param name="windows">How many; each file gives 50,000.</param>
    /// <param name="distinct">How many distinct proteins there are among the genes.</param>
    public static void Run(string folder, int windows, int distinct)
    {
        Directory.CreateDirectory(folder);
        var clock = Stopwatch.StartNew();
        var random = new Random(1);
        var pool = Enumerable
            .Range(0, distinct)
            .Select(_ => string.Create(random.Next(40, 120), random, (letters, source) =>
                {
                    for (var i = 0; i < letters.Length; i++)
                        letters[i] = "ACDEFGHIKLMNPQRSTVWY"[source.Next(20)];
                }))
            .ToArray();
        var files =
            (windows + (ContigsPerFile * GenesPerContig / GenesPerWindow) - 1) / (ContigsPerFile * GenesPerContig / GenesPerWindow);
        for (var file = 0; file < files; file++)
            using (var writer = new StreamWriter(Path.Combine(folder, $"f{file:0000}.faa"), append: false, Encoding.ASCII, 1 << 20))
                for (var contig = 0; contig < ContigsPerFile; contig++)
                for (var gene = 1; gene <= GenesPerContig; gene++)
                    writer.Write(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $">f{file}c{contig}_{gene} # {gene * 1000} # {(gene * 1000) + 899} # "
                                + $"{(random.Next(2) == 0 ? 1 : -1)} # ID=1_{gene}\n{pool[random.Next(distinct)]}\n"
                        )
                    );
        pool = [];
        Lap($"{files} files written");

        var corpus = Path.Combine(folder, "corpus");
        var addition = CorpusFiles.Add(corpus, Path.Combine(folder, "*.faa"));
        Lap(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{addition.Windows:N0} windows, {addition.Genes:N0} genes, {addition.NewProteins:N0} proteins added"
            )
        );
        CorpusFiles.Embed(corpus, new CompositionEmbedder());
        Lap("embedded");
        using var opened = Corpus.Open(corpus);
        opened.Verify();
        Lap("verified");
        var transform = FeatureTransform.Fit(opened.Vectors!, 99);
        Lap("transform fitted");
        using var data = CorpusDataset.Create(opened, transform);
        Lap("labels made");
        var (features, labels, mask) = (
            new float[GenesPerWindow * data.FeatureWidth],
            new float[GenesPerWindow * data.LabelWidth],
            new float[GenesPerWindow]
        );
        const int read = 20_000;
        for (var i = 0; i < read; i++)
            data.FillWindow(random.Next(data.WindowCount), 0, features, labels, mask);
        Lap($"{read} windows read at random");

        void Lap(string what)
        {
            var peak = File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            var heap = GC.GetTotalMemory(forceFullCollection: true) >> 20;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{clock.Elapsed.TotalSeconds, 8:0.0} s  peak {int.Parse(peak, CultureInfo.InvariantCulture) / 1024} MiB  "
                        + $"heap {heap} MiB  {what}"
                )
            );
            clock.Restart();
        }
    }
}
