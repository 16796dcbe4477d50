using Glm.Kernel.Tests.Support;

namespace Glm.Kernel.Tests.CSharp;

/// <summary>Code that calls itself without end ends with an error, not with the process, whoever wrote the function that calls.</summary>
public sealed class EndlessCalls : IDisposable
{
    private const string Node = "record Node { public Node Next { get; set; } }\nvar n = new Node(); n.Next = n;\n";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(Node + "n.GetHashCode()")]
    [InlineData(Node + "n.ToString()")]
    [InlineData(Node + "var m = new Node(); m.Next = m; n == m")]
    [InlineData(Node + "new HashSet<Node> { n }")]
    [InlineData(Node + "new { n }.GetHashCode()")]
    [InlineData(
        "interface I { object O { get; set; } }\n"
            + "record struct S : I { public object O { get; set; } }\nI s = new S(); s.O = s; s.GetHashCode()"
    )]
    [InlineData(
        "abstract record B(int X) { public B Next { get; set; } }\nrecord D(int Y) : B(Y);\nB n = new D(1); n.Next = n; n.GetHashCode()"
    )]
    [InlineData("record G<T>(T V) { public G<T> Next { get; set; } }\nvar n = new G<int>(1); n.Next = n; n.GetHashCode()")]
    [InlineData("record R { public (object, int) P { get; set; } }\nvar r = new R(); r.P = (r, 1); r.GetHashCode()")]
    [InlineData("Func<int, int> f = null; f = x => f(x) + 1;\nf(1)")]
    [InlineData("Func<int, int> f = null; f = x => { return f(x) + 1; };\nf(1)")]
    [InlineData("Func<int, int> f = null; f = delegate(int x) { return f(x) + 1; };\nf(1)")]
    [InlineData("Func<int, int> f = null; f = x => { try { return f(x) + 1; } finally { x--; } };\nf(1)")]
    [InlineData(
        "Func<int, int> f = null; f = x => { var sum = 0; foreach (var y in new List<int> { x }) sum += f(y); return sum; };\nf(1)"
    )]
    [InlineData(
        "Func<int, int> f = null; f = x => { try { return f(x) + 1; } catch (ArgumentException) when (x < 0) { return 0; } };\nf(1)"
    )]
    [InlineData("void F() { IEnumerable<int> G() { foreach (var x in G()) yield return x; } G().Count(); }\nF()")]
    [InlineData("event Action E; E += () => E();\nE()")]
    [InlineData("class C { C c = new C(); }\nnew C()")]
    [InlineData("class C { public override string ToString() => $\"{this}\"; }\nnew C().ToString()")]
    [InlineData("IEnumerable<int> F() { foreach (var x in F()) yield return x; }\nF().Count()")]
    public async Task Should_end_with_an_error(string cell)
    {
        var outcome = await _bench.Run(cell);
        Assert.Equal(nameof(InsufficientExecutionStackException), outcome.Error?.Name.Split('.')[^1]);
        Assert.Equal(["result:2"], (await _bench.Good("1 + 1")).Events);
    }

    [Fact]
    public async Task Should_leave_the_handling_of_exceptions_as_it_is()
    {
        var output = await _bench.Good(
            "var said = new List<string>();\n"
                + "Func<int, int> f = x => {\n"
                + "    try { try { return 6 / x; } finally { said.Add(\"finally\"); } }\n"
                + "    catch (DivideByZeroException e) when (e.Message.Length > 0) { said.Add(\"filter\"); return -1; }\n"
                + "    catch (Exception) { return -2; }\n"
                + "};\n"
                + "Func<Task<int>> g = async () => { await Task.Yield(); try { return f(3); } finally { said.Add(\"async\"); } };\n"
                + "$\"{f(2)} {f(0)} {await g()} {string.Join(',', said)}\""
        );
        Assert.Equal("result:3 -1 2 finally,finally,filter,finally,async", output.Events[^1]);
    }

    [Fact]
    public async Task Should_leave_records_as_they_are()
    {
        var output = await _bench.Good(
            "record P(int X, string Y) { public double Z = 0.5; }\nrecord Q(int X) : P(X, \"y\");\nrecord struct S(int A, List<int> B);\n"
                + "var p = new P(1, \"a\"); var q = new Q(2);\n"
                + "$\"{p} {q} {p == (p with { })} {p == (p with { X = 3 })} {p.Equals(q)} {p.GetHashCode() == (p with { }).GetHashCode()} "
                + "{new S(1, null)} {new S(1, null) == default} {new { p.X, q }}\""
        );
        Assert.Equal(
            "result:P { X = 1, Y = a, Z = 0,5 } Q { X = 2, Y = y, Z = 0,5 } True False False True S { A = 1, B =  } False "
                + "{ X = 1, q = Q { X = 2, Y = y, Z = 0,5 } }",
            output.Events[^1].Replace("0.5", "0,5", StringComparison.Ordinal)
        );
    }
}
