using Glm.Formats.OperonTable;

namespace Glm.Tests.Formats.OperonTable;

public class OperonTableTests
{
    private static IReadOnlyList<OperonRow> Read(string text) => OperonTableReader.Read(TextInput.Utf8(text), "o.tsv");

    [Fact]
    public void Should_read_operons_and_families() =>
        Assert.Equal(
            [new OperonRow("g1", "lacZYA", "F1", 2), new OperonRow("g2", null, null, 3), new OperonRow("g3", null, "F2", 4)],
            Read("operon\tgene\tfamily\r\nlacZYA\tg1\tF1\r\nNone\tg2\t\r\n\tg3\tF2\r\n")
        );

    [Fact]
    public void Should_do_without_families() => Assert.Equal([new OperonRow("g1", "x", null, 2)], Read("gene\toperon\ng1\tx\n"));

    [Theory]
    [InlineData("", "o.tsv", "empty")]
    [InlineData("gene\toperon\n", "o.tsv", "no rows")]
    [InlineData("gene\tcluster\ng\tx\n", "o.tsv:1", "no column operon", "gene, cluster")]
    [InlineData("id\toperon\ng\tx\n", "o.tsv:1", "no column gene")]
    [InlineData("gene\toperon\ng\n", "o.tsv:2", "1 cells")]
    [InlineData("gene\toperon\n\tx\n", "o.tsv:2", "empty")]
    [InlineData("gene\toperon\ng\tx\ng\ty\n", "o.tsv:3", "'g'", "line 2")]
    public void Should_refuse_bad_input_in_one_line(string text, params string[] parts) => TextInput.ShouldFail(() => Read(text), parts);
}
