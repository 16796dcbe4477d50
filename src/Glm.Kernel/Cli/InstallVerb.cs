using System.CommandLine;
using Glm.Kernel.Jupyter;
using Glm.Kernel.Notebooks;

namespace Glm.Kernel.Cli;

/// <summary><c>glm install</c>: tells Jupyter about this kernel.</summary>
internal static class InstallVerb
{
    public static Command Create()
    {
        var place = new KernelPlace();
        var verb = new Command("install", "Tells Jupyter about this kernel, for you alone unless --prefix says otherwise.")
        {
            place.User,
            place.Prefix,
            place.Name,
        };
        verb.SetAction(parsed =>
        {
            var folder = place.Folder(parsed);
            KernelSpec.Install(folder, Provenance.VersionOf("Glm.Kernel"));
            Console.Out.WriteLine($"Installed {folder}");
            Console.Out.WriteLine("Open a notebook and choose the kernel 'C# with glm'.");
            return 0;
        });
        return verb;
    }
}
