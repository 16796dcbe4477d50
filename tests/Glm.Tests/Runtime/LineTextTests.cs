using Glm.Runtime;

namespace Glm.Tests.Runtime;

public sealed class LineTextTests
{
    [Theory]
    [InlineData("thrA", "thrA")]
    [InlineData("a\r\nb\nc\td\u2028e", "a b c d e")]
    [InlineData("\u001b[31mred\0", "␛[31mred␀")]
    [InlineData("x\u007f\u009by", "x␡␡y")]
    [InlineData("evil\u202Egnp.exe\u2066", "evil[U+202E]gnp.exe[U+2066]")]
    [InlineData("zero\u200Bwidth\uFEFF\u00AD\u061C", "zero[U+200B]width[U+FEFF][U+00AD][U+061C]")]
    [InlineData("tag\U000E0041 \uFDD5\uFFFF", "tag[U+E0041] \uFFFD\uFFFD")]
    [InlineData("é 蛋白 κ-casein", "é 蛋白 κ-casein")]
    [InlineData("whole 🧬", "whole 🧬")]
    public void Should_make_one_harmless_line(string text, string shown) => Assert.Equal(shown, LineText.Shown(text));

    [Fact]
    public void Should_cut_a_long_text()
    {
        Assert.Equal("1234…", LineText.Shown("123456", limit: 5));
        Assert.Equal("12345", LineText.Shown("12345", limit: 5));
        Assert.Equal("123…", LineText.Shown("123🧬56", limit: 5));
        Assert.Equal("'12…'", LineText.Quoted("123456", limit: 3));
        Assert.Equal(120, LineText.Shown(new string('x', 1_000_000)).Length);
    }

    [Fact]
    public void Should_mark_half_a_character() => Assert.Equal("half \uFFFD.", LineText.Shown("half \uD83E."));

    [Fact]
    public void Should_keep_lines_where_lines_are_wanted() => Assert.Equal("a\n\tb␍", LineText.Harmless("a\n\tb\r"));
}
