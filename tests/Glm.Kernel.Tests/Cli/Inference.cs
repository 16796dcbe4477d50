using System.Diagnostics;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Kernel.Tests.Support;
using Glm.Modeling;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

/// <summary><c>glm infer</c> as a process.</summary>
public sealed class Inference : IDisposable
{
    private const long MostMemory = 1_600_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Should_load_the_published_size_without_its_dead_weight()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs sparse files and the peak of another process's memory");
        Assert.Equal(
            3_818_960_716,
            SparseCheckpoint.Keys(GlmConfig.Paper).Sum(key => key.Shape.Aggregate(key.Counter ? 8L : 4, (product, size) => product * size))
        );
        Assert.InRange(SparseCheckpoint.Write(_folder["glm.bin"], GlmConfig.Paper), 3_818_960_716, 3_820_000_000);
        Arrays(genes: 2, GlmConfig.Paper.FeatureWidth);

        var (code, error, peak) = await Infer(
            "--weights",
            "glm.bin",
            "--embeds",
            "embeds.npy",
            "--attention-mask",
            "mask.npy",
            "--out",
            "out"
        );
        Assert.True(code == 0, error);
        Assert.Contains("332 tensors loaded, 667 unused ones skipped", error);
        Assert.Equal([1L, 19, 10, 2, 2], NpyFile.Read(_folder["out/attentions.npy"]).Shape);
        TestContext.Current.SendDiagnosticMessage($"Peak memory {peak / 1e6:N0} MB");
        Assert.InRange(peak, 278_867_988 * 4L, MostMemory);
    }

    [Fact]
    public async Task Should_fail_with_one_line()
    {
        using (
            var model = GlmModel.Create(
                new GlmConfig
                {
                    ProteinWidth = 4,
                    HiddenSize = 8,
                    Heads = 2,
                    Layers = 1,
                    FeedForwardSize = 8,
                    LabelWidth = 3,
                    MaxPositions = 5,
                    MaxGenes = 5,
                }
            )
        )
            model.Save(_folder["model"]);
        Arrays(genes: 6, width: 5);
        await Fails("x.npy: no such file", "--embeds", "x.npy", "--attention-mask", "mask.npy");
        await Fails("distance tables reach 5", "--embeds", "embeds.npy", "--attention-mask", "mask.npy");
        await Fails("Option '--attention-mask' is required.", "--embeds", "embeds.npy");

        async Task Fails(string part, params string[] arguments)
        {
            var (code, error, _) = await Infer(["--weights", "model", .. arguments, "--out", "out"]);
            Assert.Equal(1, code);
            Assert.Contains(part, Assert.Single(error.Trim().Split('\n')));
        }
    }

    private void Arrays(int genes, int width)
    {
        NpyFile.Write(_folder["embeds.npy"], NdArray.From<float>(new float[genes * width], 1, genes, width));
        NpyFile.Write(_folder["mask.npy"], NdArray.From<float>([.. Enumerable.Repeat(1f, genes)], 1, genes));
    }

    private async Task<(int Code, string Error, long PeakMemory)> Infer(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Glm.Kernel.dll"), "infer", .. arguments])
            {
                WorkingDirectory = _folder.Path,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(5))
        {
            // The system keeps the highest value, so that only what comes in the last milliseconds can be missed.
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break; // it ended between the two lines
            }
        }
        await process.WaitForExitAsync();
        return (process.ExitCode, await error, peak);
    }
}
