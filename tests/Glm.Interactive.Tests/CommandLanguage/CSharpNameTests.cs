using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.CommandLanguage;

public class CSharpNameTests
{
    [Theory]
    [InlineData("scaffolds", true)]
    [InlineData("_x1", true)]
    [InlineData("gène", true)]
    [InlineData("", false)]
    [InlineData("1x", false)]
    [InlineData("a-b", false)]
    [InlineData("a b", false)]
    [InlineData("a;System.IO.File.Delete(\"x\")", false)]
    [InlineData("@class", false)]
    [InlineData("class", false)]
    [InlineData("var", false)]
    [InlineData("_", false)]
    public void Should_tell_variable_names_from_others(string name, bool valid) => Assert.Equal(valid, CSharpName.IsValid(name));

    [Fact]
    public void Should_shorten_the_names_of_deep_types()
    {
        var (array, list, tuple) = (typeof(int), typeof(int), typeof(int));
        for (var depth = 0; depth < 900; depth++)
            array = array.MakeArrayType();
        for (var depth = 0; depth < 300; depth++)
            (list, tuple) = (typeof(List<>).MakeGenericType(list), typeof(ValueTuple<,>).MakeGenericType(tuple, typeof(int)));
        foreach (var (type, begin) in new[] { (array, "Int32[][][]"), (list, "List<List<"), (tuple, "((((") })
        {
            var name = CSharpName.OfType(type);
            Assert.StartsWith(begin, name);
            Assert.InRange(name.Length, 300, 4000);
            Assert.InRange(name.Count(letter => letter is '[' or '<' or '('), 40, 310);
        }
        Assert.Equal("Int32[][,]", CSharpName.OfType(typeof(int[][,])));
    }
}
