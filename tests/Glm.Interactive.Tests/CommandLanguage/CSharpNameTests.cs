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
}
