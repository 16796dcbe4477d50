using System.Numerics;
using Glm.Arrays.Pickle;
using Glm.Testing;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.Pickle;

public sealed class PickleReaderTests
{
    // Each holds (None, True, 7, -70000, 2**80, 1.5, "é\n", b"\x00\xff", [1, 2], {"a": 1}) as Python 3.11 writes it.
    public static TheoryData<int> Protocols => [0, 1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Protocols))]
    public void Should_read_what_python_writes(int protocol)
    {
        var root = Assert.IsType<PickleTuple>(Read(Convert.FromBase64String(PythonPickles.Mixed[protocol])));
        Assert.Null(root[0]);
        Assert.Equal(true, root[1]);
        Assert.Equal(7L, root[2]);
        Assert.Equal(-70000L, root[3]);
        Assert.Equal(BigInteger.Pow(2, 80), root[4]);
        Assert.Equal(1.5, root[5]);
        Assert.Equal("é\n𝄞\\", root[6]);
        Assert.Equal([1L, 2L], Assert.IsType<PickleList>(root[7]));
        var dict = Assert.IsType<PickleDict>(root[8]);
        Assert.True(dict.TryGetValue("a", out var one) && (long)one! == 1);
        Assert.True(dict.TryGetValue(300L, out var two) && two is PickleTuple { Count: 0 });
        Assert.False(dict.TryGetValue("b", out _));
        Assert.Same(root[7], root[9]);
        Assert.Equal(double.PositiveInfinity, root[10]);
        Assert.Equal(false, root[11]);
        Assert.Equal(-1L, root[12]);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Should_record_objects_without_building_them(int protocol)
    {
        var root = Assert.IsType<PickleList>(
            Read(
                Convert.FromBase64String(PythonPickles.Objects[protocol]),
                "argparse.Namespace",
                "collections.OrderedDict",
                "copy_reg._reconstructor",
                "copyreg._reconstructor",
                "__builtin__.object",
                "builtins.object",
                "__builtin__.set",
                "builtins.set"
            )
        );
        var settings = Assert.IsType<PickleObject>(root[0]);
        Assert.True(Assert.IsType<PickleDict>(settings.State).TryGetValue("layers", out var layers));
        Assert.Equal(3L, layers);
        var ordered = Assert.IsType<PickleObject>(root[1]);
        Assert.Equal("collections.OrderedDict", ordered.Class.FullName);
        Assert.True(ordered.Entries!.TryGetValue("x", out var x));
        Assert.Equal(1L, x);
    }

    [Fact]
    public void Should_read_python_2_strings_and_old_instances()
    {
        Assert.Equal("a'\n\\ÿ", Read("S'a\\'\\n\\\\\\xff'\np0\n."u8.ToArray()));
        var old = Assert.IsType<PickleObject>(Read("(iargparse\nNamespace\np0\n(dp1\nS'a'\nI01\nsb."u8.ToArray(), "argparse.Namespace"));
        Assert.True(Assert.IsType<PickleDict>(old.State).TryGetValue("a", out var value));
        Assert.Equal(true, value);
        Assert.IsType<PickleObject>(Read("(cargparse\nNamespace\nI1\no."u8.ToArray(), "argparse.Namespace"));
    }

    [Fact]
    public void Should_read_long_memos_frozensets_and_bytearrays()
    {
        var pickle = PickleBytes
            .New()
            .Proto(4)
            .Op("(")
            .Op("\x96")
            .Int64(2)
            .Raw(1, 2)
            .Op("r")
            .UInt32(70_000)
            .Op("j")
            .UInt32(70_000)
            .Op("(K\x01\x91\x8f(K\x02\x90t")
            .Stop();
        var root = Assert.IsType<PickleTuple>(Read(pickle));
        Assert.Equal(new byte[] { 1, 2 }, root[0]);
        Assert.Same(root[0], root[1]);
        Assert.Equal([1L], Assert.IsType<PickleList>(root[2]));
        Assert.Equal([2L], Assert.IsType<PickleList>(root[3]));
    }

    [Fact]
    public void Should_keep_the_last_value_of_a_repeated_key() =>
        Assert.Equal(
            [KeyValuePair.Create<object?, object?>("a", 2L)],
            Assert.IsType<PickleDict>(Read(PickleBytes.New().Op("}(").Text("a").Integer(1).Text("a").Integer(2).Op("u").Stop()))
        );

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("numpy", "ndarray.tofile")]
    public void Should_refuse_a_name_that_is_not_allowed(string module, string name)
    {
        byte[][] forms =
        [
            PickleBytes.New().Global(module, name).Op("(").Text("touch /tmp/owned").Op("tR").Stop(),
            PickleBytes.New().Proto(4).Text(module).Text(name).Op("\x93").Text("touch /tmp/owned").Op("\x85R").Stop(),
            PickleBytes.New().Op("(").Text("touch /tmp/owned").Op($"i{module}\n{name}\n").Stop(),
            PickleBytes.New().Op("(").Global(module, name).Text("touch /tmp/owned").Op("o").Stop(),
            PickleBytes.New().Global(module, name).Op(")\x81").Stop(),
            PickleBytes.New().Global(module, name).Op("0N").Stop(),
        ];
        foreach (var form in forms)
            Assert.Contains($"the pickle refers to {module}.{name}, which is not data", Refused(form, [.. NumpyPickle.Globals]));
    }

    [Fact]
    public void Should_keep_a_hostile_name_on_one_line()
    {
        var message = Refused(PickleBytes.New().Text("os\n\u001b[31m").Text(new string('x', 5000)).Op("\x93").Stop());
        Assert.InRange(message.Length, 1, 300);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void Should_refuse_calls_of_anything_but_a_name()
    {
        Refused(PickleBytes.New().Text("f").Op(")R").Stop());
        Refused(PickleBytes.New().Op("))R").Stop());
        Refused(PickleBytes.New().Global("a", "b").Op("NR").Stop(), "a.b");
        Refused(PickleBytes.New().Op("]Nb").Stop());
        Refused(PickleBytes.New().Op("}N\x85a").Stop());
        Assert.Contains("extension registry", Refused(PickleBytes.New().Op("\x82\x01").Stop()));
        Assert.Contains("outside the file", Refused(PickleBytes.New().Op("NQ").Stop()));
        Assert.Contains("outside the file", Refused(PickleBytes.New().Op("NPstorage\n").Stop()));
        Assert.Contains("outside the file", Refused(PickleBytes.New().Op("N\x97").Stop()));
    }

    [Theory]
    [InlineData("]", "a")]
    [InlineData("", "\x85")]
    [InlineData("(", "t")]
    [InlineData("(", "l")]
    public void Should_refuse_deep_nesting(string open, string close)
    {
        var bytes = PickleBytes.New().Repeat(open, 100_000).Op("N").Repeat(close, 100_000).Stop();
        Assert.Contains("nests containers deeper than 100", Refused(bytes));
    }

    [Fact]
    public void Should_refuse_nesting_that_is_assembled_from_the_inside()
    {
        // Each list is put into the next one through the memo, so that the stack stays shallow.
        var bytes = PickleBytes.New().Op("]");
        for (var i = 0; i < 1000; i++)
            bytes.Op("q\x00").Op("0]h\x00").Op("a");
        Assert.Contains("nests containers deeper", Refused(bytes.Stop()));
    }

    [Fact]
    public void Should_read_nesting_within_the_limit()
    {
        var value = Read(PickleBytes.New().Op("N").Repeat("\x85", 100).Stop());
        for (var i = 0; i < 100; i++)
            value = Assert.IsType<PickleTuple>(value)[0];
        Assert.Null(value);
        Refused(PickleBytes.New().Op("N").Repeat("\x85", 101).Stop());
    }

    [Fact]
    public void Should_refuse_an_object_that_contains_itself()
    {
        Assert.Contains("contains itself", Refused(PickleBytes.New().Op("]q\x00h\x00").Op("a").Stop()));
        Assert.Contains("contains itself", Refused(PickleBytes.New().Op("}q\x00").Text("a").Op("h\x00\x85s").Stop()));
        Assert.Contains("contains itself", Refused(PickleBytes.New().Global("a", "b").Op(")Rq\x00h\x00").Op("b").Stop(), "a.b"));
    }

    [Fact]
    public void Should_refuse_a_bomb_of_doubled_tuples()
    {
        Assert.Contains("bomb", Refused(PickleBytes.New().Text("lol").Repeat("2\x86", 90).Stop()));
        Assert.Contains(
            "bomb",
            Refused(PickleBytes.New().Op("]").Repeat("q\x00" + "0(h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00t", 60).Stop())
        );
    }

    [Fact]
    public void Should_refuse_one_large_text_shared_a_million_times()
    {
        var bytes = PickleBytes.New().Text(new string('x', 1 << 20)).Op("q\x00" + "0(").Repeat("h\x00", 10_000).Op("t").Stop();
        Assert.Contains("bomb", Refused(bytes));
    }

    [Fact]
    public void Should_refuse_millions_of_tiny_objects()
    {
        Assert.Contains("bomb", Refused(PickleBytes.New().Op("(").Repeat("]", 1_500_000).Op("t").Stop()));
        Assert.Contains("bomb", Refused(PickleBytes.New().Op("(").Repeat("}", 1_000_000).Op("t").Stop()));
    }

    [Fact]
    public void Should_refuse_a_memo_bomb()
    {
        var bytes = PickleBytes.New().Op("N").Repeat("\x94", 4_000_000).Stop();
        var options = new PickleOptions { AllowedGlobals = new HashSet<string>(), MaxMemoEntries = 1_000_000 };
        using var folder = new TemporaryFolder();
        var path = folder.Write("bomb.pkl", bytes);
        Assert.Contains("notes more than 1000000 values", Hostile.Refused(path, () => PickleReader.Read(path, options)).Message);

        var sparse = PickleBytes.New().Op("N");
        for (var i = 0u; i < 3_000; i++)
            sparse.Op("r").UInt32(uint.MaxValue - i);
        Assert.Null(Read(sparse.Stop()));
    }

    [Theory]
    [InlineData("\x8a", 1)] // LONG1
    [InlineData("\x8b", 4)] // LONG4
    [InlineData("\x8c", 1)] // SHORT_BINUNICODE
    [InlineData("X", 4)] // BINUNICODE
    [InlineData("\x8d", 8)] // BINUNICODE8
    [InlineData("U", 1)] // SHORT_BINSTRING
    [InlineData("T", 4)] // BINSTRING
    [InlineData("C", 1)] // SHORT_BINBYTES
    [InlineData("B", 4)] // BINBYTES
    [InlineData("\x8e", 8)] // BINBYTES8
    [InlineData("\x96", 8)] // BYTEARRAY8
    [InlineData("\x95", 8)] // FRAME
    public void Should_refuse_a_declared_length_that_the_file_does_not_hold(string opcode, int bytes)
    {
        long[] lengths = bytes switch
        {
            1 => [200, 255],
            4 => [1 << 30, uint.MaxValue],
            _ => [1L << 40, long.MaxValue, -1, long.MinValue],
        };
        foreach (var length in lengths)
            Assert.Contains("bytes remain", Refused(PickleBytes.New().Op(opcode).Raw(BitConverter.GetBytes(length)[..bytes]).Stop()));
    }

    [Fact]
    public void Should_refuse_giant_integers()
    {
        Assert.Contains("an integer of 100000 bytes", Refused(PickleBytes.New().Op("\x8b").UInt32(100_000).Raw(new byte[100_000]).Stop()));
        Assert.Contains("not a number", Refused(PickleBytes.New().Op("L").Repeat("9", 100_000).Op("L\n").Stop()));
        Assert.Contains("a line of more than", Refused(PickleBytes.New().Op("L").Repeat("9", 2_000_000).Op("L\n").Stop()));
    }

    [Fact]
    public void Should_stay_fast_when_keys_are_chosen_to_collide()
    {
        // All of these have the same Int64.GetHashCode.
        var bytes = PickleBytes.New().Op("}(");
        for (var i = 0L; i < 200_000; i++)
            bytes.Integer(i << 32 | i).Op("N");
        Assert.Equal(200_000, Assert.IsType<PickleDict>(Read(bytes.Op("u").Stop())).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NN")]
    [InlineData("(")]
    [InlineData("(N")]
    [InlineData("0N")]
    [InlineData("2")]
    [InlineData("t")]
    [InlineData("l")]
    [InlineData("d")]
    [InlineData("(Nd")]
    [InlineData("(N(e")]
    [InlineData("}(Nu")]
    [InlineData("]Ns")]
    [InlineData("a")]
    [InlineData("Na")]
    [InlineData("N(Na")]
    [InlineData("N(\x86")]
    [InlineData("h\x07")]
    [InlineData("g7\n")]
    [InlineData("g-1\n")]
    [InlineData("gx\n")]
    [InlineData("Np99999999999999999999\n")]
    [InlineData("q\x00")]
    [InlineData("\x94")]
    [InlineData("\x93")]
    [InlineData("NN\x93")]
    [InlineData("(o")]
    [InlineData("(No")]
    [InlineData("R")]
    [InlineData("\x92")]
    [InlineData("b")]
    [InlineData("Ix\n")]
    [InlineData("Fx\n")]
    [InlineData("Sx\n")]
    [InlineData("S'\\\n")]
    [InlineData("S'\\x1'\n")]
    [InlineData("V\\u12\n")]
    [InlineData("V\\U00110000\n")]
    [InlineData("X\x01\x00\x00\x00\xff")]
    [InlineData("\x80\x06N")]
    [InlineData("\xff")]
    [InlineData("N.N")]
    public void Should_refuse_broken_instructions(string letters) => Refused(PickleBytes.New().Op(letters).Stop(), "a.b");

    [Fact]
    public void Should_refuse_a_file_truncated_anywhere()
    {
        using var folder = new TemporaryFolder();
        foreach (var pickle in PythonPickles.Mixed.Concat(PythonPickles.Objects))
            Hostile.TruncateEverywhere(folder, "x.pkl", Convert.FromBase64String(pickle), path => PickleReader.Read(path, Everything));
    }

    [Fact]
    public void Should_survive_damage()
    {
        using var folder = new TemporaryFolder();
        foreach (var pickle in PythonPickles.Mixed.Concat(PythonPickles.Objects))
            Assert.InRange(
                Hostile.Damage(folder, "x.pkl", Convert.FromBase64String(pickle), 400, path => PickleReader.Read(path, Everything)),
                50,
                400
            );
    }

    private static PickleOptions Everything { get; } =
        new()
        {
            AllowPersistentReferences = true,
            AllowedGlobals = new HashSet<string>([
                "argparse.Namespace",
                "collections.OrderedDict",
                "copy_reg._reconstructor",
                "copyreg._reconstructor",
                "__builtin__.object",
                "builtins.object",
                .. NumpyPickle.Globals,
            ]),
        };

    private static object? Read(byte[] bytes, params string[] allowed)
    {
        using var stream = new MemoryStream(bytes);
        return PickleReader.Read(stream, bytes.Length, "test.pkl", new PickleOptions { AllowedGlobals = new HashSet<string>(allowed) });
    }

    private static string Refused(byte[] bytes, params string[] allowed) =>
        Hostile.Refused("test.pkl", () => Read(bytes, allowed)).Message;
}
