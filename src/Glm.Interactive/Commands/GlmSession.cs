using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;

namespace Glm.Interactive.Commands;

/// <summary>The session of a notebook: the standard commands, their progress as a bar, their help as a page.</summary>
public sealed class GlmSession : CommandSession
{
    /// <param name="catalogue">The commands; null for the standard ones.</param>
    /// <param name="progress">Shows how far a command is; null for a bar in a display of its own.</param>
    public GlmSession(CommandCatalogue? catalogue = null, ProgressFactory? progress = null)
        : base(
            catalogue ?? StandardCommands.Catalogue,
            progress ?? (static (host, _) => new ProgressRenderer(host)),
            CommandHelpView.Create,
            StaleView.Create,
            ResultContents.Of
        ) { }
}
