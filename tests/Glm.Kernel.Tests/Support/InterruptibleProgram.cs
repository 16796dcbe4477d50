using System.Diagnostics;

namespace Glm.Kernel.Tests.Support;

/// <summary>
/// How the program <c>glm</c> is started where it shall hear Ctrl-C: what runs in the background of a shell script inherits that the
/// signal is ignored.
/// </summary>
internal static class InterruptibleProgram
{
    private const string Env = "/usr/bin/env";

    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Glm.Kernel.dll"), .. arguments];
        return OperatingSystem.IsLinux() && File.Exists(Env)
            ? new ProcessStartInfo(Env, ["--default-signal=INT", .. program])
            : new ProcessStartInfo(program[0], program[1..]);
    }
}
