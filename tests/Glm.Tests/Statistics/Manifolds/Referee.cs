using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Glm.Testing;

namespace Glm.Tests.Statistics.Manifolds;

/// <summary>scikit-learn, which says what good numbers are; tests that ask it are skipped where it is not installed.</summary>
internal sealed class Referee : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder _folder = new();

    private Referee() { }

    /// <summary>Skips the test where there is no scikit-learn.</summary>
    public static async Task<Referee> Call()
    {
        var referee = new Referee();
        Assert.SkipUnless(
            File.Exists(Python) && await referee.Run("import sklearn") == "",
            "needs /usr/bin/python3 with scikit-learn (Debian: python3-sklearn)"
        );
        return referee;
    }

    /// <summary>1,797 handwritten digits of 64 pixels each, which come with scikit-learn.</summary>
    public async Task<float[]> Digits()
    {
        await Run("from sklearn.datasets import load_digits; load_digits().data.astype('float32').tofile('digits')");
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder["digits"])).ToArray();
    }

    /// <summary>Gives Python an array under a name: numpy reads it with <c>np.fromfile</c>.</summary>
    public void Give<T>(string name, T[] values)
        where T : unmanaged => File.WriteAllBytes(_folder[name], MemoryMarshal.AsBytes<T>(values).ToArray());

    /// <summary>The numbers that a program prints, one per line.</summary>
    public async Task<double[]> Numbers(string code)
    {
        var printed = await Run("import numpy as np\n" + code);
        var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.All(line => double.TryParse(line, CultureInfo.InvariantCulture, out _)), printed);
        return Array.ConvertAll(lines, line => double.Parse(line, CultureInfo.InvariantCulture));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> Run(string code)
    {
        using var python = Process.Start(
            new ProcessStartInfo(Python, ["-W", "ignore", "-c", code])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = _folder.Path,
            }
        )!;
        var output = python.StandardOutput.ReadToEndAsync();
        var error = await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        return ((await output) + error).Trim();
    }
}
