using Glm.Interactive.CommandLanguage;
using Glm.Proteins.Homology;

namespace Glm.Interactive.Commands;

/// <summary>What commands that search for homologs have in common.</summary>
public static class HomologyData
{
    /// <summary>Which search to use.</summary>
    public static readonly Option<string> Search = CommandOption
        .Choice(
            "--search",
            "What finds homologs; auto is DIAMOND where it is installed, and otherwise the built-in search.",
            ["auto", "diamond", "built-in"]
        )
        .WithDefault("auto");

    /// <summary>The search that <see cref="Search"/> names.</summary>
    /// <exception cref="Glm.Runtime.GlmException">DIAMOND is asked for and not installed.</exception>
    public static IHomologyEngine Engine(string search) =>
        search switch
        {
            "diamond" => HomologyEngines.Diamond,
            "built-in" => HomologyEngines.BuiltIn,
            _ => HomologyEngines.Auto,
        };
}
