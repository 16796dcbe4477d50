using System.Text.Json;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

public sealed class LoadVerbTests : IDisposable
{
    private const string Genes =
        ">c_1 # 1 # 12 # 1 # ID=1_1;partial=00\nMKA*\n>c_2 # 21 # 32 # -1 # ID=1_2;partial=00\nMKA*\n>c_3 # 41 # 52 # 1 # ID=1_3\nM*A*\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_write_one_object_with_everything_that_was_left_out()
    {
        _folder.Write("genomes/a.faa", Genes);
        _folder.Write("genomes/notes.md", "# notes\n");
        _folder.Write("taxa.tsv", "genome\tphylum\na\tBacillota\nb\tBacillota\n");
        var (code, shown, error) = await GlmProgram.Run(
            _folder.Path,
            ["load", "genomes", "--taxonomy", "taxa.tsv", "--min-genes", "1", "--json", "--genes"]
        );
        Assert.True(code == 0, error);
        Assert.Empty(error);
        using var json = JsonDocument.Parse(shown);
        var load = json.RootElement;
        Assert.Equal(
            ["genomes", "scaffolds", "genes", "windows", "passed_over", "left_out", "unmatched", "notes", "items"],
            load.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal((1, 1, 2, 1), (Count("genomes"), Count("scaffolds"), Count("genes"), Count("windows")));
        Assert.Equal("""[{"file":"genomes/notes.md","reason":"not a file of a genome"}]""", load.GetProperty("passed_over").GetRawText());
        Assert.Equal(
            """[{"reason":"its protein has a stop inside","count":1,"examples":["c_3"]}]""",
            load.GetProperty("left_out").GetRawText()
        );
        Assert.Equal("""[{"table":"taxa.tsv","count":1,"examples":["b"]}]""", load.GetProperty("unmatched").GetRawText());
        Assert.Equal(
            """[{"genome":"a","scaffold":"c","gene":"c_1","start":1,"end":12,"strand":"+","residues":3},"""
                + """{"genome":"a","scaffold":"c","gene":"c_2","start":21,"end":32,"strand":"-","residues":3}]""",
            load.GetProperty("items").GetRawText()
        );

        int Count(string name) => load.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Should_fail_in_one_line_where_a_file_cannot_be_read()
    {
        _folder.Write("a.faa", Genes);
        _folder.Write("b.gbk", "<html>404</html>\n");
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, ["load", ".", "--json", "--min-genes", "1"]);
        Assert.Equal((1, ""), (code, shown));
        Assert.StartsWith("glm: .: 1 of 2 files cannot be read: b.gbk: line 1: ", error);
        Assert.Contains("set --skip-unreadable", error);
        Assert.Single(error.TrimEnd().Split('\n'));

        (code, shown, error) = await GlmProgram.Run(_folder.Path, ["load", ".", "--json", "--min-genes", "1", "--skip-unreadable"]);
        Assert.Equal(1, code);
        Assert.Equal("glm: 1 file could not be read: b.gbk.", error.Trim());
        using var json = JsonDocument.Parse(shown);
        Assert.Equal("./b.gbk", json.RootElement.GetProperty("passed_over")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Should_say_in_words_what_was_left_out()
    {
        _folder.Write("a.faa", Genes);
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, ["load", "a.faa", "--min-genes", "1"]);
        Assert.True(code == 0, error);
        Assert.StartsWith("a.faa: 1 genome, 1 scaffold, 2 genes, ", shown);
        Assert.Contains("Left out: 1 gene: its protein has a stop inside (c_3).", shown);
        (code, _, error) = await GlmProgram.Run(_folder.Path, ["load", "a.faa", "--genes"]);
        Assert.Equal((1, "glm: glm load: --genes lists genes as JSON. Add --json."), (code, error.Trim()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_choose_genomes_by_taxon(bool inCorpus)
    {
        _folder.Write("genomes/a.faa", Genes);
        _folder.Write("genomes/b.faa", Genes.Replace(">c_", ">d_", StringComparison.Ordinal));
        _folder.Write("genomes/c.faa", Genes.Replace(">c_", ">e_", StringComparison.Ordinal));
        _folder.Write("taxa.tsv", "file\tgenus\na.faa\tBacillus\nb.faa\tEscherichia\n");
        string[] line = ["load", "genomes", "--taxonomy", "taxa.tsv", "--min-genes", "1", "--json", "--without", "g__Bacillus"];
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, inCorpus ? [.. line, "--corpus", "corpus"] : line);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(shown);
        var load = json.RootElement;
        Assert.Equal(2, load.GetProperty("genomes").GetInt32());
        Assert.Equal(
            """[{"file":"genomes/a.faa","reason":"left out by 'without g__Bacillus'"}]""",
            load.GetProperty("passed_over").GetRawText()
        );
        // Genes of genomes that are left out are not counted.
        Assert.Equal(2, load.GetProperty("left_out")[0].GetProperty("count").GetInt32());
        var notes = load.GetProperty("notes").EnumerateArray().Select(note => note.GetString()).ToList();
        Assert.Contains("Left out by 'without g__Bacillus': 1 genome (a).", notes);
        Assert.Contains(notes, note => note!.StartsWith("Could not be judged by 'without g__Bacillus', and stay: 1 genome (c)"));
    }

    [Fact]
    public async Task Should_add_to_a_corpus_and_count_it()
    {
        _folder.Write("a.faa", Genes);
        _folder.Write("b.faa", Genes.Replace(">c_", ">d_", StringComparison.Ordinal));
        string[] line = ["load", "a.faa", "b.faa", "--corpus", "corpus", "--min-genes", "1", "--json"];
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, line);
        Assert.True(code == 0, error);
        using (var json = JsonDocument.Parse(shown))
            Assert.Equal((2, 4), (json.RootElement.GetProperty("genomes").GetInt32(), json.RootElement.GetProperty("genes").GetInt32()));
        (_, shown, _) = await GlmProgram.Run(_folder.Path, line);
        Assert.Contains("already in the corpus", shown);
    }
}
