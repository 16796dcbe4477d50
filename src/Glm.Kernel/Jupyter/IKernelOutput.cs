namespace Glm.Kernel.Jupyter;

/// <summary>Takes what one request shows, and belongs to it for ever. From any thread; calls are sent in their order.</summary>
internal interface IKernelOutput
{
    /// <summary>Text for <c>stdout</c> or <c>stderr</c>.</summary>
    void Stream(string name, string text);

    /// <summary>A new display.</summary>
    void Display(MimeData data, string displayId);

    /// <summary>New content for a display of any request.</summary>
    void Update(MimeData data, string displayId);

    /// <summary>The code's value.</summary>
    void Result(MimeData data);

    /// <summary>Help to show beside the notebook, with the reply.</summary>
    void Page(MimeData data);

    /// <summary>Takes back what the request has shown; at once, or when it shows the next thing.</summary>
    void Clear(bool wait);

    /// <summary>Asks the user for a line, and waits for it.</summary>
    /// <exception cref="InvalidOperationException">The front end does not take input for this request.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    string ReadLine(string prompt, bool password, CancellationToken interrupt);
}
