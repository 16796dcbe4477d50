using Glm.Interactive.Display.Views;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class LineageViewTests
{
    private static readonly RuntimeFacts Runtime = new(
        "0.1.0",
        "0.107.0",
        "2.10.0",
        "cpu",
        2,
        "10.0.1",
        "Linux, X64",
        "A processor, AVX2"
    );

    private static CommandRecord Record(string id, string line, string made, params UsedValue[] uses) =>
        new()
        {
            Id = id,
            Line = line,
            Runtime = Runtime,
            Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Seconds = 1.5,
            Uses = uses,
            Makes = [new MadeValue(made, "Thing", $"a thing of <b>{made}</b>", new ResultContent(new string('a', 64), []))],
        };

    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/LineageView", () => LineageView.Create(
                [
                    Record("1", "#!glm load <data>", "scaffolds") with
                    {
                        Inputs = [new FileIdentity("../<data>/proteins.faa", 12_345, new string('0', 64))],
                    },
                    Record("2", "#!glm embed", "proteins", new UsedValue("scaffolds", "--scaffolds", "1")),
                    Record(
                        "3",
                        "#!glm map",
                        "embeddingMap",
                        new UsedValue("scaffolds", "--scaffolds", "1"),
                        new UsedValue("proteins", "--proteins", "2"),
                        new UsedValue("<mine>", "--color", Sha256: new string('1', 64))
                    ) with
                    {
                        Seeds = new Dictionary<string, string> { ["--seed"] = "1" },
                        Outputs = [new FileIdentity("<map>.tsv", 1, new string('2', 64))],
                    },
                ],
                [new StaleValue("proteins", "<scaffolds> was made anew since")]
            ));

    [Fact]
    public void Should_say_where_there_is_none() =>
        Assert.Equal("C# made this value: no command is on record.", LineageView.Create([], []).Plain);

    [Fact]
    public void Should_name_stale_values() =>
        Snapshot.ShouldMatch("Views/StaleView", () =>
            StaleView.Create([new StaleValue("proteins", "<scaffolds> was made anew since"), new StaleValue("model", "it follows")])
        );
}
