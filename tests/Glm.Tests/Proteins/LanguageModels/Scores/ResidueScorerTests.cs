using Glm.Genomes;
using Glm.Proteins.LanguageModels.Models;
using Glm.Proteins.LanguageModels.Scores;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.LanguageModels.Models;
using TorchSharp;

namespace Glm.Tests.Proteins.LanguageModels.Scores;

public sealed class ResidueScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(70)]
    public void Should_ask_for_each_residue_given_all_others(int? batchTokens)
    {
        using var model = Golden();
        var protein = new Protein("p", "MKTAYIAKQRQISFVKSH");
        var score = Assert.Single(new ResidueScorer(model, batchTokens).Score([protein]));
        var tokens = model.Alphabet.Enclosed(model.Alphabet.Residues(protein.Sequence, out _));
        for (var i = 0; i < protein.Sequence.Length; i++)
            Assert.Equal(LogProbabilities(model, tokens, i)[tokens[i + 1]], score.LogLikelihoods[i], 1e-5f);
        Assert.Equal(score.LogLikelihoods.Sum(), score.Sum, 1e-4);
        Assert.Equal(Math.Exp(-score.Sum / 18), score.Perplexity, 1e-9);
    }

    [Fact]
    public void Should_compare_the_new_residue_with_the_old()
    {
        using var model = Golden();
        var protein = new Protein("p", "mktAYIAKQR*");
        PointMutation[] mutations =
        [
            PointMutation.Parse("Y5F"),
            PointMutation.Parse(" k2r"),
            PointMutation.Parse("Y5A"),
            new('M', 1, 'M'),
        ];
        var scores = new ResidueScorer(model, batchTokens: 20).Score(protein, mutations);
        var tokens = model.Alphabet.Enclosed(model.Alphabet.Residues(protein.Sequence, out _));
        var (fifth, second) = (LogProbabilities(model, tokens, 4), LogProbabilities(model, tokens, 1));
        int Token(char letter) => model.Alphabet.Residues($"{letter}", out _)[0];
        Assert.Equal(["Y5F", "K2R", "Y5A", "M1M"], scores.Select(score => $"{score.Mutation}"));
        Assert.Equal(fifth[Token('F')] - fifth[Token('Y')], scores[0].LogOdds, 1e-5);
        Assert.Equal(second[Token('R')] - second[Token('K')], scores[1].LogOdds, 1e-5);
        Assert.Equal(fifth[Token('A')] - fifth[Token('Y')], scores[2].LogOdds, 1e-5);
        Assert.Equal(0, scores[3].LogOdds, 1e-9);
    }

    [Fact]
    public void Should_count_letters_that_it_reads_as_unknown()
    {
        using var model = Golden();
        var scorer = new ResidueScorer(model);
        scorer.Score([new Protein("p", "MKTA"), new Protein("q", "MJJA")]);
        Assert.Equal(["1 protein holds 2 letters that ESM-2 does not know, read as X (first: 'q')."], scorer.Remarks);
    }

    [Theory]
    [InlineData("A5F", "Mutation A5F: residue 5 of protein 'p' is Y, not A. Check the protein and the numbering.")]
    [InlineData("R11K", "Mutation R11K: protein 'p' has the residues 1 to 10. Count them from 1.")]
    public void Should_refuse_mutations_of_another_protein(string mutation, string message)
    {
        using var model = Golden();
        var error = Assert.Throws<GlmException>(() =>
            new ResidueScorer(model).Score(new Protein("p", "MKTAYIAKQR"), [PointMutation.Parse(mutation)])
        );
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("A0G")]
    [InlineData("5G")]
    [InlineData("A5")]
    [InlineData("A-5G")]
    [InlineData("A99999999999G")]
    public void Should_read_the_usual_notation(string text) =>
        Assert.EndsWith("as in A24G.", Assert.Throws<GlmException>(() => PointMutation.Parse(text)).Message);

    [Fact]
    public void Should_need_a_head_that_predicts()
    {
        using var encoder = ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, TinyLanguageModel.ProtT5));
        Assert.Contains("predicts no residues", Assert.Throws<GlmException>(() => new ResidueScorer(encoder)).Message);
        using var headless = ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, TinyLanguageModel.Esm2));
        Assert.Contains("no head that predicts residues", Assert.Throws<GlmException>(() => new ResidueScorer(headless)).Message);
    }

    private static float[] LogProbabilities(Esm2Model model, byte[] tokens, int residue)
    {
        using var scope = torch.NewDisposeScope();
        var masked = (byte[])tokens.Clone();
        masked[residue + 1] = (byte)model.Alphabet.Mask!.Value;
        return model.Logits(new TokenBatch([masked]))[residue + 1].log_softmax(0).data<float>().ToArray();
    }

    private static Esm2Model Golden() =>
        (Esm2Model)ProteinLanguageModelFile.Open(Repository.Shared("golden", "esm2-tiny", "esm2_t3_tiny.pt"));
}
