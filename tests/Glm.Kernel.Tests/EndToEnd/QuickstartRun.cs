using System.Text.Json.Nodes;
using Glm.Kernel.Printing;
using Glm.Kernel.Tests.Browser;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>The quickstart notebook, run once as a process with a short training; many tests look at what it left.</summary>
public sealed class QuickstartRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public int Code { get; private set; }

    public string Log { get; private set; } = "";

    /// <summary>The folder that the program ran in.</summary>
    public string Folder => _folder.Path;

    public string ReportPath => _folder["report.html"];

    /// <summary>The report for paper, where there is a browser to print it.</summary>
    public string PdfPath => _folder["report.pdf"];

    /// <summary>The folder of its figures.</summary>
    public string Figures => _folder["figures"];

    public string Report => File.ReadAllText(ReportPath);

    public string NotebookText => File.ReadAllText(_folder["out.ipynb"]);

    public JsonNode Notebook => JsonNode.Parse(NotebookText)!;

    public async ValueTask InitializeAsync() =>
        (Code, _, Log) = await GlmProgram.Run(
            _folder.Path,
            [
                "run",
                Repository.PathOf("notebooks", "quickstart.ipynb"),
                "-p",
                "steps=40",
                "--output",
                "out.ipynb",
                "--html",
                "report.html",
                "--figures",
                "figures",
                .. ChromiumBrowser.Find() is null ? Array.Empty<string>() : ["--pdf", "report.pdf"],
            ]
        );

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class QuickstartCollection
    : ICollectionFixture<QuickstartRun>,
        ICollectionFixture<NotebookRuns>,
        ICollectionFixture<Chromium>
{
    public const string Name = "quickstart";
}
