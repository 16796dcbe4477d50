"""Drives the kernel with Jupyter's own clients. The kernel 'glm' must be installed where JUPYTER_PATH looks."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from queue import Empty

import jupyter_kernel_test
from jupyter_client.manager import KernelManager, start_new_kernel

PATIENCE = 300  # seconds; no wait takes so long, even on a machine under a load of ten per core
jupyter_kernel_test.TIMEOUT = PATIENCE


class Suite(jupyter_kernel_test.KernelTests):
    kernel_name = "glm"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oh");'
    completion_samples = [{"text": "Console.WriteL", "matches": {"WriteLine"}}, {"text": "#!glm trai", "matches": {"train"}}]
    complete_code_samples = ["1 + 1", "int a = 1;", "for (int i = 0; i < 3; i++) { }", "#!glm info", "#!markdown\n*a"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "int b =", "/* a", '#!glm info\nvar s = """']
    invalid_code_samples = ["int = 5;", "int b = 5 + ;", "}"]
    code_generate_error = 'throw new Exception("no");'
    code_execute_result = [{"code": "1 + 1", "result": "2"}, {"code": "6 * 7", "result": "42"}, {"code": "1 + 1 // again", "result": "2"}]
    code_display_data = [{"code": 'display(Html("<b>a</b>"));', "mime": "text/html"}]
    code_history_pattern = "1?+*1"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_page_something = "Console.WriteLine?"
    code_clear_output = "clear_output();"

    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name=cls.kernel_name, startup_timeout=PATIENCE)

    def execute_helper(self, code, timeout=PATIENCE, silent=False, store_history=True, stop_on_error=True):
        """As the suite's own, which fails where a message takes longer than 0.1 s."""
        asked = self.kc.execute(code=code, silent=silent, store_history=store_history, stop_on_error=stop_on_error)
        reply = self.get_non_kernel_info_reply(timeout=timeout)
        jupyter_kernel_test.validate_message(reply, "execute_reply", asked)
        states, outputs = [], []
        while states != ["busy", "idle"]:
            message = self.kc.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != asked:
                continue
            jupyter_kernel_test.validate_message(message, message["msg_type"], asked)
            if message["msg_type"] == "status":
                states.append(message["content"]["execution_state"])
                self.assertEqual(states, ["busy", "idle"][: len(states)])
            elif message["msg_type"] == "execute_input":
                self.assertEqual(message["content"]["code"], code)
            else:
                outputs.append(message)
        return reply, outputs


class Behaviour(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name="glm", startup_timeout=PATIENCE)

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def run_cell(self, code, client=None, answer=None, **options):
        """Reply's content and published messages."""
        published = []
        client = client or self.kc
        hook = (lambda message: client.input(answer)) if answer is not None else None
        reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=published.append, stdin_hook=hook, allow_stdin=answer is not None, **options)
        return reply["content"], [(m["msg_type"], m["content"]) for m in published if m["msg_type"] not in ("status", "execute_input")]

    def value(self, code, client=None):
        reply, published = self.run_cell(code, client)
        self.assertEqual(reply["status"], "ok", published)
        # Behind it may come the script of the charts of other cells, which nobody sees.
        return [content for kind, content in published if kind == "execute_result"][-1]["data"]["text/plain"]

    def seconds_to_complete(self, code, client):
        client.complete(code, reply=True, timeout=PATIENCE)
        begun = time.monotonic()
        client.complete(code, reply=True, timeout=PATIENCE)
        return time.monotonic() - begun

    def test_interrupts(self):
        self.run_cell("var kept = 41;")
        self.run_cell("#!glm simulate --genomes 4 --seed 1\n#!glm embed\n#!glm model --preset tiny")
        for code in ("while (true) { }", "Thread.Sleep(-1);", "await Task.Delay(-1);", "#!glm train --steps 1000000"):
            with self.subTest(code=code):
                marked = self.kc.execute('Console.WriteLine("begun");\n' + code)
                while True:
                    message = self.kc.get_iopub_msg(timeout=PATIENCE)
                    begun = ("update_display_data", "error") if code.startswith("#!") else ("stream", "error")
                    if message["msg_type"] in begun and message["parent_header"]["msg_id"] == marked:
                        break
                self.km.interrupt_kernel()
                while True:
                    reply = self.kc.get_shell_msg(timeout=PATIENCE)
                    if reply["parent_header"]["msg_id"] == marked:
                        break
                if not code.startswith("#!"):
                    self.assertEqual(reply["content"]["ename"], "KeyboardInterrupt", reply["content"])
        self.assertEqual(self.value("kept + 1"), "42")

    def test_input(self):
        self.assertEqual(self.run_cell('input("Name? ")', answer="Ada")[1][-1][1]["data"]["text/plain"], "Ada")
        self.assertEqual(self.run_cell("password()", answer="secret")[1][-1][1]["data"]["text/plain"], "secret")
        self.assertEqual(self.run_cell("Console.ReadLine()", answer="line")[1][-1][1]["data"]["text/plain"], "line")
        reply, _ = self.run_cell("input()")
        self.assertEqual((reply["status"], reply["evalue"]), ("error", "This front end does not take input."))

    def test_what_waits_behind_an_error_is_aborted(self):
        sent = [self.kc.execute(code) for code in ("while (true) { }", "1", "2")]
        while self.kc.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "execute_input":
            pass
        self.km.interrupt_kernel()
        found = {}
        while len(found) < 3:
            reply = self.kc.get_shell_msg(timeout=PATIENCE)
            found[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
        self.assertEqual([found[one] for one in sent], ["error", "aborted", "aborted"])
        self.assertEqual(self.value("3"), "3")

    def test_a_display_is_updated_under_its_id(self):
        _, published = self.run_cell('var shown = display("a");')
        _, updated = self.run_cell('shown.Update("b");')
        self.assertEqual((published[0][0], updated[0][0]), ("display_data", "update_display_data"))
        self.assertEqual(published[0][1]["transient"], updated[0][1]["transient"])

    @unittest.skipUnless(sys.platform == "linux", "pipes in place of standard output are Linux's")
    def test_child_processes_print_into_the_cell(self):
        def text(code):
            _, published = self.run_cell(code)
            return {name: "".join(content["text"] for kind, content in published if kind == "stream" and content["name"] == name) for name in ("stdout", "stderr")}
        start = 'System.Diagnostics.Process.Start("sh", "-c \\"{0}\\"").WaitForExit();'
        deadline = time.monotonic() + PATIENCE
        while text(start.format("echo child; echo err >&2")) != {"stdout": "child\n", "stderr": "err\n"}:  # the kernel warms up
            self.assertLess(time.monotonic(), deadline)
        self.assertEqual(text(start.format("seq 1 50000"))["stdout"], "".join(f"{i}\n" for i in range(1, 50001)))
        self.assertEqual(text('Console.OpenStandardOutput().Write("raw \u00fc\\n"u8);')["stdout"], "raw \u00fc\n")
        self.assertEqual(self.run_cell('input("Name? ")', answer="Ada")[1][-1][1]["data"]["text/plain"], "Ada")

    def test_a_crash_still_tells_the_terminal(self):
        # Read through a handle of its own: one that is shared with the kernel would move the place where that writes.
        with tempfile.NamedTemporaryFile() as errors, open(errors.name, "rb") as reader:
            manager = KernelManager(kernel_name="glm")
            manager.start_kernel(stderr=errors)
            client = manager.client()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=PATIENCE)
                client.execute('Thread.Sleep(3000); Environment.FailFast("the last words");')
                deadline = time.monotonic() + PATIENCE
                said = b""
                while b"the last words" not in said and time.monotonic() < deadline:
                    time.sleep(0.2)
                    said += reader.read()
                self.assertIn(b"the last words", said)
            finally:
                client.stop_channels()
                manager.shutdown_kernel(now=True)

    def test_expressions_and_positions(self):
        reply, _ = self.run_cell("var six = 6;", user_expressions={"good": "six * 7", "bad": "seven"})
        self.assertEqual(reply["user_expressions"]["good"]["data"]["text/plain"], "42")
        self.assertEqual(reply["user_expressions"]["bad"]["ename"], "CompilationError")
        self.run_cell("/// <summary>Twice as much.</summary>\nint Twice(int number) => 2 * number;")
        code = 'var s = "\U0001f9ec"; s.Lengt'
        found = self.kc.complete(code, reply=True, timeout=PATIENCE)["content"]
        self.assertEqual((found["matches"], found["cursor_start"], found["cursor_end"]), (["Length"], len(code) - 5, len(code)))
        about = lambda code: self.kc.inspect(code, reply=True, timeout=PATIENCE)["content"]["data"]["text/plain"]
        self.assertIn("int Twice(int number)", about("Twice"))
        self.assertIn("int Twice(int number)", about("Twice("))
        self.assertIn("train", about("#!glm train"))

    def test_much_output_arrives_whole_and_in_order(self):
        _, published = self.run_cell("for (int i = 0; i < 200_000; i++) Console.WriteLine(i);")
        text = "".join(content["text"] for kind, content in published if kind == "stream")
        self.assertEqual(text, "".join(f"{i}\n" for i in range(200_000)))

    def test_a_display_of_fifty_megabytes_arrives_whole(self):
        _, published = self.run_cell("display(Html(new string('a', 50_000_000)));")
        self.assertEqual(len(published[0][1]["data"]["text/html"]), 50_000_000)
        self.assertEqual(self.value("1 + 1"), "2")

    def test_five_hundred_cells_leave_the_heap_flat(self):
        manager, client = start_new_kernel(kernel_name="glm", startup_timeout=PATIENCE)
        heap = "GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect(); GC.GetTotalMemory(true) / 1_000_000"
        try:
            self.run_cell('var text = "";', client)
            for warm in range(20):
                self.run_cell(f"var warm{warm} = {warm}; warm{warm} + 1", client)
            before = int(self.value(heap, client))
            early = self.seconds_to_complete("text.Subst", client)
            for i in range(500):
                reply, published = self.run_cell(f'var v{i} = Enumerable.Range(0, {i}).Sum(); text = $"cell {{v{i}}}"; text', client)
                self.assertEqual(reply["status"], "ok", published)
            after = int(self.value(heap, client))
            self.assertEqual(self.value("v499 + v0", client), str(sum(range(499))))
            print(f"heap: {before} MB before and {after} MB after 500 cells")
            self.assertLess(after - before, 60)
            found = client.complete("text.Subst", reply=True, timeout=PATIENCE)["content"]
            self.assertEqual(found["matches"], ["Substring"])
            self.assertIn("string.Substring(int startIndex", found["metadata"]["_jupyter_types_experimental"][0]["signature"])
            # A chain of five hundred submissions would take a hundred times as long.
            self.assertLess(self.seconds_to_complete("text.Subst", client), 1 + 10 * early)
        finally:
            client.stop_channels()
            manager.shutdown_kernel()

    def test_a_polyglot_cell_runs_in_its_language(self):
        def send(code, metadata):
            message = self.kc.session.msg("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}, metadata=metadata)
            self.kc.shell_channel.send(message)
            shown = []
            while True:
                published = self.kc.get_iopub_msg(timeout=PATIENCE)
                if published["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                    continue
                if published["msg_type"] in ("display_data", "execute_result", "error"):
                    shown.append(published["content"])
                if published["msg_type"] == "status" and published["content"]["execution_state"] == "idle":
                    self.kc.get_shell_msg(timeout=PATIENCE)
                    return shown[0]
        self.assertEqual(send("<b>1</b>", {"polyglot_notebook": {"kernelName": "html"}})["data"]["text/html"], "<b>1</b>")
        self.assertEqual(send("1 + 1", {"dotnet_interactive": {"language": "csharp"}})["data"]["text/plain"], "2")
        self.assertIn("The cell is in fsharp", send("let a = 1", {"dotnet_interactive": {"language": "fsharp"}})["evalue"])

    def test_help_beside_the_notebook(self):
        self.run_cell("/// <summary>Thrice as much.</summary>\nint Thrice(int number) => 3 * number;")
        reply, _ = self.run_cell("Thrice?")
        self.assertIn("Thrice as much.", reply["payload"][0]["data"]["text/plain"])
        self.assertEqual(self.run_cell("?nowhere")[0]["evalue"], "Nothing is known about nowhere.")

    def test_comms_of_cells(self):
        def send(kind, content):
            message = self.kc.session.msg(kind, content)
            self.kc.shell_channel.send(message)
            found = []
            while True:
                published = self.kc.get_iopub_msg(timeout=PATIENCE)
                if published["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                    if published["msg_type"] != "status":
                        found.append((published["msg_type"], published["content"].get("data")))
                    elif published["content"]["execution_state"] == "idle":
                        return found
        _, published = self.run_cell('var slider = open_comm("slider", new { at = 1 });\nint seen = 0;\nslider.Received += data => { seen = data.GetProperty("at").GetInt32(); slider.Send(new { seen }); };\nslider.Closed += () => seen = -1;')
        self.assertEqual((published[0][0], published[0][1]["target_name"], published[0][1]["data"]), ("comm_open", "slider", {"at": 1}))
        comm = published[0][1]["comm_id"]
        self.assertEqual(send("comm_msg", {"comm_id": comm, "data": {"at": 7}}), [("comm_msg", {"seen": 7})])
        self.assertEqual(self.value("seen"), "7")
        send("comm_close", {"comm_id": comm, "data": {}})
        self.assertEqual(self.value("seen"), "-1")
        self.run_cell('register_comm("echo", (comm, first) => { comm.Send(first); comm.Received += data => { if (data.TryGetProperty("loop", out _)) while (true) { } comm.Close(data); }; });')
        self.assertEqual(send("comm_open", {"comm_id": "e1", "target_name": "echo", "data": {"a": "\U0001f9ec"}}), [("comm_msg", {"a": "\U0001f9ec"})])
        looping = self.kc.session.msg("comm_msg", {"comm_id": "e1", "data": {"loop": 1}})
        self.kc.shell_channel.send(looping)
        while True:
            published = self.kc.get_iopub_msg(timeout=PATIENCE)
            if published["parent_header"].get("msg_id") == looping["header"]["msg_id"] and published["msg_type"] == "status":
                break
        self.km.interrupt_kernel()
        self.assertEqual(send("comm_msg", {"comm_id": "e1", "data": {"b": 2}}), [("comm_close", {"b": 2})])
        self.assertEqual(send("comm_open", {"comm_id": "e2", "target_name": "nobody", "data": {}}), [("comm_close", {})])
        self.assertIn("Wrap it", self.run_cell('open_comm("slider", 5)')[0]["evalue"])

    def test_a_users_formatter_goes_first(self):
        self.run_cell('class Dose { }\nFormatter.Register<Dose>((dose, writer) => writer.Write("<b>dose</b>"), "text/html");\nFormatter.Register<decimal>((amount, writer) => writer.Write($"{amount:0.00} mg"), "text/plain");')
        self.assertEqual(self.value("2.5m"), "2.50 mg")
        _, published = self.run_cell("new Dose()")
        self.assertEqual(published[0][1]["data"]["text/html"], "<b>dose</b>")

    def test_usings_of_the_cell_at_hand_complete(self):
        self.run_cell("var declared = 1;")
        complete = lambda code: self.kc.complete(code, reply=True, timeout=PATIENCE)["content"]["matches"]
        self.assertIn("Threading", complete("using System.Thr"))
        self.assertEqual(complete("using System.Text.RegularExpressions;\nRegex.IsM"), ["IsMatch"])
        self.assertIn("declared", complete("using System.Text.RegularExpressions;\ndecl"))

    def test_a_client_comes_back_under_its_name(self):
        manager, before = start_new_kernel(kernel_name="glm", startup_timeout=PATIENCE)
        client = manager.client()  # with the session of the one before, which has not left
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            self.assertEqual(self.value("21 * 2", client), "42")
        finally:
            client.stop_channels()
            before.stop_channels()
            manager.shutdown_kernel(now=True)

    def test_magics_complete(self):
        complete = lambda code: self.kc.complete(code, reply=True, timeout=PATIENCE)["content"]["matches"]
        self.assertEqual(complete("#!w"), ["#!who", "#!whos"])
        self.assertIn("#!javascript", complete("#!"))
        self.assertEqual(complete("#!whos --"), ["--help"])
        with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
            open(os.path.join(folder, "part one.dib"), "w").close()
            name = os.path.basename(folder)
            self.assertEqual(complete(f"#!import {name}/"), [f'"{name}/part one.dib"'])

    def test_a_restart_forgets_and_two_kernels_know_nothing_of_each_other(self):
        manager, client = start_new_kernel(kernel_name="glm", startup_timeout=PATIENCE)
        try:
            self.run_cell("var mine = 1;")
            self.assertEqual(self.run_cell("mine", client)[0]["status"], "error")
            self.run_cell("var other = 2;", client)
            manager.restart_kernel()
            client.wait_for_ready(timeout=PATIENCE)
            self.assertEqual(self.run_cell("other", client)[0]["status"], "error")
            self.assertEqual(self.value("mine"), "1")
        finally:
            client.stop_channels()
            manager.shutdown_kernel()

    def test_sockets_in_the_file_system(self):
        with tempfile.TemporaryDirectory() as folder:
            manager = KernelManager(kernel_name="glm", transport="ipc", ip=os.path.join(folder, "k"))
            manager.start_kernel()
            client = manager.client()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=PATIENCE)
                self.assertEqual(self.value("20 + 22", client), "42")
            finally:
                client.stop_channels()
                manager.shutdown_kernel()


class Notebook(unittest.TestCase):
    """
    Notebooks of the project, executed by nbconvert; with fewer training steps where a notebook has that parameter. The others are run by
    glm run, with the same cells.
    """

    ALONE = {"quickstart.ipynb", "ecoli-reference.ipynb"}

    def test_nbconvert_runs_notebooks(self):
        repository = os.environ["GLM_REPOSITORY"]
        folder = os.path.join(repository, "notebooks")
        names = sorted(os.path.relpath(os.path.join(place, name), folder) for place, _, files in os.walk(folder) for name in files if name.endswith(".ipynb") and ".ipynb_checkpoints" not in place)
        self.assertIn("quickstart.ipynb", names)
        names = [name for name in names if name in self.ALONE or os.path.dirname(name)]
        for name in names:
            if name == "ecoli-reference.ipynb" and not os.path.isdir(os.path.join(repository, "..", "shared", "reference")):
                continue
            with self.subTest(notebook=name):
                self.execute(os.path.join(folder, name))

    def execute(self, source):
        with open(source, encoding="utf-8") as file:
            notebook = json.load(file)
        for cell in notebook["cells"]:
            if "parameters" in cell["metadata"].get("tags", []):
                text = "".join(cell["source"])
                cell["source"] = re.sub(r"int steps = \d+;", "int steps = 20;", text)
        # Beside the original, so that relative paths hold.
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".ipynb", dir=os.path.dirname(source), delete=False) as file:
            json.dump(notebook, file)
        with tempfile.TemporaryDirectory() as folder:
            try:
                ran = subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=glm",
                                      "--ExecutePreprocessor.timeout=300", "--output-dir", folder, "--output", "out.ipynb", file.name], capture_output=True, text=True)
            finally:
                os.remove(file.name)
            self.assertEqual(ran.returncode, 0, ran.stderr[-4000:])
            with open(os.path.join(folder, "out.ipynb"), encoding="utf-8") as out:
                cells = [cell for cell in json.load(out)["cells"] if cell["cell_type"] == "code"]
        self.assertTrue(all(cell["execution_count"] for cell in cells))
        if os.path.basename(source) == "quickstart.ipynb":
            html = [part for cell in cells for output in cell["outputs"] for part in output.get("data", {}).get("text/html", [])]
            self.assertTrue(any("DecompressionStream" in part for part in html), "no chart came with its script")


if __name__ == "__main__":
    unittest.main(verbosity=2)
