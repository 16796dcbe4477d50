using Glm.Interactive.CommandLanguage;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>
/// A defect of the program that surfaced while a command ran: a host shows the message, and the inner exception on request.
/// </summary>
public sealed class InternalErrorException : Exception
{
    public InternalErrorException(string command, Exception inner)
        : base(
            $"internal error in {CommandCatalogue.Magic} {command}: {inner.GetType().Name}: {LineText.Shown(inner.Message, 300)}",
            inner
        ) { }
}
