using System.Text.Json.Nodes;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Verification;

/// <summary>One notebook, run once; each test verifies a copy of its folder.</summary>
public sealed class VerifyVerbTests(VerifyVerbTests.ExecutedNotebook executed)
    : IClassFixture<VerifyVerbTests.ExecutedNotebook>,
        IDisposable
{
    private readonly TemporaryFolder _copy = new();

    public void Dispose() => _copy.Dispose();

    private string Nested => _copy["elsewhere/a b/work"];

    private void Copy()
    {
        foreach (var path in Directory.GetFiles(executed.Folder.Path, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Nested, Path.GetRelativePath(executed.Folder.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }
    }

    private async Task<(int Code, string Last, string Out)> Verify(params string[] arguments)
    {
        var (code, shown, error) = await GlmProgram.Run(Path.Combine(Nested, "notebooks"), ["verify", .. arguments]);
        Assert.True(shown.Length > 0, error);
        return (code, shown.TrimEnd().Split('\n')[^1], shown);
    }

    private void Edit(Func<string, string> edit)
    {
        var path = Path.Combine(Nested, "notebooks", "done.ipynb");
        var (before, after) = (File.ReadAllText(path), edit(File.ReadAllText(path)));
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
    }

    [Fact]
    public async Task Should_find_the_same_bits_elsewhere_under_another_user_locale_and_time_zone()
    {
        Copy();
        Directory.CreateDirectory(_copy["home"]);
        var start = InterruptibleProgram.StartInfo("verify", "notebooks/done.ipynb");
        foreach (var (name, value) in new[] { ("HOME", _copy["home"]), ("USER", "somebody"), ("LOGNAME", "somebody") })
            start.Environment[name] = value;
        (start.Environment["LANG"], start.Environment["LC_ALL"], start.Environment["TZ"]) = ("de_DE.UTF-8", "de_DE.UTF-8", "Asia/Kolkata");
        start.Environment["OMP_NUM_THREADS"] = "3"; // as many as then are used all the same
        using var program = GlmProgram.Start(Nested, start);
        var code = await program.ExitCode();
        Assert.True(code == 0, program.Out + program.Error);
        Assert.Matches("^identical: [0-9]+ results of done.ipynb, bit by bit$", program.Out.TrimEnd().Split('\n')[^1]);
        Assert.Equal(
            Directory.GetFiles(executed.Folder.Path, "*", SearchOption.AllDirectories).Length,
            Directory.GetFiles(Nested, "*", SearchOption.AllDirectories).Length
        );
    }

    [Fact]
    public async Task Should_name_what_differs_a_little_with_other_threads()
    {
        Copy();
        var (code, last, shown) = await Verify("done.ipynb", "--threads", executed.Threads == 1 ? "2" : "1");
        Assert.True(code == 0, shown);
        // A machine on which the number of threads changes no bit is as good.
        Assert.Matches(
            "^(equal within tolerance \\(1e-3\\): .*(history|model).*; threads [0-9]+ on record, [0-9]+ here|identical: .*)$",
            last
        );
    }

    [Fact]
    public async Task Should_name_an_input_of_which_one_letter_changed_or_which_is_missing()
    {
        Copy();
        var path = Path.Combine(Nested, "data", "proteins.faa");
        var text = File.ReadAllText(path);
        var at = text.IndexOf('\n', StringComparison.Ordinal) + 2;
        File.WriteAllText(path, text[..at] + (text[at] == 'A' ? 'C' : 'A') + text[(at + 1)..]);
        var (code, last, _) = await Verify("done.ipynb");
        Assert.Equal(1, code);
        Assert.StartsWith("different: ../data/proteins.faa: this input is not the file that was read: recorded ", last);
        File.Delete(path);
        (code, last, _) = await Verify("done.ipynb");
        Assert.Equal(1, code);
        Assert.StartsWith("not comparable: ../data/proteins.faa: this input is missing (SHA-256 ", last);
    }

    [Fact]
    public async Task Should_name_the_result_that_another_seed_changes()
    {
        Copy();
        Edit(text => text.Replace("--steps 3 --seed 5", "--steps 3 --seed 6", StringComparison.Ordinal));
        var (code, last, _) = await Verify("done.ipynb");
        Assert.Equal(1, code);
        Assert.StartsWith("different: cell [2], history: ", last);
    }

    [Fact]
    public async Task Should_name_a_result_that_was_patched()
    {
        Copy();
        Edit(text => Patch(text, output => output["data"]?["text/html"] is not null && $"{output["metadata"]}".Contains("contextualize")));
        var (code, last, _) = await Verify("done.ipynb");
        Assert.Equal(1, code);
        Assert.Equal(
            "different: cell [3], context: what the notebook shows is not what was made: this output was changed afterwards",
            last
        );
    }

    [Fact]
    public async Task Should_name_numbers_and_texts_that_do_not_come_out_again()
    {
        Copy();
        Edit(text =>
        {
            var root = JsonNode.Parse(text)!;
            foreach (var output in root["cells"]!.AsArray().SelectMany(cell => cell!["outputs"]!.AsArray()))
            {
                if ((string?)output!["output_type"] == "stream")
                    output["text"] = new JsonArray("genes 1\n");
                if (output["metadata"]?["glm"]?["makes"] is JsonArray { Count: > 0 } makes && (string?)makes[0]!["variable"] == "history")
                    foreach (var hashed in new[] { makes[0]!["content"]!, makes[0]!["content"]!["parts"]![0]! })
                        hashed["sha256"] = new string('0', 64);
            }
            return root.ToJsonString();
        });
        var (code, last, shown) = await Verify("done.ipynb");
        Assert.Equal(1, code);
        Assert.StartsWith("different: cell [2], history: loss: value 1 of 3: recorded ", last);
        Assert.Matches("(?m)^different +cell \\[4\\], stdout: recorded 1, now [0-9]+, in 'genes 1'$", shown);
    }

    [Fact]
    public async Task Should_verify_files_and_folders_that_commands_wrote()
    {
        Copy();
        var (code, last, shown) = await Verify("../out/vectors.npy");
        Assert.True((code, last) == (0, "identical: 7 results of vectors.npy, bit by bit"), shown);
        var path = Path.Combine(Nested, "out", "vectors.npy");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        (code, last, _) = await Verify("../out/vectors.npy");
        Assert.Equal(1, code);
        Assert.StartsWith("different: vectors.npy: it is not the file that was written: recorded SHA-256 ", last);
    }

    [Theory]
    [InlineData("plain.ipynb", "not comparable: plain.ipynb holds no results; run it first")]
    [InlineData("missing.ipynb", "glm: There is no notebook missing.ipynb.")]
    [InlineData("notes.txt", "glm: notes.txt: no record of how it was made lies beside it (notes.txt.provenance.json).")]
    public async Task Should_say_what_cannot_be_verified(string name, string message)
    {
        _copy.Notebook("plain.ipynb", TestNotebook.Code("1"));
        _copy.Write("notes.txt", "x");
        var (code, shown, error) = await GlmProgram.Run(_copy.Path, "verify", name);
        Assert.Equal(1, code);
        Assert.StartsWith(message, (shown + error).Trim());
    }

    private static string Patch(string text, Func<JsonNode, bool> isTarget)
    {
        var root = JsonNode.Parse(text)!;
        var output = root["cells"]!.AsArray().SelectMany(cell => cell!["outputs"]!.AsArray()).Single(output => isTarget(output!))!;
        var lines = output["data"]!["text/plain"]!.AsArray();
        lines[0] = ((string)lines[0]!).Replace('1', '2') + " ";
        return root.ToJsonString();
    }

    /// <summary>A notebook of a small training on simulated genomes, as <c>glm run</c> leaves it.</summary>
    public sealed class ExecutedNotebook : IAsyncLifetime
    {
        internal TemporaryFolder Folder { get; } = new();

        public int Threads { get; private set; }

        public async ValueTask InitializeAsync()
        {
            var (code, _, error) = await GlmProgram.Run(Folder.Path, "simulate", "--genomes", "4", "--out", "data");
            Assert.True(code == 0, error);
            Directory.CreateDirectory(Folder["notebooks"]);
            Folder.Notebook(
                "notebooks/work.ipynb",
                TestNotebook.Code("#!glm load ../data\n#!glm embed --with composition"),
                TestNotebook.Code("#!glm model --preset tiny\n#!glm train --steps 3 --seed 5 --save my-model"),
                TestNotebook.Code("#!glm contextualize\n#!glm export context --out ../out/vectors.npy"),
                TestNotebook.Code("Console.WriteLine($\"genes {scaffolds.GeneCount}\");\nhistory.Steps[^1].Loss")
            );
            (code, _, error) = await GlmProgram.Run(Folder["notebooks"], "run", "work.ipynb", "--output", "done.ipynb");
            Assert.True(code == 0, error);
            Threads = (int)
                JsonNode.Parse(File.ReadAllText(Folder["notebooks/done.ipynb"]))!["cells"]!
                    .AsArray()
                    .SelectMany(cell => cell!["outputs"]!.AsArray())
                    .Select(output => output!["metadata"]?["glm"]?["runtime"]?["threads"])
                    .Last(threads => threads is not null)!;
        }

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
