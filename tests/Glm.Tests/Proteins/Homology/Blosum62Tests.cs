using Glm.Proteins.Homology;

namespace Glm.Tests.Proteins.Homology;

public sealed class Blosum62Tests
{
    [Theory]
    [InlineData('W', 'W', 11)]
    [InlineData('A', 'A', 4)]
    [InlineData('I', 'V', 3)]
    [InlineData('W', 'D', -4)]
    [InlineData('B', 'D', 4)]
    [InlineData('Z', 'Q', 3)]
    [InlineData('X', 'X', -1)]
    [InlineData('X', 'A', 0)]
    [InlineData('C', 'U', 9)]
    [InlineData('O', 'R', 2)]
    [InlineData('J', 'L', -1)]
    public void Should_score_residues(char first, char second, int expected)
    {
        Assert.Equal(expected, Blosum62.Score(PlainSmithWaterman.Code(first), PlainSmithWaterman.Code(second)));
        Assert.Equal(expected, Blosum62.Score(PlainSmithWaterman.Code(second), PlainSmithWaterman.Code(first)));
    }

    [Fact]
    public void Should_prefer_every_amino_acid_to_any_other()
    {
        for (byte first = 0; first < 20; first++)
        for (byte second = 0; second < 20; second++)
        {
            Assert.Equal(Blosum62.Score(first, second), Blosum62.Score(second, first));
            Assert.True(first == second || Blosum62.Score(first, second) < Blosum62.Score(first, first));
        }
    }

    [Theory]
    [InlineData('a')]
    [InlineData('*')]
    [InlineData('-')]
    [InlineData('Ä')]
    [InlineData('\0')]
    public void Should_know_no_other_character(char letter) => Assert.False(Blosum62.TryCode(letter, out _));
}
