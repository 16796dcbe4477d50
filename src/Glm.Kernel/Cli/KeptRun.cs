using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Runtime;
using Glm.Sessions;

namespace Glm.Kernel.Cli;

/// <summary>What <c>glm run --only-stale</c> keeps from run to run: the executed notebook, and beside it a folder of variables.</summary>
/// <param name="notebook">Full path of the executed notebook.</param>
/// <param name="log">Is told what was taken.</param>
internal sealed class KeptRun(string notebook, TextWriter log)
{
    private string Folder => Path.ChangeExtension(notebook, ".session");

    /// <summary>What the last run left; null where there was none.</summary>
    public EarlierRun? Read()
    {
        if (!File.Exists(notebook) || !Directory.Exists(Folder))
            return null;
        var results = NotebookDocument
            .Read(notebook)
            .Cells.Where(cell => cell.IsCode)
            .SelectMany(cell => RecordedOutput.Of(cell, Path.GetFileName(notebook)))
            .Where(output => output is { Record: not null, IsAsMade: true } && output.Parts.ContainsKey(MimeBundle.PlainText))
            .Select(output => (output.Record!, new MimeBundle(output.Parts) { Metadata = output.Metadata }))
            .ToArray();
        return results.Length == 0
            ? null
            : new EarlierRun(
                results,
                () => SessionFolder.Restore(Folder).ToDictionary(variable => variable.Key, variable => variable.Value),
                text => log.WriteLine($"    {LineText.Shown(text, 300)}")
            );
    }

    /// <summary>Keeps the variables that commands made, as they are now.</summary>
    public void Write(CommandSession session, CSharpEngine variables)
    {
        var values = session
            .ObjectsNow(name => variables.TryGetVariable(name, out var now) ? now : null)
            .Select(kept => KeyValuePair.Create(kept.Variable, kept.Value))
            .ToArray();
        if (values.Length == 0)
            return;
        foreach (var left in SessionFolder.Save(Folder, values, ValueDescription.Line).LeftOut)
            log.WriteLine($"{left.Name} is not kept and is made again each time: {left.Reason}");
        if (session.Earlier is { Taken: > 0 } earlier)
            log.WriteLine($"{earlier.Taken} results were taken from the earlier run.");
    }
}
