using System.Text.Json;

namespace Glm.Kernel.Jupyter;

/// <summary>The kernel's end of a comm. Called on the thread that runs code, between requests.</summary>
internal interface ICommTarget
{
    /// <summary>The front end opened the comm with this data.</summary>
    void Opened(JsonElement data);

    /// <summary>The front end sent this.</summary>
    void Received(JsonElement data);

    /// <summary>The front end closed the comm.</summary>
    void Closed();
}
