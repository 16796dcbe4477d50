using System.Diagnostics;
using System.Globalization;

namespace Glm.Tests.Corpora;

/// <summary>The files of a corpus under numpy itself.</summary>
public sealed class NumpyTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly CorpusBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_be_a_few_lines_of_Python()
    {
        Assert.SkipUnless(
            File.Exists(Python) && await Run("import numpy") == "",
            "needs /usr/bin/python3 with numpy (Debian: python3-numpy)"
        );
        _bench.Write("a", 20, shared: 0.3);
        using var corpus = _bench.Open();
        var found = await Run(
            $"""
            import numpy as np
            folder = {"'" + _bench.Corpus + "/'"}
            windows, strands, vectors = (np.load(folder + name + '.npy', mmap_mode='r') for name in ('windows', 'strands', 'vectors'))
            window = windows[3]
            genes = vectors[window[window >= 0]].astype(np.float64)
            print(len(windows), (windows >= 0).sum(), (strands == -1).sum(), f'{'{'}genes.sum():.6f{'}'}', vectors.dtype, vectors.shape[0])
            offsets, hashes = np.load(folder + 'protein_offsets.npy'), np.load(folder + 'protein_hashes.npy')
            text = open(folder + 'proteins.faa', 'rb').read()
            starts, ends = (np.load(folder + name + '.npy', mmap_mode='r') for name in ('gene_starts', 'gene_ends'))
            print(((starts > 0) == (windows >= 0)).all(), (ends - starts + (windows >= 0)).sum())
            print(all(text[offset + 1:offset + 33].decode() == bytes(name).hex() for offset, name in zip(offsets, hashes)))
            """
        );
        var strands = Enumerable.Range(0, corpus.WindowCount).Sum(window => corpus.StrandsOf(window).Count((sbyte)-1));
        var sum = corpus.ProteinsOf(3).ToArray().Sum(protein => corpus.Vectors![protein].ToArray().Sum(value => (double)value));
        var bases = Enumerable
            .Range(0, corpus.WindowCount)
            .SelectMany(window => corpus.EndsOf(window).ToArray().Zip(corpus.StartsOf(window).ToArray(), (end, start) => end - start + 1))
            .Sum();
        Assert.Equal(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{corpus.WindowCount} {corpus.GeneCount} {strands} {sum:0.000000} float16 {corpus.ProteinCount}\nTrue {bases}\nTrue"
            ),
            found
        );
    }

    private static async Task<string> Run(string code)
    {
        using var python = Process.Start(
            new ProcessStartInfo(Python, ["-c", code]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = python.StandardOutput.ReadToEndAsync();
        var error = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        return ((await output) + error).Trim();
    }
}
