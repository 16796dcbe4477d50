using System.Diagnostics;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ObjectViewTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(20); // milliseconds on a machine at rest; the old way took longer

    public static TheoryData<string, object> Lines =>
        new()
        {
            { "Func<int, int>", (Func<int, int>)(x => x + 1) },
            { "Action<string>: Console.WriteLine", (Action<string>)Console.WriteLine },
            { "System.Collections.Generic.List<int>", typeof(List<int>) },
            { "MethodInfo: Int32 IndexOf(Char)", typeof(string).GetMethod("IndexOf", [typeof(char)])! },
            { "Module: System.Private.CoreLib.dll", typeof(string).Module },
            { "MemoryStream: at 0 of 5 bytes", new MemoryStream(new byte[5]) },
            { "Task<int>: completed", Task.FromResult(5) },
            { "CancellationTokenSource: not cancelled", new CancellationTokenSource() },
            { "CancellationToken: not cancelled", CancellationToken.None },
            { "HttpClient", new HttpClient() },
            { "5", (nint)5 },
            { "Regex: a+b", new Regex("a+b") },
            { "Match: aab", Regex.Match("xaab", "a+b") },
            { "Lazy<int>: Value is not created.", new Lazy<int>(() => 5) },
            { "1.2", new Version(1, 2) },
            { "12345678901234567890", BigInteger.Parse("12345678901234567890", null) },
            { "(1, a, null)", (1, "a", (object?)null) },
            { "<a x=\"1\">\n  <b>t</b>\n</a>", XElement.Parse("<a x='1'><b>t</b></a>") },
            { "<b>t</b>", Xml("<a><b>t</b></a>").DocumentElement!.FirstChild! },
            { "<a>\n  <b>t</b>\n</a>", Xml("<a><b>t</b></a>") },
            { "{\n  \"a\": [\n    1\n  ]\n}", JsonNode.Parse("{\"a\":[1]}")! },
        };

    private static async IAsyncEnumerable<int> Counted()
    {
        await Task.Yield();
        yield return 1;
    }

    private sealed class Feed : IAsyncEnumerable<string>
    {
        public string Source => "a queue";

        public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    [Fact]
    public void Should_say_how_to_read_an_asynchronous_sequence()
    {
        const string How = "asynchronous, read it with await foreach (var item in …)";
        Assert.Equal($"IAsyncEnumerable<int>: {How}", Formatters.ToBundle(Counted()).Plain);
        Assert.Equal($"ObjectViewTests.Feed: {How}\n  Source: a queue", Formatters.ToBundle(new Feed()).Plain);
        Assert.Contains(
            $"Feed: IAsyncEnumerable<int>: {How}",
            Formatters.ToBundle(new { Feed = Counted() }).Plain,
            StringComparison.Ordinal
        );
        Assert.Contains($"IAsyncEnumerable<int>: {How}", Formatters.ToBundle(new[] { Counted() }).Plain, StringComparison.Ordinal);
    }

    private static XmlDocument Xml(string text)
    {
        var document = new XmlDocument();
        document.LoadXml(text);
        return document;
    }

    [Fact]
    public void Should_show_parts_as_rows()
    {
        var value = new
        {
            Name = "<b>Rex</b>",
            Age = 1234,
            Parents = new object?[] { new { Name = "A" }, null },
            Weights = new Dictionary<string, double> { ["<i>"] = 0.5 },
            Born = DateTime.UnixEpoch,
        };
        Snapshot.ShouldMatch("Views/ObjectView", () => ObjectView.Create(value));
    }

    [Theory]
    [MemberData(nameof(Lines), DisableDiscoveryEnumeration = true)]
    public void Should_tell_what_an_object_is_and_not_what_is_inside(string expected, object value) =>
        Assert.Equal(expected, Formatters.ToBundle(value).Plain.ReplaceLineEndings("\n"));

    [Fact]
    public void Should_keep_threads_processes_and_assemblies_short()
    {
        object[] values = [Thread.CurrentThread, Process.GetCurrentProcess(), typeof(string).Assembly, AppDomain.CurrentDomain];
        foreach (var value in values)
        {
            var bundle = Formatters.ToBundle(value);
            Assert.InRange(bundle.Plain.Length, 3, 400);
            Assert.Single(bundle.Parts);
        }
    }

    private sealed record Ring(int P1)
    {
        public object? Node { get; set; }
    }

    private sealed class Chain
    {
        public int Number;
        public Chain? Next;
    }

    private sealed record Link(int Number, Link? Next);

    [Fact]
    public void Should_show_a_circle_as_one_in_no_time()
    {
        var clock = Stopwatch.StartNew();
        var self = new Ring(5);
        self.Node = self;
        Assert.Equal("ObjectViewTests.Ring\n  P1: 5\n  Node: (cycle)", Formatters.ToBundle(self).Plain);
        var (one, other) = (new Ring(1), new Ring(2));
        (one.Node, other.Node) = (other, one);
        Assert.EndsWith("  Node: ObjectViewTests.Ring\n    P1: 2\n    Node: (cycle)", Formatters.ToBundle(one).Plain);
        var list = new Ring(3);
        list.Node = new List<object>
        {
            list,
            new Dictionary<string, object> { ["me"] = list },
        };
        Assert.EndsWith("  Node: 2 items\n    (cycle)\n    1 item\n      me: (cycle)", Formatters.ToBundle(list).Plain);
        Assert.Contains("ObjectViewTests.Ring", Formatters.ToBundle(new List<object> { self, one, 1 }).Plain);
        Assert.Contains("P1 = 5, Node = (cycle) }", Formatters.ToBundle(new[] { self }).Parts[MimeBundle.Html]);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Moment);
    }

    [Fact]
    public void Should_not_follow_a_long_chain()
    {
        Chain? chain = null;
        Link? link = null;
        for (var i = 0; i < 100_000; i++)
            (chain, link) = (new Chain { Number = i, Next = chain }, new Link(i, link));
        foreach (var value in new object[] { chain!, link!, new object[] { chain!, link! }, (chain, link), new { link } })
            Assert.InRange(Formatters.ToBundle(value).Plain.Length, 20, 1000);
    }

    private sealed class Difficult
    {
        public string Fine => "ok";
        public int Throws => throw new InvalidOperationException();
        public int Blocks
        {
            get
            {
                Thread.Sleep(-1);
                return 1;
            }
        }
        public IEnumerable<int> Endless
        {
            get
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
        }
        public object[] Texts { get; } = [.. Enumerable.Repeat((object)new string('x', 100_000), 100_000)];
        public object[] Rows { get; } = [.. Enumerable.Range(0, 1000).Select(i => new Ring(i))];
    }

    [Fact]
    public void Should_show_the_rest_where_a_property_fails_blocks_or_has_no_end()
    {
        var bundle = Formatters.ToBundle(new Difficult());
        Assert.Contains("  Fine: ok\n", bundle.Plain);
        Assert.Contains("  Throws: (InvalidOperationException)\n", bundle.Plain);
        Assert.Contains("  Blocks: (not read: it takes over a second)\n", bundle.Plain);
        Assert.Contains("  Endless: over 10 items: 0, 1, 2", bundle.Plain);
        Assert.Contains("  Texts: 100,000 items: xxx", bundle.Plain);
        Assert.Contains("… and 990 more items", bundle.Plain);
        Assert.InRange(bundle.Plain.Length + bundle.Parts[MimeBundle.Html].Length, 100, 100_000);
    }
}
