using Glm.Features;
using Glm.Formats;
using Glm.Genomes.Simulation;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;

namespace Glm.Tests.Runtime;

/// <summary>What is written is the same in a host that writes 0,5.</summary>
public sealed class CultureTests
{
    [Fact]
    public void Should_name_numbers_as_they_are_typed()
    {
        using var culture = new OtherCulture();
        Assert.Equal("0,5 −1.000", $"{0.5} {-1000:N0}");
        Assert.Equal(
            "0.5 -1,000  x 1.50 null",
            new GlmException($"{0.5} {-1000:N0} {"x", 2} {(object)1.5m:0.00} {(Environment.ProcessId > 0 ? "null" : 1)}").Message
        );
        Assert.Contains("dimension 1 is -0.5;", Assert.Throws<GlmException>(() => new Normalizer([1, 2], [1, -0.5])).Message);
        Assert.Contains(
            "variance of component 1 is -0.25;",
            Assert.Throws<GlmException>(() => new LabelPca([1, 2], [1], [1, -0.25], true)).Message
        );
        Assert.Contains("-0.5", Assert.Throws<GlmException>(() => new SimulationOptions { Divergence = -0.5 }.Check()).Message);
    }

    [Fact]
    public void Should_write_and_read_the_same_files()
    {
        using var folder = new TemporaryFolder();
        using var culture = new OtherCulture();
        SimulationFiles.Write(GenomeSimulator.Simulate(new SimulationOptions { Genomes = 24, Seed = 1 }), folder.Path);
        Assert.Equal(
            File.ReadAllBytes(Repository.PathOf("data-samples", SimulationFiles.Scaffolds)),
            File.ReadAllBytes(folder[SimulationFiles.Scaffolds])
        );
        Assert.Equal(24, ScaffoldFiles.Load(folder.Path).Genomes.Count);
        FeatureTransformFile.Write(folder["normalizer.safetensors"], new Normalizer([-0.5, 1.25], [0.5, 2]), null);
        Assert.Equal([-0.5, 1.25], FeatureTransformFile.ReadNormalizer(folder["normalizer.safetensors"]).Mean);
    }
}
