using System.Text.Json;

namespace Glm.Kernel.Jupyter;

/// <summary>The kernel's end of a comm. Called on the thread that runs code, between requests; the tokens ask to stop.</summary>
internal interface ICommTarget
{
    /// <summary>The front end opened the comm with this data.</summary>
    void Opened(JsonElement data, CancellationToken interrupt);

    /// <summary>The front end sent this.</summary>
    void Received(JsonElement data, CancellationToken interrupt);

    /// <summary>The front end closed the comm.</summary>
    void Closed(JsonElement data, CancellationToken interrupt);
}
