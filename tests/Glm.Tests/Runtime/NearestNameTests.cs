using Glm.Runtime;

namespace Glm.Tests.Runtime;

public class NearestNameTests
{
    [Theory]
    [InlineData("a", "a", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("trian", "train", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Should_count_edits(string a, string b, int distance) => Assert.Equal(distance, NearestName.Distance(a, b));

    [Theory]
    [InlineData("trian", "train")]
    [InlineData("TRAIN", "train")]
    [InlineData("lod", "load")]
    [InlineData("tax", "taxonomy")] // a beginning
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void Should_find_what_was_probably_meant(string typed, string? name) =>
        Assert.Equal(name, NearestName.Of(typed, ["load", "train", "taxonomy"]));
}
