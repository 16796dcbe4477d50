using Glm.Interactive.Hosting;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Jupyter.Cells;

/// <summary>Hands on what a cell shows.</summary>
internal sealed class CellOutput(IKernelOutput output) : ICellOutput
{
    public void Stdout(string text) => output.Stream("stdout", text);

    public void Stderr(string text) => output.Stream("stderr", text);

    public void Display(MimeBundle content, string displayId) => output.Display(new MimeData(content.Parts), displayId);

    public void Update(string displayId, MimeBundle content) => output.Update(new MimeData(content.Parts), displayId);

    public void Result(MimeBundle content) => output.Result(new MimeData(content.Parts));

    public void Clear(bool wait) => output.Clear(wait);

    /// <summary>Nothing: the outcome of the cell carries the error, which is sent once.</summary>
    public void Error(string name, string message, IReadOnlyList<string> traceback) { }

    public string? ReadLine(string prompt, bool password, CancellationToken interrupt)
    {
        try
        {
            return output.ReadLine(prompt, password, interrupt);
        }
        catch (InvalidOperationException refused)
        {
            throw new GlmException(refused.Message, refused);
        }
    }
}
