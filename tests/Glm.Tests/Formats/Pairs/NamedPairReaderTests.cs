using Glm.Formats.Pairs;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Analysis.Probes;

namespace Glm.Tests.Formats.Pairs;

public sealed class NamedPairReaderTests : IDisposable
{
    private static readonly ScaffoldSet Set = ProbeBench.Data(genomes: 2).Scaffolds;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("g1\tg2\ng3\tg4\n")]
    [InlineData("# of my own\nfirst,second\n\ng1,g2\n\"g3\",g4\r\n")]
    [InlineData("g1;p2\np3;g4")]
    public void Should_read_tables_of_two_ids(string text)
    {
        var named = NamedPairReader.Read(Set, _folder.Write("pairs.txt", text));
        Assert.Equal([(1, 2, null), (3, 4, null)], named.Pairs);
        Assert.Equal(2, named.Rows);
    }

    [Fact]
    public void Should_read_distances_and_count_what_names_no_gene()
    {
        var named = NamedPairReader.Read(Set, _folder.Write("pairs.tsv", "a\tb\td\ng1\tg2\t0.5\ng1\tnobody\t1\ng5\tg6\t\n"));
        Assert.Equal([(1, 2, 0.5), (5, 6, null)], named.Pairs);
        Assert.Equal(3, named.Rows);
    }

    [Theory]
    [InlineData("", "none of its 0 rows names two genes")]
    [InlineData("g1\tnobody<b>\n", "none of its 1 rows names two genes of 'bench'; 'nobody<b>', for example, is none.")]
    [InlineData("g1\tg2\ng3\n", "pairs.tsv:2: 'g3' names one gene; a row needs two ids")]
    [InlineData("g1\tg2\tfar\n", "pairs.tsv:1: 'far' in the third column is no number")]
    [InlineData("g1\tg2\tNaN\n", "'NaN' in the third column is no number")]
    public void Should_say_what_is_wrong_in_one_line(string text, string message)
    {
        var path = _folder.Write("pairs.tsv", text);
        var fault = Assert.Throws<GlmException>(() => NamedPairReader.Read(Set, path));
        Assert.Contains(message, fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
