using Glm.Interactive.Hosting;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Jupyter;

/// <summary>How running code ended.</summary>
/// <param name="Error">Null where it succeeded. The server shows it.</param>
/// <param name="Page">Help to show beside the notebook; null for none.</param>
internal sealed record CellReply(CellError? Error, MimeBundle? Page = null);
