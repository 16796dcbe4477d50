using Glm.Runtime;

namespace Glm.Tests.Runtime;

public sealed class GlmExceptionTests
{
    private const string Hostile = "a\u001b[2J\r\nb\u202E\u200B\u009b\u2028c\uFDD0\uD800";
    private const string Shown = "a␛[2J b[U+202E][U+200B]␡ c\uFFFD\uFFFD";

    [Fact]
    public void Should_make_every_filled_in_value_harmless()
    {
        var file = new FileInfo("x");
        Assert.Equal($"x: {Shown}.", new GlmException($"x: {Hostile}.").Message);
        Assert.Equal($"x: {Shown}.", new GlmException($"x: {Hostile.AsSpan()}.", new InvalidOperationException()).Message);
        Assert.Equal("x: ␛ 1.5 x 0x1F .", new GlmException($"x: {'\u001b'} {1.5} {file.Name} 0x{31:X2} {(string?)null}.").Message);
        Assert.Equal($"x: {Shown}.", new GlmException($"x: {new Named(Hostile)}.").Message);
    }

    [Fact]
    public void Should_make_a_composed_message_harmless()
    {
        var composed = "x: " + Hostile + ".";
        Assert.Equal($"x: {Shown}.", new GlmException(composed).Message);
        Assert.Equal($"x: {Shown}.", new GlmException(composed, new InvalidOperationException()).Message);
    }

    [Fact]
    public void Should_bound_what_it_shows()
    {
        var megabyte = new string('x', 1 << 20);
        Assert.InRange(new GlmException($"x: {megabyte}.").Message.Length, 100, 2000);
        Assert.EndsWith("….", new GlmException($"x: {megabyte}.").Message, StringComparison.Ordinal);
        Assert.InRange(new GlmException(megabyte).Message.Length, 100, 5000);
    }

    [Fact]
    public void Should_keep_settings_in_prose_that_is_filled_in()
    {
        var remedy = $"Use {Setting.Of("MinGenes", 3)}.";
        var message = new GlmException($"x: {Hostile}. {remedy}").Spell(_ => "--min-genes 3").Message;
        Assert.Equal($"x: {Shown}. Use --min-genes 3.", message);
        Assert.Equal("Use Level = ␛.", new GlmException($"Use {Setting.Of("Level", "\u001b")}.").Message);
    }

    private sealed record Named(string Name)
    {
        public override string ToString() => Name;
    }
}
