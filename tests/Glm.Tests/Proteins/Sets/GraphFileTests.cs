using System.Diagnostics;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling.Sets;
using PureHDF;

namespace Glm.Tests.Proteins.Sets;

public sealed class GraphFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("input.graphfmt.h5")]
    [InlineData("input.plain.h5")]
    public void Should_read_compressed_and_plain_files_alike(string name)
    {
        var read = GraphFile.Read(GoldenSets.File(name));
        Assert.Equal(GoldenSets.Array("in_x").ToSingle(), read.Vectors);
        Assert.Equal(GoldenSets.Array("in_sizes").AsSpan<long>().ToArray(), read.Sizes.Select(size => (long)size));
        Assert.Equal(GoldenSets.Array("in_strand").AsSpan<long>().ToArray(), read.Strands.Select(strand => (long)strand));
        Assert.Equal(GoldenSets.Array("in_genome_label").AsSpan<long>().ToArray(), read.Genomes.Select(genome => (long)genome));
        Assert.Equal(GoldenSets.Array("in_ptr").AsSpan<long>().ToArray(), read.Starts.Select(start => (long)start));
        Assert.Equal((16, 140, 6, 5), (read.Width, read.ProteinCount, read.ScaffoldCount, read.GenomeCount));
    }

    [Fact]
    public void Should_read_what_it_writes()
    {
        var made = Some();
        GraphFile.Write(_folder["x.graphfmt.h5"], made);
        var read = GraphFile.Read(_folder["x.graphfmt.h5"]);
        Assert.Equal(made.Vectors, read.Vectors);
        Assert.Equal(made.Sizes, read.Sizes);
        Assert.Equal(made.Strands, read.Strands);
        Assert.Equal(made.Genomes, read.Genomes);
        Assert.Equal(made.Classes, read.Classes);
    }

    [Fact]
    public async Task Should_write_what_pytables_and_h5py_read()
    {
        const string python = "/usr/bin/python3";
        const string script = """
            import sys, tables, h5py
            with tables.open_file(sys.argv[1]) as f:
                print({n._v_name: (type(n).__name__, str(n.dtype), n[:].tolist()) for n in f.root})
            with h5py.File(sys.argv[1]) as f:
                print({k: (str(f[k].dtype), f[k][:].tolist()) for k in sorted(f)})
            """;
        Assert.SkipUnless(
            File.Exists(python) && Run("import tables, h5py", "").ExitCode == 0,
            "needs Debian's python3-tables and python3-h5py"
        );
        GraphFile.Write(_folder["x.graphfmt.h5"], Some());
        using var process = Run(script, _folder["x.graphfmt.h5"]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        var text = await output;
        Assert.Contains("'data': ('Array', 'float32', [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0], [9.0, -1.5]])", text);
        Assert.Contains("'strand': ('Array', 'int64', [1, -1, -1, 1, 1])", text);
        Assert.Contains("'genome_label': ('int64', [1, 0, 1])", text);
        Assert.Contains("'ptr': ('int64', [0, 2, 4, 5])", text);
        Assert.Contains("'class_id': ('int64', [7, 8, 7])", text);

        static Process Run(string script, string argument)
        {
            var process = Process.Start(
                new ProcessStartInfo(python, ["-c", script, argument]) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            if (argument.Length == 0)
                process.WaitForExit();
            return process;
        }
    }

    [Fact]
    public void Should_take_0_for_the_reverse_strand_and_do_without_pointers_and_labels()
    {
        Write(strand: [0, 1, -1, 1, 0], sizes: [2, 3]);
        var read = GraphFile.Read(_folder["x.h5"]);
        Assert.Equal([Strand.Reverse, Strand.Forward, Strand.Reverse, Strand.Forward, Strand.Reverse], read.Strands);
        Assert.Equal([0, 1], read.Genomes);
        Assert.Null(read.Classes);
    }

    [Theory]
    [InlineData("data", "it lacks the dataset 'data'")]
    [InlineData("sizes", "it lacks the dataset 'sizes'")]
    [InlineData("strand", "it lacks the dataset 'strand'")]
    public void Should_name_what_is_missing(string name, string said)
    {
        Write(without: name);
        AssertRefused(said);
    }

    [Fact]
    public void Should_refuse_what_contradicts_itself()
    {
        Write(strand: [1, 1, 2, 1, 1]);
        AssertRefused("protein 2 has the strand 2");
        Write(strand: [1, 1]);
        AssertRefused("'strand' has 2 numbers, and 5 are needed");
        Write(sizes: [2, 2]);
        AssertRefused("the scaffolds have 4 proteins, and there are 5 vectors");
        Write(sizes: [2, 4]);
        AssertRefused("more proteins than the 5");
        Write(sizes: [5, 0]);
        AssertRefused("scaffold 1 has 0 proteins");
        Write(more: ("ptr", new long[] { 0, 3, 5 }));
        AssertRefused("'ptr' lets scaffold 1 begin at protein 3, and by 'sizes' it begins at 2");
        Write(more: ("genome_label", new long[] { 1, 1 }));
        AssertRefused("none has the number 0");
        Write(more: ("genome_label", new long[] { 0, -1 }));
        AssertRefused("scaffold 1 is of genome -1");
        Write(sizes: [1, 4]);
        AssertRefused("genome 0 (scaffold 0) has 1 protein");
        Write(more: ("weights", new long[] { 0, 1 }));
        AssertRefused("'weights' is none that a graph-formatted file has");
        Write(more: ("scaffold_class", new long[] { 0, 1, 2 }));
        AssertRefused("'scaffold_class' has 3 numbers, and 2 are needed");
        Write(more: ("genome_label", new double[] { 0, 1 }));
        AssertRefused("holds no whole numbers");
        Write(bad: float.NaN);
        AssertRefused("protein 4 (scaffold 1) has NaN at position 1");
    }

    [Fact]
    public void Should_live_through_damage()
    {
        var whole = File.ReadAllBytes(GoldenSets.File("input.graphfmt.h5"));
        var random = new SeededRandom(3);
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++)
                damaged[random.Next(round % 2 == 0 ? 2000 : damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["x.h5"], round % 5 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                GraphFile.Read(_folder["x.h5"]);
            }
            catch (GlmException mistake)
            {
                Assert.InRange(mistake.Message.Length, 1, 700);
            }
        }
    }

    private static ScaffoldProteins Some() =>
        new(
            "made",
            2,
            [1, 2, 3, 4, 5, 6, 7, 8, 9, -1.5f],
            [2, 2, 1],
            [Strand.Forward, Strand.Reverse, Strand.Reverse, Strand.Forward, Strand.Forward],
            [1, 0, 1]
        )
        {
            Classes = [7, 8, 7],
        };

    private void Write(
        long[]? strand = null,
        long[]? sizes = null,
        (string Name, Array Values)? more = null,
        string? without = null,
        float bad = 3
    )
    {
        var file = new H5File();
        if (without != "data")
            file["data"] = new float[,]
            {
                { 1, 2 },
                { 3, 4 },
                { 5, 6 },
                { 7, 8 },
                { 9, bad },
            };
        if (without != "sizes")
            file["sizes"] = sizes ?? [2, 3];
        if (without != "strand")
            file["strand"] = strand ?? [1, -1, 1, 1, 1];
        if (more is { } one)
            file[one.Name] = one.Values;
        file.Write(_folder["x.h5"]);
    }

    private void AssertRefused(string said) =>
        Assert.Contains(said, Assert.Throws<GlmException>(() => GraphFile.Read(_folder["x.h5"])).Message);
}
