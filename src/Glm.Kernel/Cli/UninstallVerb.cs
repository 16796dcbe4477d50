using System.CommandLine;
using Glm.Kernel.Jupyter;

namespace Glm.Kernel.Cli;

/// <summary><c>glm uninstall</c>: removes what <c>glm install</c> with the same options wrote.</summary>
internal static class UninstallVerb
{
    public static Command Create()
    {
        var place = new KernelPlace();
        var verb = new Command("uninstall", "Removes what 'glm install' with the same options wrote.")
        {
            place.User,
            place.Prefix,
            place.Name,
        };
        verb.SetAction(parsed =>
        {
            var folder = place.Folder(parsed);
            KernelSpec.Uninstall(folder);
            Console.Out.WriteLine($"Removed {folder}");
            return 0;
        });
        return verb;
    }
}
