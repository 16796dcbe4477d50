using System.Diagnostics;
using System.Text;
using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Sessions;

namespace Glm.Tests.Sessions;

/// <summary>Files of objects that somebody made to do harm; their checksums are right.</summary>
public sealed class HostileObjectsTests
{
    private static readonly Dictionary<object, (int, int)> NothingEarlier = [];

    /// <summary>What a writer writes, with whatever a test puts behind it.</summary>
    private sealed class Bytes
    {
        private readonly MemoryStream _stream = new();

        public Bytes() => _stream.Write(ObjectWriter.Mark);

        public Bytes Number(long number)
        {
            for (; number >= 0x80; number >>= 7)
                _stream.WriteByte((byte)(number | 0x80));
            _stream.WriteByte((byte)number);
            return this;
        }

        public Bytes Text(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Number(bytes.Length * 2L);
            _stream.Write(bytes);
            return this;
        }

        /// <summary>A new type: its name, its arguments, and the fingerprint that this version gives it.</summary>
        public Bytes Type(string name, ulong fingerprint = 0, params Action<Bytes>[] arguments)
        {
            Number(0).Text(name).Number(arguments.Length);
            foreach (var argument in arguments)
                argument(this);
            _stream.Write(BitConverter.GetBytes(fingerprint));
            return this;
        }

        public byte[] ToArray() => _stream.ToArray();
    }

    [Theory]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.IO.FileInfo")]
    [InlineData("System.Type")]
    [InlineData("Glm.Runtime.TemporaryPath")] // deletes when it is finalised or disposed of
    [InlineData("Glm.Runtime.ExternalProgram")]
    [InlineData("Glm.Arrays.Storage.PendingFile")]
    [InlineData("Glm.Modeling.FlatParameters")]
    [InlineData("Glm.Sessions.SessionFolder")]
    [InlineData("Glm.Genomes.Gene, Glm")]
    [InlineData("System.Func`1")]
    [InlineData("any-list")]
    [InlineData("array")]
    [InlineData("")]
    public void Should_make_nothing_but_data(string type) =>
        Assert.Contains("which this version does not know", Refused(new Bytes().Number(1).Type(type).Number(1).Number(1)));

    [Fact]
    public void Should_not_believe_sizes()
    {
        foreach (var count in new[] { 5L, 1 << 20, int.MaxValue, 1L << 40, long.MaxValue / 2 })
        {
            var numbers = new Bytes().Number(1).Type("array", 0, element => element.Type("float64"));
            Assert.Contains("bytes are left", Refused(numbers.Number(count)));
            Assert.Contains("bytes are left", Refused(new Bytes().Number(1).Type("text").Number(Math.Max(2, count))));
            var texts = new Bytes().Number(1).Type("list", 0, element => element.Type("text"));
            Assert.Contains("bytes are left", Refused(texts.Number(count)));
        }
        Assert.Contains(
            "rows and",
            Refused(new Bytes().Number(1).Type("grid", 0, element => element.Type("float64")).Number(1L << 40).Number(1L << 40).Number(0))
        );
    }

    [Fact]
    public void Should_limit_the_nesting_of_types_and_objects()
    {
        static void Nest(Bytes bytes, int levels)
        {
            if (levels == 0)
                bytes.Type("int32");
            else
                bytes.Type("list", 0, inner => Nest(inner, levels - 1));
        }

        var deep = new Bytes().Number(1);
        Nest(deep, 5000);
        Assert.Contains("nested too deep", Refused(deep));
        var wide = new Bytes().Number(1);
        wide.Type(
            "tuple7",
            0,
            [
                .. Enumerable.Repeat<Action<Bytes>>(
                    inner => inner.Type("tuple7", 0, [.. Enumerable.Repeat<Action<Bytes>>(one => one.Type("int64"), 7)]),
                    7
                ),
            ]
        );
        Assert.NotEmpty(Refused(wide));
    }

    [Fact]
    public void Should_refuse_objects_where_they_do_not_belong()
    {
        Assert.Contains("it refers to object", Refused(new Bytes().Number(4)));
        Assert.Contains("it refers to file", Refused(new Bytes().Number(2).Number(0).Number(0)));
        Assert.Contains("it holds nothing", Refused(new Bytes().Number(0)));
        Assert.Contains("bytes follow its end", Refused(new Bytes().Number(1).Type("text").Text("a").Number(0)));
        Assert.Contains("it does not begin", Refused([1, 2, 3, 4, 5]));
        Assert.Contains("it breaks off", Refused([]));
        Assert.Contains("has no end", Refused([.. "glmo"u8, .. Enumerable.Repeat((byte)0xFF, 30)]));
    }

    /// <summary>Whatever byte of a true file is another: data, or one sentence; never anything else, and soon.</summary>
    [Fact]
    public void Should_survive_any_single_change()
    {
        var scaffold = new Scaffold(
            "s",
            [.. Enumerable.Range(0, 3).Select(i => new Gene($"g{i}", Strand.Forward, $"p{i}") { EcNumbers = ["1.1.1.1"], Start = i })],
            "genome"
        );
        var set = new ScaffoldSet(
            "made",
            [new Genome("genome", [scaffold], new Lineage("Bacteria"))],
            new Dictionary<string, Protein>
            {
                ["p0"] = new("p0", "MK"),
                ["p1"] = new("p1", "ML"),
                ["p2"] = new("p2", "MV"),
            },
            [new GeneWindow(scaffold, 0, 3)],
            []
        );
        var whole = Written(
            new object[]
            {
                set,
                new ProteinVectors("made", ["a", "b"], 2, [(Half)1, (Half)2, (Half)3, (Half)4]),
                new AttentionResult(set.Windows[0], 1, 1, new float[9]),
            }
        );
        var watch = Stopwatch.StartNew();
        var (data, refused) = (0, 0);
        foreach (var file in whole)
            for (var at = 0; at < file.Length; at++)
                foreach (var change in new byte[] { 0x01, 0x80, 0xFF })
                {
                    var changed = file.ToArray();
                    changed[at] ^= change;
                    try
                    {
                        Read(changed);
                        data++;
                    }
                    catch (DamagedObjectsException damage)
                    {
                        Assert.InRange(damage.Message.Length, 5, 500);
                        refused++;
                    }
                }
        Assert.True(refused > data / 10, $"{refused} refused, {data} read");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Should_tell_another_version_by_the_parts_of_its_types()
    {
        var bytes = new Bytes().Number(1).Type("Glm.Genomes.Protein", fingerprint: 12345).Number(0).Number(0).Number(0).ToArray();
        var other = Assert.Throws<DamagedObjectsException>(() => Read(bytes));
        Assert.True(other.IsOtherVersion);
        Assert.Equal("its Protein has other parts than that of this version", other.Message);
    }

    private static IEnumerable<byte[]> Written(IEnumerable<object> values) =>
        values.Select(value =>
        {
            using var stream = new MemoryStream();
            using var place = new SessionPlace(".");
            new ObjectWriter(
                stream,
                NothingEarlier,
                place,
                _ => throw new InvalidOperationException(),
                null,
                CancellationToken.None
            ).WriteFile(value);
            return stream.ToArray();
        });

    private static object Read(byte[] bytes)
    {
        using var place = new SessionPlace(".");
        using var stream = new MemoryStream(bytes);
        return new ObjectReader(
            stream,
            new Dictionary<int, IReadOnlyList<object?>>(),
            _ => null,
            place,
            CancellationToken.None
        ).ReadFile();
    }

    private static string Refused(Bytes bytes) => Refused(bytes.ToArray());

    private static string Refused(byte[] bytes) => Assert.Throws<DamagedObjectsException>(() => Read(bytes)).Message;
}
