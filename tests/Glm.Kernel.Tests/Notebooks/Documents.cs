using System.Text.Json.Nodes;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Tests.Support;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Kernel.Tests.Notebooks;

public sealed class Documents : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // As Jupyter writes it: sorted keys, one space, lines as arrays, nothing escaped beyond what JSON asks.
    private const string AsJupyterWritesIt = """
        {
         "cells": [
          {
           "attachments": {},
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {
            "x-unknown": [
             1.50,
             1e400,
             null,
             true
            ]
           },
           "source": [
            "# Größe 🧬 \"quoted\" <b>\n",
            "/ \\ \t \u0001 end"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "c1",
           "metadata": {},
           "outputs": [
            {
             "data": {
              "application/vnd.future+json": {
               "a": 12345678901234567890
              },
              "text/plain": [
               "\ud800"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            }
           ],
           "source": []
          }
         ],
         "metadata": {
          "future": {}
         },
         "nbformat": 4,
         "nbformat_minor": 5,
         "x-top": "kept"
        }

        """;

    [Fact]
    public void Should_write_back_to_the_byte_what_jupyter_wrote()
    {
        var text = AsJupyterWritesIt.ReplaceLineEndings("\n");
        var notebook = NotebookDocument.Read(_folder.Write("a.ipynb", text));
        notebook.Write(_folder["b.ipynb"]);
        Assert.Equal(text, File.ReadAllText(_folder["b.ipynb"]));
        Assert.Equal([_folder["a.ipynb"], _folder["b.ipynb"]], Directory.GetFiles(_folder.Path).Order());
    }

    // What Microsoft.DotNet.Interactive.Documents loses or changes, see NotebookDocument.
    private const string WithEverything = """
        {
         "cells": [
          {
           "attachments": {
            "a.png": {
             "image/png": "iVBORw0KGgo="
            }
           },
           "cell_type": "markdown",
           "id": "md1",
           "metadata": {
            "editable": false,
            "mine": {
             "x": [
              1,
              2.50,
              1e-7
             ]
            },
            "tags": [
             "keep"
            ]
           },
           "source": [
            "# Title\n",
            "![a](attachment:a.png)"
           ]
          },
          {
           "cell_type": "raw",
           "id": "raw1",
           "metadata": {
            "format": "text/latex"
           },
           "source": "\\alpha"
          },
          {
           "cell_type": "code",
           "execution_count": 7,
           "id": "code1",
           "metadata": {
            "execution": {
             "iopub.status.busy": "2026-01-01T00:00:00Z"
            },
            "jupyter": {
             "source_hidden": true
            },
            "tags": [
             "parameters"
            ]
           },
           "outputs": [
            {
             "data": {
              "application/vnd.plotly.v1+json": {
               "data": [
                {
                 "y": [
                  1,
                  2.0,
                  3.50
                 ]
                }
               ]
              },
              "image/png": "iVBORw0KGgo=",
              "text/html": [
               "<b>é</b>\n",
               "<i>🧬</i>"
              ],
              "text/plain": [
               "x"
              ]
             },
             "execution_count": 7,
             "metadata": {
              "image/png": {
               "width": 10
              }
             },
             "output_type": "execute_result"
            },
            {
             "name": "stderr",
             "output_type": "stream",
             "text": [
              "warn\n"
             ]
            },
            {
             "name": "stdout",
             "output_type": "stream",
             "text": "plain"
            },
            {
             "data": {
              "text/plain": [
               "y"
              ]
             },
             "metadata": {
              "needs_background": "light"
             },
             "output_type": "display_data",
             "transient": {
              "display_id": "q"
             }
            },
            {
             "ename": "E",
             "evalue": "v",
             "output_type": "error",
             "traceback": [
              "t1",
              "t2"
             ]
            }
           ],
           "source": [
            "int steps = 5;\n",
            "steps"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "code2",
           "metadata": {
            "dotnet_interactive": {
             "language": "fsharp"
            },
            "polyglot_notebook": {
             "kernelName": "fsharp"
            },
            "vscode": {
             "languageId": "polyglot-notebook"
            }
           },
           "outputs": [],
           "source": "let a = 1"
          }
         ],
         "metadata": {
          "authors": [
           {
            "name": "A"
           }
          ],
          "kernelspec": {
           "display_name": "C# with glm",
           "language": "C#",
           "name": "glm"
          },
          "lab": {
           "deep": {
            "er": null
           }
          },
          "language_info": {
           "file_extension": ".cs",
           "mimetype": "text/x-csharp",
           "name": "C#",
           "pygments_lexer": "csharp",
           "version": "14.0"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void Should_keep_attachments_raw_cells_JSON_outputs_and_unknown_metadata_to_the_byte()
    {
        var text = WithEverything.ReplaceLineEndings("\n");
        var notebook = NotebookDocument.Read(_folder.Write("a.ipynb", text));
        Assert.Equal(text, notebook.ToJson());
        Assert.Equal(["markdown", "raw", "code", "code"], notebook.Cells.Select(cell => cell.Kind));
        Assert.Equal([null, null, null, "fsharp"], notebook.Cells.Select(cell => cell.Language));
        Assert.Equal(["parameters"], notebook.Cells[2].Tags);
    }

    [Fact]
    public void Should_change_nothing_but_the_parameters_it_sets()
    {
        var text = WithEverything.ReplaceLineEndings("\n");
        var notebook = NotebookDocument.Read(_folder.Write("a.ipynb", text));
        NotebookParameters.Inject(notebook, new Dictionary<string, string> { ["steps"] = "9" });
        var cells = JsonNode.Parse(notebook.ToJson())!["cells"]!.AsArray();
        Assert.Equal("// Parameters\n", (string)cells[3]!["source"]![0]!);
        cells.RemoveAt(3);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text)!["cells"], cells));
    }

    [Theory]
    [InlineData("quickstart.ipynb")]
    [InlineData("ecoli-reference.ipynb")]
    [InlineData("neighbourhoods.ipynb")]
    [InlineData("operons.ipynb")]
    [InlineData("families.ipynb")]
    [InlineData("dark.ipynb")]
    [InlineData("mcra.ipynb")]
    [InlineData("paralogs.ipynb")]
    [InlineData("taxonomy.ipynb")]
    [InlineData("benchmark.ipynb")]
    [InlineData("prediction.ipynb")]
    [InlineData("maps.ipynb")]
    [InlineData("genome-vectors.ipynb")]
    [InlineData("probes.ipynb")]
    [InlineData("function.ipynb")]
    [InlineData("influence.ipynb")]
    [InlineData("finetuning.ipynb")]
    [InlineData("polyglot/attention.ipynb")]
    [InlineData("polyglot/regions.ipynb")]
    public void Should_keep_the_projects_notebooks_to_the_byte(string name)
    {
        var path = Repository.PathOf(["notebooks", .. name.Split('/')]);
        Assert.Equal(File.ReadAllText(path), NotebookDocument.Read(path).ToJson());
    }

    [Fact]
    public void Should_give_ids_and_minor_version_to_older_notebooks()
    {
        var notebook = NotebookDocument.Read(_folder.Notebook("a.ipynb", TestNotebook.Code("1"), TestNotebook.Code("1")));
        var json = JsonNode.Parse(notebook.ToJson())!;
        Assert.Equal(5, (int)json["nbformat_minor"]!);
        var ids = json["cells"]!.AsArray().Select(cell => (string)cell!["id"]!).ToArray();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{8}$", id));
        Assert.Equal(notebook.ToJson(), NotebookDocument.Read(_folder["a.ipynb"]).ToJson());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{\n\"cells\": [\n", "a.ipynb:3: the notebook is damaged, it is not JSON")]
    [InlineData("{\"a\":1,\"a\":2}", "not JSON")]
    [InlineData("[]", "lacks 'nbformat'")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "format 3; format 4 is read")]
    [InlineData("{\"nbformat\": 4}", "'cells' is not a list")]
    [InlineData("{\"nbformat\": 4, \"cells\": [7]}", "cell 1 is damaged, it is not an object")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "'source' is neither text")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [1]}]}", "'source' is neither text")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\", \"source\": \"\"}]}", "'cell_type' is not")]
    public void Should_say_in_one_line_what_is_damaged(string text, string expected)
    {
        var mistake = Assert.Throws<GlmException>(() => NotebookDocument.Read(_folder.Write("a.ipynb", text)));
        Assert.Contains(expected, mistake.Message);
        Assert.DoesNotContain('\n', mistake.Message);
    }

    [Fact]
    public void Should_refuse_text_that_is_no_utf8_and_nesting_without_end()
    {
        File.WriteAllBytes(_folder["a.ipynb"], [(byte)'{', 0xFF, 0xFE]);
        Assert.Contains("not UTF-8", Assert.Throws<GlmException>(() => NotebookDocument.Read(_folder["a.ipynb"])).Message);
        Assert.Contains(
            "not JSON",
            Assert.Throws<GlmException>(() => NotebookDocument.Read(_folder.Write("b.ipynb", new string('[', 100_000)))).Message
        );
        Assert.Contains("There is no notebook", Assert.Throws<GlmException>(() => NotebookDocument.Read(_folder["c.ipynb"])).Message);
    }

    [Fact]
    public void Should_read_dib()
    {
        var notebook = NotebookDocument.Read(
            _folder.Write(
                "a.dib",
                "#!meta\n\n{\"kernelInfo\":{}}\n\n#!markdown\n\n# Title\n\n#!csharp\n\n#!glm load x\nvar a = 1;\n\n#!fsharp\n\nlet b = 2\n"
            )
        );
        Assert.Equal(
            ["markdown:# Title", "code:#!glm load x\nvar a = 1;", "code:#!fsharp\nlet b = 2"],
            notebook.Cells.Select(cell => $"{cell.Kind}:{cell.Source}")
        );
    }

    [Fact]
    public void Should_keep_what_a_dib_says_of_itself()
    {
        var notebook = NotebookDocument.Read(
            _folder.Write(
                "a.dib",
                """
                #!meta

                {"kernelInfo":{"defaultKernelName":"fsharp","items":[{"name":"fsharp"}]},"authors":[{"name":"A"}]}

                #!csharp

                1

                #!raw

                \alpha

                """
            )
        );
        var metadata = JsonNode.Parse(notebook.ToJson())!["metadata"]!;
        Assert.Equal("A", (string)metadata["authors"]![0]!["name"]!);
        Assert.Equal("fsharp", (string)metadata["polyglot_notebook"]!["kernelInfo"]!["items"]![0]!["name"]!);
        Assert.Equal("fsharp", notebook.DefaultLanguage);
        Assert.Equal(["csharp", null], notebook.Cells.Select(cell => cell.Language));
        Assert.Equal("raw", notebook.Cells[1].Kind);
    }

    [Fact]
    public void Should_write_parameters_as_their_declarations_ask()
    {
        var path = _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code(
                "#!glm info\nint steps = 1, more = 2; double lr = 0.1; var path = \"x\"; bool fast = false; float f = 1; var "
                    + "half = 0.5; string[] list = null;",
                "parameters"
            ),
            TestNotebook.Code("1")
        );
        var notebook = NotebookDocument.Read(path);
        NotebookParameters.Inject(
            notebook,
            new Dictionary<string, string>
            {
                ["steps"] = "-3",
                ["lr"] = "1e-4",
                ["path"] = "12",
                ["fast"] = "True",
                ["f"] = "2",
                ["half"] = "7",
                ["list"] = "a \"b\"\\\n#!glm",
            }
        );
        Assert.Equal(3, notebook.Cells.Count);
        Assert.Equal(["injected-parameters"], notebook.Cells[1].Tags);
        Assert.Equal(
            "// Parameters\nsteps = -3;\nlr = 0.0001d;\npath = \"12\";\nfast = true;\nf = 2f;\nhalf = 7d;\nlist = \"a "
                + "\\\"b\\\"\\\\\\n#!glm\";",
            notebook.Cells[1].Source
        );
        NotebookParameters.Inject(notebook, new Dictionary<string, string> { ["steps"] = "9" });
        Assert.Equal(3, notebook.Cells.Count);
        Assert.Equal("// Parameters\nsteps = 9;", notebook.Cells[1].Source);
    }

    [Theory]
    [InlineData("step", "1", "a.ipynb has no parameter 'step'; it has steps, path.")]
    [InlineData("steps", "many", "-p steps=many: steps is declared as int; give a whole number.")]
    [InlineData("steps", "1; File.Delete(path)", "steps is declared as int")]
    public void Should_refuse_parameters_that_do_not_fit(string name, string value, string expected)
    {
        var notebook = NotebookDocument.Read(
            _folder.Notebook("a.ipynb", TestNotebook.Code("int steps = 1; var path = \"x\";", "parameters"))
        );
        var mistake = Assert.Throws<GlmException>(() =>
            NotebookParameters.Inject(notebook, new Dictionary<string, string> { [name] = value })
        );
        Assert.Contains(expected, mistake.Message);
    }
}
