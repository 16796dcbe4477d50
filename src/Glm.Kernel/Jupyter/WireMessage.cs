using Glm.Kernel.Jupyter.Messages;

namespace Glm.Kernel.Jupyter;

/// <summary>A message that came in correctly signed.</summary>
/// <param name="Identities">The routing frames, which go before the reply.</param>
/// <param name="Header">The header's bytes; they become the parent header of everything that the message causes.</param>
/// <param name="Type">The header's <c>msg_type</c>.</param>
/// <param name="Metadata">The bytes of a JSON object.</param>
/// <param name="Content">The bytes of a JSON object.</param>
internal sealed record WireMessage(IReadOnlyList<byte[]> Identities, byte[] Header, string Type, byte[] Metadata, byte[] Content)
{
    /// <summary>The message as far as answers to it need it.</summary>
    public WireMessage WithoutContent() => this with { Metadata = [], Content = [] };

    /// <summary>The content as a record of <see cref="Messages"/>.</summary>
    public T Read<T>()
        where T : class => KernelJson.Read<T>(Content);
}
