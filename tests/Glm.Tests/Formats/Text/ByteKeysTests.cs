using System.Globalization;
using System.Text;
using Glm.Formats.Text;

namespace Glm.Tests.Formats.Text;

public sealed class ByteKeysTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_number_keys_as_a_dictionary_does(bool sorted)
    {
        var keys = new ByteKeys();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var key = "c_" + (sorted ? i : random.Next(8_000)).ToString(CultureInfo.InvariantCulture);
            var isNew = numbers.TryAdd(key, numbers.Count);
            Assert.Equal(isNew, keys.TryAdd(Encoding.ASCII.GetBytes(key), out var number));
            Assert.Equal(numbers[key], number);
        }
        Assert.Equal(numbers.Count, keys.Count);
        foreach (var (key, number) in numbers)
        {
            Assert.Equal(number, keys.IndexOf(Encoding.ASCII.GetBytes(key)));
            Assert.Equal(key, Encoding.ASCII.GetString(keys[number]));
        }
        Assert.Equal(-1, keys.IndexOf("none"u8));
        Assert.Equal(-1, keys.IndexOf("c_x"u8));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(40)]
    public void Should_tell_keys_of_any_length_apart(int length)
    {
        // Keys that differ in one letter, at every place of them.
        var keys = new ByteKeys();
        var key = Encoding.ASCII.GetBytes(new string('m', length));
        var random = new Random(2);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 30_000; i++)
        {
            var changed = (byte[])key.Clone();
            changed[random.Next(length)] = (byte)random.Next(256);
            changed[random.Next(length)] = (byte)random.Next(256);
            var isNew = numbers.TryAdd(Convert.ToHexString(changed), numbers.Count);
            Assert.Equal(isNew, keys.TryAdd(changed, out var number));
            Assert.Equal(numbers[Convert.ToHexString(changed)], number);
        }
    }

    [Fact]
    public void Should_know_a_key_that_comes_twice_in_a_row()
    {
        var keys = new ByteKeys();
        Assert.True(keys.TryAdd("a"u8, out _));
        Assert.True(keys.TryAdd("b"u8, out _));
        Assert.False(keys.TryAdd("b"u8, out var number));
        Assert.Equal(1, number);
        Assert.False(keys.TryAdd("a"u8, out number));
        Assert.Equal(0, number);
        Assert.True(keys.TryAdd(""u8, out number));
        Assert.Equal((2, 2), (number, keys.IndexOf(""u8)));
    }
}
