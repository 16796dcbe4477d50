namespace Glm.Interactive.Tests.Commands;

public sealed class ParametersCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("#!glm parameters x --default 300", 300)]
    [InlineData("#!glm parameters x --default 3 --type number", 3.0)]
    [InlineData("#!glm parameters x --default 1e-3", 0.001)]
    [InlineData("#!glm parameters x --default 0.5 --choices 1,0.5,2", 0.5)]
    [InlineData("#!glm parameters x --default True", true)]
    [InlineData("#!glm parameters x --default tiny --choices tiny,small", "tiny")]
    [InlineData("#!glm parameters x --default 8 --choices 8,many", "8")]
    [InlineData("#!glm parameters x --default 8 --type text", "8")]
    [InlineData("#!glm parameters x --default \"\"", "")]
    public async Task Should_make_a_variable_of_the_type_that_is_named_or_looked_like(string line, object expected)
    {
        await _bench.Run(line);
        Assert.Equal(expected, _bench.Host.Variables["x"]);
        Assert.Equal(expected.GetType(), _bench.Host.Types["x"]);
    }

    [Fact]
    public async Task Should_say_what_is_accepted_and_what_it_is()
    {
        var shown = await _bench.Show("#!glm parameters steps --default 300 --min 1 --max 1000 --description \"Steps of training.\"");
        Assert.Equal("steps  a whole number from 1 to 1000; 300 by default. Steps of training.", shown.Plain);
        Assert.EndsWith(
            "tiny or small; small by default.",
            (await _bench.Show("#!glm parameters p --default small --choices tiny,small")).Plain
        );
    }

    [Theory]
    [InlineData(
        "#!glm parameters x --default 0 --min 1",
        "#!glm parameters: --default of x must be a whole number of at least 1, not '0'."
    )]
    [InlineData(
        "#!glm parameters x --default tinny --choices tiny,small",
        "#!glm parameters: --default of x must be tiny or small, not 'tinny'. Did you mean 'tiny'?"
    )]
    [InlineData(
        "#!glm parameters x --default a --min 1",
        "#!glm parameters: x has bounds, but its values are of type text; --min and --max are for numbers."
    )]
    [InlineData(
        "#!glm parameters x --default 1 --min 3 --max 2",
        "#!glm parameters: x has --min 3, which is above --max 2; exchange them."
    )]
    [InlineData(
        "#!glm parameters x --default 1 --type integer --choices 1,2.5",
        "#!glm parameters: x has a choice '2.5'; of type integer, each must be a whole number."
    )]
    [InlineData(
        "#!glm parameters x --default a --choices a,,b",
        "#!glm parameters: x has a choice ''; of type text, each must be a string."
    )]
    [InlineData(
        "#!glm parameters 2x --default 1",
        "#!glm parameters: --name must be a C# variable name (letters, digits and _, not a keyword), not '2x'."
    )]
    [InlineData("#!glm parameters x", "#!glm parameters: --default is missing. Write #!glm parameters --default VALUE.")]
    public async Task Should_refuse_in_one_line(string line, string message) => Assert.Equal(message, await _bench.Refused(line));

    [Fact]
    public async Task Should_check_what_papermill_has_set_when_a_command_reads_it()
    {
        await _bench.Run("#!glm parameters genomes --default 4 --min 2 --max 10");
        // As papermill writes it: var genomes = 1;
        _bench.Host.SetVariable("genomes", 1, typeof(int));
        Assert.Equal(
            "The parameter genomes must be a whole number from 2 to 10, not '1'.",
            await _bench.Refused("#!glm simulate --genomes @genomes")
        );
        _bench.Host.SetVariable("genomes", 3, typeof(int));
        await _bench.Run("#!glm simulate --genomes @genomes --seed 1");
    }
}
