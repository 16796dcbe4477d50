namespace Glm.Kernel.Jupyter;

/// <summary>
/// What runs the code behind the protocol. All but <see cref="WarmUp"/> is called on one thread, one call at a time. Positions are indices
/// into
/// the code as .NET counts them.
/// </summary>
internal interface IKernelEngine : IDisposable
{
    /// <summary>What the kernel says about itself; at hand at once, before anything is loaded.</summary>
    KernelInfo Info { get; }

    /// <summary>The comms; the server joins them to the front ends.</summary>
    CommRegistry Comms { get; }

    /// <summary>Runs code to its end.</summary>
    /// <param name="request">The code and what it is called.</param>
    /// <param name="output">Takes what it shows, in its time and also after its end.</param>
    /// <param name="interrupt">Asks the code to stop.</param>
    /// <returns>Null, or the error; it was not sent to the output.</returns>
    KernelError? Execute(ExecuteRequest request, IKernelOutput output, CancellationToken interrupt);

    /// <summary>Evaluates one expression without showing anything.</summary>
    /// <returns>The value's representations by mime type, or the error.</returns>
    (MimeData? Value, KernelError? Error) Evaluate(string expression, CancellationToken interrupt);

    /// <summary>What may stand at a position.</summary>
    CodeCompletion Complete(string code, int position);

    /// <summary>Explains what stands at a position; null where there is nothing to say.</summary>
    MimeData? Inspect(string code, int position);

    /// <summary>Whether code could be run as it is.</summary>
    CodeState IsComplete(string code);

    /// <summary>
    /// Loads what the first cell will need. Called once, on a thread of its own, after the kernel has introduced itself.
    /// </summary>
    void WarmUp();
}
