using System.Text.RegularExpressions;
using Glm.Analysis.Operons;
using Glm.Corpora;
using Glm.Genomes;
using Glm.Statistics;
using Glm.Testing;

namespace Glm.Interactive.Tests.Commands;

public sealed class OperonsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_set_every_kind_of_evidence_side_by_side()
    {
        var shown = await _bench.WithModel().Show("#!glm operons --search built-in");
        var result = _bench.Variable<OperonResult>("operons");
        var names = result.Scores.Select(score => score.Name).ToArray();
        foreach (
            var name in new[]
            {
                "same strand",
                "strand + distance",
                "strand + distance + conserved neighbours",
                OperonAnalysis.Unlabelled,
                OperonAnalysis.UnlabelledConserved,
                "best head",
                "attention",
                "strand + distance + gLM",
                "strand + distance + conserved neighbours + gLM",
            }
        )
            Assert.Contains(name, names);
        Assert.Equal((FoldGrouping.Operon, false), (result.Folds!.Grouping, result.Folds.Leaks));
        Assert.NotEmpty(result.Heads);
        Assert.Contains("gLM", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_obey_its_options()
    {
        await _bench
            .WithModel()
            .Run("#!glm operons --without-model --from none --folds random --fold-count 3 --seed 4 --threshold 0.8 --as other");
        var result = _bench.Variable<OperonResult>("other");
        Assert.Equal((FoldGrouping.Random, 3, 4), (result.Folds!.Grouping, result.Folds.Count, result.Folds.Seed));
        Assert.True(result.Folds.Leaks);
        Assert.Equal(0.8, result.Options.Threshold);
        Assert.Empty(result.Heads);
        Assert.Null(result.Find(OperonAnalysis.UnlabelledConserved));
    }

    [Fact]
    public async Task Should_save_a_predictor_and_apply_it()
    {
        await _bench.WithScaffolds().Run("#!glm operons --from none --save predictor.json");
        var learned = _bench.Variable<OperonResult>("operons");
        await _bench.Run("#!glm operons --from none --predictor predictor.json --as applied");
        var applied = _bench.Variable<OperonResult>("applied");
        Assert.Equal("given predictor: strand + distance", applied.Predictor);
        Assert.Equal(learned.Fitted!.Coefficients, OperonPredictor.Read(_bench.Folder["predictor.json"]).Coefficients);
        // The learned one was tested on pairs that it had not seen, this one on those that it learned from.
        Assert.InRange(applied.Find(applied.Predictor)!.AveragePrecision.Value, learned.BaseRate, 1);
    }

    [Fact]
    public async Task Should_export_one_line_per_pair()
    {
        await _bench.WithScaffolds().Run("#!glm operons --from none");
        await _bench.Run("#!glm export operons --out pairs.tsv");
        await _bench.Run("#!glm export operons --out operons.gff3");
        var lines = File.ReadAllLines(_bench.Folder["pairs.tsv"]);
        Assert.Equal(CommandBench.Scaffolds.Scaffolds.Sum(scaffold => scaffold.Genes.Count - 1), lines.Length - 1);
        var columns = lines[0].Split('\t');
        foreach (var column in new[] { "gene_a", "gene_b", "label", "fold", "same_strand", "distance" })
            Assert.Contains(column, columns);
        var label = Array.IndexOf(columns, "label");
        Assert.All(lines.Skip(1), line => Assert.Contains(line.Split('\t')[label], (string[])["0", "1"]));
        Assert.StartsWith("##gff-version 3", File.ReadAllText(_bench.Folder["operons.gff3"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--truth none.tsv", "none.tsv: no such file")]
    [InlineData("--truth pairs.tsv", "pairs.tsv: none of its 1 rows names a gene of simulated")]
    [InlineData("--folds chromosome", "--folds must be operon, scaffold, genome, cluster, window or random, not 'chromosome'")]
    [InlineData("--predictor bad.json --from none", "bad.json: it is not an operon predictor")]
    [InlineData("--scaffold nowhere", "nowhere")]
    [InlineData("--genes 5..900", "900")]
    [InlineData("--folds genome --fold-count 40 --from none", "40")]
    [InlineData("--without-model --model model", "--without-model")]
    public async Task Should_say_what_is_wrong(string arguments, string message)
    {
        _bench.Folder.Write("pairs.tsv", "gene_a\tgene_b\tlabel\nx\ty\t1\n");
        _bench.Folder.Write("bad.json", "{}");
        Assert.Contains(message, await _bench.WithModel().Refused("#!glm operons " + arguments), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_ask_for_known_operons_where_folds_are_chosen()
    {
        var set = CommandBench.Scaffolds;
        var bare = new ScaffoldSet(
            "bare",
            [
                .. set.Genomes.Select(genome =>
                    genome with
                    {
                        Scaffolds =
                        [
                            .. genome.Scaffolds.Select(scaffold =>
                                scaffold with
                                {
                                    Genes = [.. scaffold.Genes.Select(gene => gene with { Operon = null })],
                                }
                            ),
                        ],
                    }
                ),
            ],
            set.Proteins,
            set.Windows,
            []
        );
        Assert.Equal(
            "--folds genome says how known operons are held out, and none are known. Name them with --truth FILE, or leave --folds out.",
            await _bench.With("scaffolds", bare).Refused("#!glm operons --folds genome")
        );
        await _bench.Run("#!glm operons --from none");
        Assert.Null(_bench.Variable<OperonResult>("operons").Truth);
    }

    [Fact]
    public async Task Should_read_a_corpus_as_scaffolds_in_memory()
    {
        CalledGenes.Write(CommandBench.Scaffolds, _bench.Folder["made"], _bench.Folder["operons.tsv"]);
        await _bench.Run("#!glm load made --corpus my-corpus --min-genes 1");
        using var corpus = _bench.Variable<Corpus>("corpus");
        await _bench.Run("#!glm load made --as memory --min-genes 1");
        foreach (
            var options in new[]
            {
                "--search built-in --truth operons.tsv",
                "--from none --truth operons.tsv --folds cluster --search built-in",
                "--from made --search built-in --truth operons.tsv --folds genome",
            }
        )
        {
            await _bench.Run($"#!glm operons --scaffolds memory {options} --resamples 40");
            var shown = await _bench.Show($"#!glm operons --corpus my-corpus {options} --resamples 40 --as disk");
            var (memory, disk) = (_bench.Variable<OperonResult>("operons"), _bench.Variable<OperonResult>("disk"));
            Assert.Equal(memory.Pairs.Select(pair => pair.Distance), disk.Pairs.Select(pair => pair.Distance));
            Assert.Equal(memory.Scores.Select(score => score.Name), disk.Scores.Select(score => score.Name));
            Assert.Equal(memory.Probabilities, disk.Probabilities);
            Assert.Contains("pairs of neighbours", shown.Plain, StringComparison.Ordinal);
        }
        await _bench.Run("#!glm operons --corpus my-corpus --from none --truth operons.tsv --save predictor.json");
        await _bench.Run("#!glm operons --corpus my-corpus --from none --predictor predictor.json --as applied");
        Assert.Equal("given predictor: strand + distance", _bench.Variable<OperonResult>("applied").Predictor);
    }

    [Fact]
    public async Task Should_read_a_corpus_with_a_model_where_it_has_vectors()
    {
        CalledGenes.Write(CommandBench.Scaffolds, _bench.Folder["made"], _bench.Folder["operons.tsv"]);
        await _bench.Run("#!glm load made --corpus my-corpus");
        using var corpus = _bench.Variable<Corpus>("corpus");
        _bench.WithModel();
        await _bench.Run("#!glm operons --corpus my-corpus --from none");
        Assert.Empty(_bench.Variable<OperonResult>("operons").Heads);
        Assert.Contains(
            "have no vector. Run #!glm embed --corpus my-corpus first.",
            await _bench.Refused("#!glm operons --corpus my-corpus --from none --model model"),
            StringComparison.Ordinal
        );
        await _bench.Run("#!glm embed --corpus my-corpus --with composition");
        await _bench.Run("#!glm operons --corpus my-corpus --from none --truth operons.tsv --influence");
        var disk = _bench.Variable<OperonResult>("operons");
        await _bench.Run("#!glm operons --from none --as memory");
        var memory = _bench.Variable<OperonResult>("memory");
        var names = disk.Scores.Select(score => score.Name).ToList();
        Assert.True(names.Remove(OperonAnalysis.Influence));
        Assert.Equal(memory.Scores.Select(score => score.Name), names);
        Assert.NotEmpty(disk.Heads);
        Assert.Contains(disk.Notes, note => note.StartsWith("Not in the corpus: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_say_where_a_corpus_has_no_coordinates()
    {
        CalledGenes.Write(CommandBench.Scaffolds, _bench.Folder["made"], _bench.Folder["operons.tsv"]);
        await _bench.Run("#!glm load made --corpus my-corpus");
        var journal = _bench.Folder["my-corpus/journal.jsonl"];
        _bench.Variable<Corpus>("corpus").Dispose();
        // As an earlier version made it.
        var text = File.ReadAllText(journal).Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal);
        text = Regex.Replace(text, ",\"gene(s.tsv|_[a-z]+.npy)\":\\{[^}]*\\}", "");
        File.WriteAllText(journal, text);
        Assert.Equal(
            "my-corpus: this corpus was made before corpora kept coordinates and names of genes, and has none. Make it again: add the "
                + "genome files to a new folder.",
            await _bench.Refused("#!glm operons --corpus my-corpus")
        );
        Assert.Contains(
            "--corpus and --scaffolds cannot be combined",
            await _bench.Refused("#!glm operons --corpus my-corpus --scaffolds scaffolds"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Should_want_scaffolds_first() =>
        Assert.Contains("it needs scaffolds", await _bench.Refused("#!glm operons"), StringComparison.Ordinal);
}
