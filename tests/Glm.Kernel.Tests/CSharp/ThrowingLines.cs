using Glm.Kernel.Tests.Support;

namespace Glm.Kernel.Tests.CSharp;

/// <summary>Every exception names the line that threw it, those included for which the runtime loses it.</summary>
public sealed class ThrowingLines : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, int> Cells =>
        new()
        {
            { "var a = new int[] {1};\nConsole.WriteLine(\"x\");\nvar b = a[4];", 3 },
            { "var s = \"abc\";\nvar c = s[1];\nvar d = s[7];", 3 },
            { "int At(int[] a, int i)\n{\n    var r = a[0];\n    r += a[i];\n    return r + a[0];\n}\nAt(new[] { 1 }, 5)", 4 },
            { "var a = new[] { 1 };\nif (a[0] > 5)\n    a[0] = 2;\nelse if (a[a[0] + 8] > 1)\n    a[0] = 3;", 4 },
            { "var a = new[] { 1 };\nvar k = 0;\nwhile (a[k] > 0)\n{\n    var z = a[0];\n    k++;\n}", 3 },
            { "var a = new[] { 1 };\nfor (int i = 0; i < 9;\n    i += a[i + 1])\n    a[0] = 1;", 3 },
            { "var a = new[] { 1 };\nvar i = 0;\ndo\n{\n    a[0] = i++;\n}\nwhile (a[i] > 0);", 7 },
            { "var a = new[] { 1 };\nforeach (var i in new[] { 0, 3 })\n{\n    a[0] = i;\n    a[i] = 1;\n}", 5 },
            { "checked\n{\n    var p = int.MaxValue;\n    p -= 3;\n    p += 5;\n}", 5 },
            { "var p = int.MaxValue;\nvar q = checked(p - 1);\nvar r = checked(p + 1);", 3 },
            { "var a = new[] { 1 };\nFunc<int, int> f = i =>\n{\n    var x = a[0];\n    return x + a[i];\n};\nf(3)", 5 },
            { "var a = new[] { 1 };\na[0] = 2;\na.Select(x => x + a[x + 7]).ToList()", 3 },
            {
                "IEnumerable<int> It(int[] a)\n{\n    yield return a[0];\n    yield return a[1];\n}\nforeach (var q in It(new[] { 1 "
                    + "})) { }",
                4
            },
            { "async Task As(int[] a)\n{\n    a[0]++;\n    await Task.Delay(1);\n    a[0]++;\n    a[2]++;\n}\nawait As(new[] { 1 });", 6 },
            {
                "class Box\n{\n    int[] d = new int[2];\n    public int Get(int i)\n    {\n        var q = d[0];\n        return q "
                    + "+ d[i];\n    }\n}\n"
                    + "new Box().Get(3)",
                7
            },
            { "int Sum(Span<int> s)\n{\n    var x = s[0];\n    return x + s[4];\n}\nSum(new int[3])", 4 },
            {
                "Func<int, int> f = x =>\n{\n    var y = Math.Abs(x);\n    y += int.Parse(\"1\");\n    return int.Parse(\"x\");\n};\nf(1)",
                5
            },
            {
                "Func<int, int> f = x => x switch\n{\n    0 => int.Parse(\"1\"),\n    1 => int.Parse(\"x\"),\n    "
                    + "_ => int.Parse(\"2\"),\n};\nf(1)",
                4
            },
            { "Func<int, int> f = x =>\n{\n    x = Zero();\n    x = Zero();\n    throw new Exception();\n};\nint Zero() => 0;\nf(1)", 5 },
            { "var m = new int[2][] { new int[1], null };\nm[0][0] = 1;\nm[0][2] = 1;", 3 },
            { "var a = new int[1];\nswitch (a[0])\n{\n    case 0:\n        a[0] = 1;\n        a[7] = 2;\n        break;\n}", 6 },
            { "var a = new int[1, 1];\na[0, 0] = 1;\na[0, 3] = 1;", 3 },
            { "var l = new List<int>();\nl.Add(1);\nvar x = l[4];", 3 },
            { "object o = \"x\";\nvar n = (int)o;", 2 },
            { "string s = null;\nvar t = 1;\ns.ToString();", 3 },
            { "var zero = 0;\nvar d = 5 / zero;", 2 },
            {
                "int Parse(string t) =>\n    int.Parse(t);\nvar n = 0;\nfor (int i = 0; i < 100_000; i++)\n    n += Parse(i < "
                    + "99_999 ? \"1\" : \"x\");",
                1
            },
            {
                "var a = new int[1000];\nint Hot(int i)\n{\n    var q = a[i % 10];\n    return a[i] + q;\n}\nvar n = 0;\n"
                    + "for (int i = 0; i < 100_000; i++)\n    n += Hot(i < 99_999 ? i % 1000 : 1000);",
                5
            },
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Should_name_the_line(string cell, int line)
    {
        var outcome = await _bench.Run(cell);
        Assert.True(outcome.Error is { } error && error.Name != "CompilationError", string.Join('\n', _bench.Output.Traceback));
        Assert.Equal(line, outcome.Error.Line);
        Assert.StartsWith($"  cell 1, line {line}", _bench.Output.Traceback[1]);
    }

    [Fact]
    public async Task Should_name_the_line_of_each_thread()
    {
        await _bench.Run(
            "var a = new int[1];\nvoid Set(int i)\n{\n    a[0] = i;\n    a[i + 1] = 0;\n}\nTask.WaitAll(Task.Run(() => "
                + "Set(1)), Task.Run(() => Set(2)));"
        );
        Assert.Contains("because of System.IndexOutOfRangeException: ", _bench.Output.Traceback[1]);
        Assert.EndsWith(" (cell 1, line 5)", _bench.Output.Traceback[1]);
    }

    [Fact]
    public async Task Should_name_the_line_of_what_lies_behind()
    {
        await _bench.Run(
            "var a = new int[1];\ntry { a[3] = 1; }\ncatch (Exception e) { throw new InvalidOperationException(\"outer\", " + "e); }"
        );
        Assert.EndsWith(" (cell 1, line 2)", _bench.Output.Traceback[1]);
        Assert.Equal("  cell 1, line 3", _bench.Output.Traceback[2]);
    }

    [Fact]
    public async Task Should_keep_the_lines_of_a_message()
    {
        var outcome = await _bench.Run("throw new Exception(\"line one\\nline two\\r\\n  indented\\u001b[31m\");");
        Assert.Equal("line one\nline two\n  indented␛[31m", outcome.Error!.Message);
        Assert.Equal(["System.Exception: line one", "line two", "  indented␛[31m", "  cell 1, line 1"], _bench.Output.Traceback.Take(4));
    }

    [Fact]
    public async Task Should_bound_a_message()
    {
        var outcome = await _bench.Run("throw new Exception(new string('x', 1_000_000));");
        Assert.EndsWith("… (1,000,000 characters)", outcome.Error!.Message);
        Assert.True(outcome.Error.Message.Length < 20_000);
    }

    [Fact]
    public async Task Should_name_types_without_the_class_around_a_cell()
    {
        await _bench.Good("class Gene { }\nclass Lost<T> : Exception { public Lost(string m) : base(m) { } }");
        await _bench.Run("object text = \"x\"; var gene = (Gene)text;");
        Assert.EndsWith("to type 'Gene'.", _bench.Output.Traceback[0]);
        await _bench.Run("throw new Lost<List<Gene>>($\"{new Gene()}, {typeof(Gene[])}\");");
        Assert.Equal("Lost<System.Collections.Generic.List<Gene>>: Gene, Gene[]", _bench.Output.Traceback[0]);
    }
}
