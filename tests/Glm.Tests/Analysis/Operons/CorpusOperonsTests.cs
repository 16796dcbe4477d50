using Glm.Analysis.Homologs;
using Glm.Analysis.Operons;
using Glm.Corpora;
using Glm.Features;
using Glm.Formats;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins.Composition;
using Glm.Proteins.Homology;
using Glm.Testing;

namespace Glm.Tests.Analysis.Operons;

/// <summary>Operons of genomes in a corpus, beside those of the same genomes as scaffolds in memory.</summary>
public sealed class CorpusOperonsTests : IDisposable
{
    private static readonly LoadOptions All = new() { MinGenes = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_be_those_of_the_scaffolds_in_memory()
    {
        CalledGenes.Write(OperonSamples.Simulated, _folder["made"], _folder["operons.tsv"]);
        var set = ScaffoldFiles.Load(_folder["made"], All);
        CorpusFiles.Add(_folder["corpus"], _folder["made"], All);
        using var corpus = Corpus.Open(_folder["corpus"]);
        var kept = corpus.ToScaffoldSet(cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(kept.Ledger.NotKept);
        var (pairs, twins) = (GenePairs.Of(set), GenePairs.Of(kept));
        AssertAlike(pairs, twins);
        using var genomes = GeneCatalogue.Open(corpus.Folder);
        var within = PairConservation.Within(set, pairs, HomologyEngines.BuiltIn);
        var conserved = PairConservation.Within(genomes, twins, HomologyEngines.BuiltIn);
        Assert.Equal(within.Genomes, conserved.Genomes);
        Assert.Equal(within.Features.Values, conserved.Features.Values);
        // Without labels, then with a table of them.
        AssertAlike(OperonAnalysis.Run(set, pairs, conservation: within), OperonAnalysis.Run(kept, twins, conservation: conserved));
        var table = OperonAnnotationReader.Read(_folder["operons.tsv"], TestContext.Current.CancellationToken);
        var (known, knownTwins) = (OperonTruth.Of(set, table), OperonTruth.Of(kept, table));
        Assert.Equal((0, known.Genes), (knownTwins.UnmatchedRows, knownTwins.Genes));
        var options = new OperonOptions { Resamples = 40 };
        AssertAlike(
            OperonAnalysis.Run(set, pairs, known, within, options: options),
            OperonAnalysis.Run(kept, twins, knownTwins, conserved, options: options)
        );
    }

    [Fact]
    public void Should_be_read_by_a_model_alike()
    {
        CalledGenes.Write(OperonSamples.Simulated, _folder["made"], _folder["operons.tsv"]);
        var set = ScaffoldFiles.Load(_folder["made"]);
        CorpusFiles.Add(_folder["corpus"], _folder["made"]);
        CorpusFiles.Embed(_folder["corpus"], new CompositionEmbedder());
        using var corpus = Corpus.Open(_folder["corpus"]);
        var kept = corpus.ToScaffoldSet(cancellation: TestContext.Current.CancellationToken);
        set = Covered(set, kept);
        var (vectors, twins) = (
            new CompositionEmbedder().Embed([.. set.Proteins.Values]),
            corpus.ToProteinVectors(TestContext.Current.CancellationToken)
        );
        var normalizer = FeatureTransform.Fit(vectors, components: 2).Normalizer;
        var transform = new FeatureTransform(normalizer, null);
        using var model = GlmModel.Create(GlmConfig.Tiny with { InitializerRange = 0.3 });
        var read = PairReader.Read(model, set, vectors, transform, GenePairs.Of(set));
        var twin = PairReader.Read(model, kept, twins, transform, GenePairs.Of(kept));
        Assert.Equal(read.Windows, twin.Windows);
        Assert.Equal(read.Attention, twin.Attention);
        Assert.Equal(read.Contextual.Cosine, twin.Contextual.Cosine);
    }

    /// <summary>Complete and draft genomes of several formats with pseudogenes: those genes and ends of scaffolds are missing.</summary>
    [Fact]
    public void Should_be_those_of_real_genomes_but_for_what_a_corpus_lacks()
    {
        string[] files =
        [
            Repository.Shared("genomes", "multi", "Haemophilus_influenzae_Rd_KW20.gbk.gz"),
            Repository.Shared("genomes", "multi", "Candidatus_Tremblaya_princeps_PCIT.gbk.gz"),
            Repository.Shared("genomes", "multi", "Aciduliprofundum_boonei_T469.prodigal.faa.gz"),
        ];
        var loaded = ScaffoldFiles.LoadAll(files);
        CorpusFiles.AddAll(_folder["corpus"], files);
        using var corpus = Corpus.Open(_folder["corpus"]);
        var kept = corpus.ToScaffoldSet(cancellation: TestContext.Current.CancellationToken);
        var note = Assert.Single(kept.Ledger.NotKept);
        Assert.Contains($"{loaded.Scaffolds.Sum(scaffold => scaffold.Untranslated.Count):N0} genes without a protein", note);
        var set = Covered(loaded, kept);
        Assert.Equal(loaded.GeneCount - set.GeneCount, corpus.Steps.Sum(step => step.UncoveredGenes));
        var (pairs, twins) = (GenePairs.Of(set), GenePairs.Of(kept));
        AssertAlike(pairs, twins);
        Assert.Equal(kept.GeneCount - kept.Scaffolds.Count, twins.Count); // none is lost between windows
        var result = OperonAnalysis.Run(kept, twins);
        AssertAlike(OperonAnalysis.Run(set, pairs), result);
        Assert.Contains(note, result.Notes);
    }

    /// <summary>The same scaffolds without the genes that a corpus lacks.</summary>
    private static ScaffoldSet Covered(ScaffoldSet set, ScaffoldSet kept)
    {
        Genome[] genomes =
        [
            .. set.Genomes.Select(genome =>
                genome with
                {
                    Scaffolds =
                    [
                        .. genome
                            .Scaffolds.Where(scaffold => kept.FindScaffold(scaffold.Id) is not null)
                            .Select(scaffold =>
                                scaffold with
                                {
                                    Genes = [.. scaffold.Genes.Take(kept.FindScaffold(scaffold.Id)!.Genes.Count)],
                                    Untranslated = [],
                                }
                            ),
                    ],
                }
            ),
        ];
        return new ScaffoldSet(set.Source, genomes, set.Proteins, kept.Windows, []);
    }

    private static void AssertAlike(IReadOnlyList<GenePair> pairs, IReadOnlyList<GenePair> twins)
    {
        Assert.True(pairs.Count > 100);
        Assert.Equal(pairs.Select(Known), twins.Select(Known));

        static object Known(GenePair pair) =>
            (pair.Scaffold.Id, pair.First.Id, pair.Second.Id, pair.FirstNumber, pair.SecondNumber, pair.IsSameStrand, pair.Distance);
    }

    private static void AssertAlike(OperonResult result, OperonResult twin)
    {
        Assert.Equal(result.Predictor, twin.Predictor);
        Assert.Equal(result.Probabilities, twin.Probabilities);
        Assert.Equal(result.Labels, twin.Labels);
        Assert.Equal(result.FoldOf, twin.FoldOf);
        Assert.Equal(
            result.Scores.Select(score => (score.Name, score.AveragePrecision)),
            twin.Scores.Select(score => (score.Name, score.AveragePrecision))
        );
        Assert.Equal(
            result.Operons.Select(operon => string.Join(',', operon.Genes.Select(gene => gene.Id))),
            twin.Operons.Select(operon => string.Join(',', operon.Genes.Select(gene => gene.Id)))
        );
    }
}
