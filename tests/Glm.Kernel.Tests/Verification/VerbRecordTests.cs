using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Interactive.Provenance;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Modeling;
using Glm.Testing;

namespace Glm.Kernel.Tests.Verification;

/// <summary>Files that verbs of the program write outside notebooks are verified as those of commands are.</summary>
public sealed class VerbRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_verify_vectors_of_proteins()
    {
        _folder.Write("a/proteins.faa", ">p1\nMKLVWWAAGHEDKLIV\n>p2\nMAAAGHEDKLQRSTVY\n");
        Directory.CreateDirectory(_folder["a/out"]);
        await Good("a", "embed", _folder["a/proteins.faa"], "--with", "composition", "--out=out/v.npz");
        var record = FileRecord.Read(_folder["a/out/v.npz"]);
        Assert.Equal("glm embed proteins.faa --with composition --out out/v.npz", Assert.Single(record.Commands).Line);
        Assert.Equal(["proteins.faa"], record.Commands[0].Inputs.Select(file => file.Path));
        Directory.Move(_folder["a"], _folder["elsewhere"]);
        Assert.Equal("identical: 1 results of v.npz, bit by bit", await Verdict(0, "elsewhere", "out/v.npz"));

        using (var file = NpzFile.Open(_folder["elsewhere/out/v.npz"]))
            Rewrite(file, 1e-5f);
        Assert.StartsWith("different: v.npz: it is not the file that was written: ", await Verdict(1, "elsewhere", "out/v.npz"));
        File.AppendAllText(_folder["elsewhere/proteins.faa"], ">p3\nMKL\n");
        Assert.StartsWith("different: ", await Verdict(1, "elsewhere", "out/v.npz"));
    }

    /// <summary>A record that was changed with its file is found out by what the line gives.</summary>
    [Fact]
    public async Task Should_name_the_array_that_does_not_come_out_again()
    {
        _folder.Write("proteins.faa", ">p1\nMKLVWWAAGHEDKLIV\n>p2\nMAAAGHEDKLQRSTVY\n");
        await Good("", "embed", "proteins.faa", "--with", "composition", "--out", "v.npz");
        var was = FileHashes.Of(_folder["v.npz"], _folder.Path)!.Sha256;
        using (var file = NpzFile.Open(_folder["v.npz"]))
            Rewrite(file, 1f);
        var path = FileRecord.PathOf(_folder["v.npz"]);
        var now = FileHashes.Of(_folder["v.npz"], _folder.Path)!.Sha256;
        File.WriteAllText(path, File.ReadAllText(path).Replace(was, now, StringComparison.Ordinal));
        Assert.Matches("^different: v.npz: vectors, value [0-9]+ of [0-9]+: recorded ", await Verdict(1, "", "v.npz"));
    }

    [Fact]
    public async Task Should_verify_what_a_protein_set_transformer_makes_of_a_graph_file()
    {
        _folder.Notebook(
            "make.ipynb",
            TestNotebook.Code("#!glm simulate --genomes 4\n#!glm embed --with composition"),
            TestNotebook.Code("#!glm pst --train --epochs 1 --layers 1 --save m.safetensors --write-input x.graphfmt.h5")
        );
        await Good("", "run", "make.ipynb", "--output", "made.ipynb");
        await Good("", "pst", "x.graphfmt.h5", "--with", "m.safetensors", "--out", "p.npz");
        using (var file = NpzFile.Open(_folder["p.npz"]))
        {
            Assert.All(["ctx_ptn", "genome"], name => Assert.Contains(name, file.Names));
            Assert.Equal(4, file.Read("genome").Shape[0]);
        }
        Assert.Equal("identical: 1 results of p.npz, bit by bit", await Verdict(0, "", "p.npz"));
    }

    [Fact]
    public async Task Should_verify_a_model_over_arrays()
    {
        using (var model = GlmModel.Create(GlmConfig.Tiny))
            model.Save(_folder["model"]);
        var width = GlmConfig.Tiny.FeatureWidth;
        NpyFile.Write(
            _folder["embeds.npy"],
            NdArray.From<float>([.. Enumerable.Range(0, 3 * width).Select(i => MathF.Sin(i))], 1, 3, width)
        );
        NpyFile.Write(_folder["mask.npy"], NdArray.From<float>([1, 1, 1], 1, 3));
        await Good("", "infer", "--weights", "model", "--embeds", "embeds.npy", "--attention-mask", "mask.npy", "--out", "out");
        Assert.Matches("^identical: [0-9]+ results of out, bit by bit$", await Verdict(0, "", "out"));
        File.Delete(_folder["mask.npy"]);
        Assert.StartsWith("not comparable: mask.npy: this input is missing ", await Verdict(1, "", "out"));
    }

    [Fact]
    public async Task Should_leave_no_record_of_what_failed()
    {
        _folder.Write("proteins.faa", "no FASTA\n");
        var (code, _, _) = await GlmProgram.Run(_folder.Path, "embed", "proteins.faa", "--with", "composition", "--out", "v.npz");
        Assert.Equal(1, code);
        Assert.Equal(["proteins.faa"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private void Rewrite(NpzFile file, float more)
    {
        var vectors = file.Read("vectors");
        var values = vectors.ToSingle();
        values[3] += more;
        var path = File.Exists(_folder["v.npz"]) ? _folder["v.npz"] : _folder["elsewhere/out/v.npz"];
        NpzFile.Write(
            path,
            [NpzEntry.Of("ids", file.ReadStrings("ids")), NpzEntry.Of("vectors", NdArray.From<float>(values, [.. vectors.Shape]))]
        );
    }

    private async Task Good(string folder, params string[] arguments)
    {
        var (code, _, error) = await GlmProgram.Run(Path.Combine(_folder.Path, folder), arguments);
        Assert.True(code == 0, error);
    }

    private async Task<string> Verdict(int expected, string folder, string target)
    {
        var (code, shown, error) = await GlmProgram.Run(Path.Combine(_folder.Path, folder), "verify", target);
        Assert.True(code == expected, shown + error);
        return shown.TrimEnd().Split('\n')[^1];
    }
}
