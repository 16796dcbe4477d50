using Glm.Interactive.Commands;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Commands;

public class InfoCommandTests
{
    private readonly FakeHost _host = new();
    private readonly GlmSession _session = new();

    [Fact]
    public async Task Should_say_that_there_is_nothing_yet()
    {
        await _session.RunLineAsync("#!glm info", _host);
        Assert.Equal("Nothing yet. #!glm lists the commands.", _host.Shown.Single().Plain);
    }

    [Fact]
    public async Task Should_list_the_objects_of_the_session_encoded()
    {
        _session.Remember("scaffolds", SampleCommands.Scaffolds);
        _session.Remember("proteins", SampleCommands.Vectors);
        await _session.RunLineAsync("#!glm info", _host);
        Assert.Equal(
            """
            variable   type            holds
            scaffolds  ScaffoldSet     1 genome, 1 scaffold, 1 gene, 0 windows from <b>sample</b>
            proteins   ProteinVectors  1 protein, 2 numbers each, by sample
            """.ReplaceLineEndings("\n"),
            _host.Shown.Single().Plain
        );
        var html = _host.Shown.Single().Parts["text/html"];
        Assert.Contains("&lt;b&gt;sample&lt;/b&gt;", html);
        Assert.DoesNotContain("<b>sample", html);
    }

    [Fact]
    public async Task Should_describe_any_variable_by_name()
    {
        _host.Variables["numbers"] = new List<int> { 1 };
        await _session.RunLineAsync("#!glm info numbers", _host);
        Assert.Contains("List<Int32>", _host.Shown.Single().Plain);
        Assert.Contains("List&lt;Int32&gt;", _host.Shown.Single().Parts["text/html"]);
    }

    [Fact]
    public async Task Should_refuse_a_variable_that_is_not_there() =>
        Assert.Equal(
            "#!glm info: there is no C# variable 'x'. #!glm info alone lists the session's objects.",
            (await Assert.ThrowsAsync<GlmException>(() => _session.RunLineAsync("#!glm info x", _host))).Message
        );
}
