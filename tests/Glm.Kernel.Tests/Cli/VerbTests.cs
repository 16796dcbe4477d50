using Glm.Kernel.Cli;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

public sealed class VerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_make_the_sample_again_to_the_byte()
    {
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, "simulate", "--out", "again");
        Assert.True(code == 0, error);
        Assert.Contains("24 genomes, 144 scaffolds", shown);
        var made = Directory.GetFiles(_folder["again"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["operons.tsv", "proteins.faa", "scaffolds.tsv", "taxonomy.tsv"], made);
        foreach (var name in made)
            Assert.True(
                File.ReadAllBytes(Repository.PathOf("data-samples", name!))
                    .AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(_folder["again"], name!))),
                name
            );
    }

    [Fact]
    public async Task Should_load_the_sample_and_say_what_it_holds()
    {
        var (code, shown, error) = await GlmProgram.Run(Repository.Root, "load", "data-samples");
        Assert.True(code == 0, error);
        Assert.StartsWith("data-samples: 24 genomes, 144 scaffolds, ", shown);
        Assert.DoesNotContain(Repository.Root, shown + error);
    }

    [Fact]
    public async Task Should_inspect_files_as_JSON_lines_and_as_text()
    {
        _folder.Write("a.faa", ">c_1 # 1 # 9 # 1 # ID=1_1;partial=10\nMK*\n>c_2 # 20 # 31 # -1 # ID=1_2;partial=00\nMKAA\n");
        _folder.Write("b.gbk", "LOCUS       B 100 bp DNA\nDEFINITION  cut");
        var (code, shown, _) = await GlmProgram.Run(_folder.Path, "inspect", "a.faa", "b.gbk", "--json");
        Assert.Equal(1, code);
        Assert.Equal(
            [
                """{"file":"a.faa","format":"fasta, Prodigal headers","records":2,"residue_sum":6,"residue_sum_with_stop_char":7,"plus":"""
                    + """1,"minus":1,"contigs":1,"partial":{"00":1,"10":1}}""",
                """{"file":"b.gbk","error":{"line":2,"reason":"b.gbk:2: the file breaks off in record \u0027B\u0027: it has """
                    + """0 of 100 bases and no // line. Fetch the file again."}}""",
            ],
            shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        (code, shown, _) = await GlmProgram.Run(_folder.Path, "inspect", "a.faa");
        Assert.Equal(0, code);
        Assert.StartsWith("a.faa: fasta, Prodigal headers", shown);
        (code, shown, _) = await GlmProgram.Run(_folder.Path, "inspect", "--json", ".", "*.faa");
        Assert.Equal(1, code);
        Assert.Equal(
            ["./a.faa", "./b.gbk", "a.faa"],
            shown
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["file"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Should_examine_the_machine()
    {
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, "doctor");
        Assert.True(code == 0, error);
        Assert.Contains("libtorch", shown);
        Assert.Contains("threads", shown);
    }

    [Theory]
    [InlineData(0, "Genomic language models in notebooks", "", "--help")]
    [InlineData(0, "--min-genes", "", "load", "--help")]
    [InlineData(0, "glm [command] [options]", "")]
    [InlineData(1, "", "glm: there is no verb 'nonsense'. glm --help shows how it is used.\n", "nonsense")]
    [InlineData(1, "", "glm: there is no verb 'rum'. Did you mean 'run'? glm --help shows how it is used.\n", "rum", "x.ipynb")]
    [InlineData(1, "", "glm run: NOTEBOOK is missing. glm run --help shows how it is used.\n", "run")]
    [InlineData(
        1,
        "",
        "glm run: '--htm' is not understood. Did you mean --html? glm run --help shows how it is used.\n",
        "run",
        "x.ipynb",
        "--htm",
        "r.html"
    )]
    [InlineData(
        1,
        "",
        "glm: --timeout must be a number of seconds above 0 and below 10000000, not 'soon'.\n",
        "run",
        "x.ipynb",
        "--timeout",
        "soon"
    )]
    [InlineData(
        1,
        "",
        "glm run: Required argument missing for option: '-p'. glm run --help shows how it is used.\n",
        "run",
        "x.ipynb",
        "-p"
    )]
    [InlineData(1, "", "glm infer: Option '--weights' is required. glm infer --help shows how it is used.\n", "infer")]
    [InlineData(1, "", "glm: There is no notebook missing.ipynb.\n", "run", "missing.ipynb")]
    [InlineData(
        1,
        "",
        "glm: missing: there is no such file or folder. Name a contig map, or a folder that holds one. A relative path starts "
            + "from the notebook's folder, or else the current one.\n",
        "load",
        "missing"
    )]
    [InlineData(1, "", "glm: #!glm load: --min-genes must be a whole number from 1 to 512, not '0'.\n", "load", "x", "--min-genes", "0")]
    [InlineData(1, "", "glm doctor: '--nonsense' is not understood. glm doctor --help shows how it is used.\n", "doctor", "--nonsense")]
    public async Task Should_answer_with_an_exit_code_and_a_message(int code, string shown, string error, params string[] arguments)
    {
        var (output, complaint) = (Console.Out, Console.Error);
        using var shownText = new StringWriter();
        using var errorText = new StringWriter();
        try
        {
            Console.SetOut(shownText);
            Console.SetError(errorText);
            Assert.Equal(code, await GlmTool.InvokeAsync(arguments));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(complaint);
        }
        Assert.Contains(shown, shownText.ToString());
        Assert.Equal(error, errorText.ToString());
    }
}
