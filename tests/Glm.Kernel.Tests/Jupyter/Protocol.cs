using System.Text;
using System.Text.Json.Nodes;
using Glm.Kernel.Jupyter;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jupyter;

public sealed class Protocol : IDisposable
{
    private readonly EchoEngine _engine = new();
    private readonly KernelServer _server;
    private readonly WireClient _client;
    private readonly Thread _thread;

    public Protocol()
    {
        var port = WireClient.FreePorts();
        _server = new KernelServer(
            new ConnectionInfo("tcp", "127.0.0.1", port, port + 1, port + 2, port + 3, port + 4, WireClient.Key),
            _engine,
            TextWriter.Null
        );
        _thread = new Thread(_server.Run) { IsBackground = true };
        _thread.Start();
        _client = new WireClient(port);
        _client.Connect();
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Stop();
        Assert.True(_thread.Join(Patience.Limit));
        _server.Dispose();
    }

    private static JsonObject Code(string code, params (string Name, JsonNode Value)[] more)
    {
        var content = new JsonObject { ["code"] = code };
        foreach (var (name, value) in more)
            content[name] = value;
        return content;
    }

    private (JsonObject Reply, List<JsonObject> Published) Run(string code, params (string Name, JsonNode Value)[] more)
    {
        var id = _client.Send("execute_request", Code(code, more));
        return ((JsonObject)_client.Reply(id)["content"]!, _client.Published(id));
    }

    private JsonObject Ask(string type, JsonObject content) => (JsonObject)_client.Reply(_client.Send(type, content))["content"]!;

    [Fact]
    public void Should_introduce_itself_and_then_warm_up()
    {
        var info = Ask("kernel_info_request", []);
        Assert.Equal(("ok", "5.4", "echo"), ((string)info["status"]!, (string)info["protocol_version"]!, (string)info["implementation"]!));
        Assert.Equal(".echo", (string)info["language_info"]!["file_extension"]!);
        Assert.Equal(
            ["banner", "debugger", "help_links", "implementation", "implementation_version", "language_info", "protocol_version"],
            info.Select(field => field.Key).Except(["status", "supported_features"]).Order(StringComparer.Ordinal)
        );
        Assert.True(_engine.Warm.Wait(Patience.Limit));
        Assert.True(_client.Beats());
    }

    [Fact]
    public void Should_publish_what_was_asked_and_what_came_of_it_in_order()
    {
        var (reply, published) = Run("value 42");
        Assert.Equal(["execute_input", "execute_result"], published.Select(WireClient.Type));
        Assert.Equal("42", (string)published[1]["content"]!["data"]!["text/plain"]!);
        Assert.Equal(1, (int)published[1]["content"]!["data"]!["application/json"]!["n"]!);
        Assert.Equal(("ok", 1), ((string)reply["status"]!, (int)reply["execution_count"]!));
        (_, published) = Run("show it");
        Assert.Equal(["execute_input", "display_data", "update_display_data", "clear_output"], published.Select(WireClient.Type));
        Assert.Equal("d1", (string)published[2]["content"]!["transient"]!["display_id"]!);
        Assert.Equal("it!", (string)published[2]["content"]!["data"]!["text/plain"]!);
    }

    [Fact]
    public void Should_be_quiet_and_forget_where_asked_to()
    {
        var (reply, published) = Run("value 1", ("silent", true));
        Assert.Empty(published);
        Assert.Equal(0, (int)reply["execution_count"]!);
        (reply, published) = Run("say 2", ("store_history", false));
        Assert.Equal(2, published.Count);
        Assert.Equal(0, (int)reply["execution_count"]!);
        Assert.Empty(Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 9 })["history"]!.AsArray());
    }

    [Fact]
    public void Should_evaluate_expressions_beside_the_code()
    {
        var (reply, _) = Run("say x", ("user_expressions", new JsonObject { ["a"] = "good", ["b"] = "bad" }));
        Assert.Equal("GOOD", (string)reply["user_expressions"]!["a"]!["data"]!["text/plain"]!);
        Assert.Equal(
            ("error", "EchoError"),
            ((string)reply["user_expressions"]!["b"]!["status"]!, (string)reply["user_expressions"]!["b"]!["ename"]!)
        );
    }

    [Fact]
    public void Should_abort_what_waits_behind_an_error_and_run_what_is_asked_after_it()
    {
        var ids = new[] { "wait", "say 1", "say 2" }.Select(code => _client.Send("execute_request", Code(code))).ToArray();
        var asked = _client.Send("kernel_info_request", []);
        _client.NextPublished("execute_input");
        _client.ControlReply(_client.Send("interrupt_request", [], control: true));
        string Status(string id) => (string)_client.Reply(id)["content"]!["status"]!;
        Assert.Equal("error", Status(ids[0]));
        var aborted = (JsonObject)_client.Reply(ids[1])["content"]!;
        Assert.Equal(
            ["execution_count", "payload", "status", "user_expressions"],
            aborted.Select(field => field.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["aborted", "aborted"], new[] { (string)aborted["status"]!, Status(ids[2]) });
        Assert.Equal("ok", Status(asked));
        Assert.Equal("ok", (string)Run("say 3").Reply["status"]!);
        var failing = _client.Send("execute_request", Code("nonsense", ("stop_on_error", false)));
        var next = _client.Send("execute_request", Code("say 4"));
        Assert.Equal(["error", "ok"], new[] { failing, next }.Select(Status));
    }

    [Fact]
    public void Should_ask_the_user_and_give_the_question_up_when_interrupted()
    {
        var id = _client.Send("execute_request", Code("ask who? ", ("allow_stdin", true)));
        var question = _client.InputRequest()["content"]!;
        Assert.Equal(("who? ", true), ((string)question["prompt"]!, (bool)question["password"]!));
        _client.Send("input_reply", new JsonObject { ["value"] = "me" }, stdin: true);
        Assert.Equal("me", (string)_client.Published(id)[1]["content"]!["data"]!["text/plain"]!);
        Assert.Equal("GlmException", (string)Run("ask who?", ("allow_stdin", false)).Reply["ename"]!);
        id = _client.Send("execute_request", Code("ask again", ("allow_stdin", true)));
        _client.InputRequest();
        _client.Send("interrupt_request", [], control: true);
        Assert.Equal("OperationCanceledException", (string)_client.Reply(id)["content"]!["ename"]!);
    }

    [Fact]
    public void Should_send_late_output_to_the_cell_that_caused_it()
    {
        var id = _client.Send("execute_request", Code("later on"));
        _client.Published(id);
        _client.Send("execute_request", Code("now"));
        var late = _client.NextPublished("stream");
        Assert.Equal((id, "on"), (WireClient.Parent(late), (string)late["content"]!["text"]!));
    }

    [Fact]
    public void Should_count_positions_in_code_points()
    {
        var found = Ask("complete_request", Code("a😀bc", ("cursor_pos", 3)));
        Assert.Equal("a😀b", (string)found["matches"]![0]!);
        Assert.Equal((2, 3), ((int)found["cursor_start"]!, (int)found["cursor_end"]!));
        Assert.Equal("a😀", (string)Ask("inspect_request", Code("a😀bc", ("cursor_pos", 2)))["data"]!["text/plain"]!);
        Assert.False((bool)Ask("inspect_request", Code("a", ("cursor_pos", 0)))["found"]!);
        Assert.Equal(
            ("incomplete", "  "),
            Ask("is_complete_request", Code("a\\")) is var state ? ((string)state["status"]!, (string)state["indent"]!) : default
        );
    }

    [Fact]
    public void Should_recall_the_sessions_cells()
    {
        foreach (var code in new[] { "value 1", "say 2", "value 1" })
            Run(code);
        string History(JsonObject request) => Ask("history_request", request)["history"]!.ToJsonString();
        Assert.Equal("[[1,2,\"say 2\"],[1,3,\"value 1\"]]", History(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 2 }));
        Assert.Equal(
            "[[1,1,[\"value 1\",\"1\"]]]",
            History(
                new JsonObject
                {
                    ["hist_access_type"] = "range",
                    ["session"] = 0,
                    ["start"] = 1,
                    ["stop"] = 2,
                    ["output"] = true,
                }
            )
        );
        Assert.Equal(
            "[[1,3,\"value 1\"]]",
            History(
                new JsonObject
                {
                    ["hist_access_type"] = "search",
                    ["pattern"] = "val*",
                    ["unique"] = true,
                }
            )
        );
    }

    [Fact]
    public void Should_keep_comms_until_they_are_closed()
    {
        JsonObject Data(string id, string text, string? target = null) =>
            new()
            {
                ["comm_id"] = id,
                ["target_name"] = target,
                ["data"] = new JsonObject { ["text"] = text },
            };
        var sent = _client.Published(_client.Send("comm_open", Data("c1", "hello", "echo")));
        Assert.Equal("hello", (string)Assert.Single(sent)["content"]!["data"]!["echo"]!);
        Assert.Equal(
            "again",
            (string)Assert.Single(_client.Published(_client.Send("comm_msg", Data("c1", "again"))))["content"]!["data"]!["echo"]!
        );
        Assert.Equal("echo", (string)Ask("comm_info_request", [])["comms"]!["c1"]!["target_name"]!);
        Assert.Equal("comm_close", WireClient.Type(Assert.Single(_client.Published(_client.Send("comm_open", Data("c2", "", "nobody"))))));
        _client.Send("comm_close", Data("c1", ""));
        Assert.Empty((JsonObject)Ask("comm_info_request", [])["comms"]!);
    }

    [Fact]
    public void Should_drop_and_count_what_is_malformed_or_wrongly_signed()
    {
        byte[] delimiter = "<IDS|MSG>"u8.ToArray(),
            empty = "{}"u8.ToArray(),
            header = "{\"msg_type\":\"kernel_info_request\",\"msg_id\":\"1\"}"u8.ToArray();
        _client.Send("execute_request", Code("value 1"), key: "another");
        _client.SendRaw([1, 2, 3]);
        _client.SendRaw(delimiter, [], header, empty);
        _client.SendRaw(delimiter, "short"u8.ToArray(), header, empty, empty, empty);
        byte[][][] wrong =
        [
            [
                [0xff, 0xfe],
                empty,
                empty,
                empty,
            ],
            [empty, empty, empty, empty],
            [header, empty, empty, "[1]"u8.ToArray()],
            [header, empty, empty, "{\"a\":"u8.ToArray()],
            [header, empty, empty, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500))],
        ];
        foreach (var parts in wrong)
            _client.SendRaw([delimiter, WireClient.Sign(WireClient.Key, parts), .. parts]);
        Ask("kernel_info_request", []);
        Assert.Equal(4 + wrong.Length, _server.Dropped);
    }

    [Fact]
    public void Should_drop_what_was_sent_before()
    {
        byte[][] parts =
        [
            "{\"msg_type\":\"execute_request\",\"msg_id\":\"twice\",\"session\":\"s\"}"u8.ToArray(),
            "{}"u8.ToArray(),
            "{}"u8.ToArray(),
            "{\"code\":\"value 1\"}"u8.ToArray(),
        ];
        byte[][] frames = ["<IDS|MSG>"u8.ToArray(), WireClient.Sign(WireClient.Key, parts), .. parts];
        _client.SendRaw(frames);
        _client.Published("twice");
        _client.SendRaw(frames);
        _client.SendRaw(frames);
        Ask("kernel_info_request", []);
        Assert.Equal(2, _server.Dropped);
        Assert.Equal(1, (int)Run("value 2", ("store_history", false)).Reply["execution_count"]!);
    }

    [Theory]
    [InlineData("{\"code\":\"\\ud800\"}")]
    [InlineData("{\"code\":\"a\\udc00b\"}")]
    [InlineData("{\"code\":\"\\ud83e x\"}")]
    [InlineData("{\"code\":\"value 1\",\"user_expressions\":{\"\\ud800\":\"1\"}}")]
    public void Should_drop_half_of_a_surrogate_pair(string content) => ShouldDrop(Encoding.UTF8.GetBytes(content));

    [Fact]
    public void Should_drop_what_is_no_text()
    {
        ShouldDrop([.. "{\"code\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        ShouldDrop([.. "{\"code\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8]);
        ShouldDrop(Encoding.UTF8.GetBytes("{\"code\":\"" + new string('x', 200_000) + "\\ud800\"}"));
    }

    private void ShouldDrop(byte[] content)
    {
        var before = _server.Dropped;
        byte[][] parts =
        [
            Encoding.UTF8.GetBytes($"{{\"msg_type\":\"execute_request\",\"msg_id\":\"{Guid.NewGuid()}\"}}"),
            "{}"u8.ToArray(),
            "{}"u8.ToArray(),
            content,
        ];
        _client.SendRaw(["<IDS|MSG>"u8.ToArray(), WireClient.Sign(WireClient.Key, parts), .. parts]);
        Ask("kernel_info_request", []);
        Assert.Equal(before + 1, _server.Dropped);
    }

    [Fact]
    public void Should_carry_long_text_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"\"{i}\\ \n\tä🧬\u0001"));
        var (_, published) = Run("value " + text);
        Assert.Equal("value " + text, (string)published[0]["content"]!["code"]!);
        Assert.Equal(text, (string)published[1]["content"]!["data"]!["text/plain"]!);
    }

    [Fact]
    public void Should_survive_a_defect_of_the_engine_and_wrong_types()
    {
        var (reply, _) = Run("break now");
        Assert.Equal(("error", "a defect"), ((string)reply["status"]!, (string)reply["evalue"]!));
        Ask(
            "execute_request",
            new JsonObject
            {
                ["code"] = 5,
                ["silent"] = "yes",
                ["allow_stdin"] = new JsonObject { ["a"] = new JsonArray(1) },
                ["user_expressions"] = new JsonArray(),
            }
        );
        (reply, var published) = Run("value 2", ("store_history", "yes"), ("user_expressions", new JsonObject { ["a"] = 3 }));
        Assert.Equal(["execute_input", "execute_result"], published.Select(WireClient.Type));
        Assert.Empty((JsonObject)reply["user_expressions"]!);
        Ask("complete_request", new JsonObject { ["code"] = "abc", ["cursor_pos"] = 1e30 });
        Ask("history_request", new JsonObject { ["n"] = "many" });
        var id = _client.Send("execute_request", Code("cell"), metadata: new JsonObject { ["cellId"] = "abc" });
        Assert.Equal("abc", (string)_client.Published(id)[1]["content"]!["data"]!["text/plain"]!);
    }

    [Fact]
    public void Should_end_a_running_cell_and_itself_when_told_to()
    {
        var running = _client.Send("execute_request", Code("wait"));
        _client.NextPublished("execute_input");
        var reply = _client.ControlReply(_client.Send("shutdown_request", new JsonObject { ["restart"] = true }, control: true));
        Assert.True((bool)reply["content"]!["restart"]!);
        Assert.Equal("error", (string)_client.Reply(running)["content"]!["status"]!);
        Assert.True(_thread.Join(Patience.Limit));
    }

    [Theory]
    [InlineData("{", "is not a connection file")]
    [InlineData("[]", "does not hold a JSON object")]
    [InlineData("{\"transport\":\"udp\"}", "transport is 'udp'; this kernel knows tcp and ipc")]
    [InlineData("{\"signature_scheme\":\"hmac-md5\"}", "signature_scheme is 'hmac-md5'")]
    [InlineData("{\"shell_port\":70000}", "shell_port must be a number from 1 to 65535")]
    public void Should_say_what_is_wrong_with_a_connection_file(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(expected, Assert.Throws<GlmException>(() => ConnectionInfo.Read(folder.Write("c.json", text))).Message);
    }
}
