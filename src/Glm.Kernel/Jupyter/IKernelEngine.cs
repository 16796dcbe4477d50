using Glm.Interactive.Hosting;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Jupyter;

/// <summary>
/// Runs the code behind the protocol. All members but <see cref="WarmUp"/> are called on one thread, one call at a time. Positions are
/// indices into the code as .NET counts them.
/// </summary>
internal interface IKernelEngine : IDisposable
{
    /// <summary>What the kernel says about itself; available at once, before anything is loaded.</summary>
    KernelInfo Info { get; }

    /// <summary>The comms; the server connects them to the front ends.</summary>
    CommRegistry Comms { get; }

    /// <summary>Runs code to its end.</summary>
    /// <param name="cell">The code and what it is called.</param>
    /// <param name="output">Takes what the code shows, while it runs and afterwards.</param>
    /// <param name="interrupt">Asks the code to stop.</param>
    CellReply Execute(CellCode cell, CellOutput output, CancellationToken interrupt);

    /// <summary>Evaluates one expression without showing anything.</summary>
    /// <returns>The value, null where there is none, or the error.</returns>
    (MimeBundle? Value, CellError? Error) Evaluate(string expression, CancellationToken interrupt);

    /// <summary>Completes the code at a position.</summary>
    CodeCompletion Complete(string code, int position);

    /// <summary>Explains what stands at a position; null where there is nothing to say.</summary>
    MimeBundle? Inspect(string code, int position);

    /// <summary>Whether the code could run as it is.</summary>
    CodeState IsComplete(string code);

    /// <summary>
    /// Loads what the first cell will need. Called once, on a thread of its own, after the kernel has introduced itself.
    /// </summary>
    void WarmUp();
}
