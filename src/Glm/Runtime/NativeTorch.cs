using System.Runtime.InteropServices;

namespace Glm.Runtime;

/// <summary>
/// Loads libtorch before the first use of TorchSharp. A first touch that finds nothing would spoil TorchSharp for the life of the process,
/// so every entry point calls <see cref="Ensure"/> first. Thread-safe.
/// </summary>
public static class NativeTorch
{
    private const string BindingFile = "libLibTorchSharp.so";

    // TorchSharp's binding is built with GCC 13.2 and asks for this version of libstdc++, which Debian 12 and Ubuntu 22.04 lack. The one
    // symbol behind it, std::ios_base_library_init, is never relocated: once weak, the need may go unmet.
    private const string TooNewVersion = "GLIBCXX_3.4.32";

    private static readonly Lock Gate = new();
    private static volatile NativeTorchStatus _status = new(
        NativeTorchState.NotTried,
        NativeTorchFolders.TorchSharpVersion,
        NativeTorchFolders.WantedVersion
    );

    /// <summary>What was loaded, from where, or why not.</summary>
    public static NativeTorchStatus Status => _status;

    /// <summary>Call before touching any TorchSharp type; every call after the first costs next to nothing.</summary>
    /// <exception cref="GlmException"> libtorch or its binding is missing, of another version, or cannot be loaded. What was missing is
    /// looked for again at the next call, since a notebook may bring it meanwhile (<c>#r "nuget: TorchSharp-cpu"</c>); any other failure
    /// stays. </exception>
    public static void Ensure()
    {
        if (IsOpen(_status))
            lock (Gate)
                if (IsOpen(_status))
                    _status = Try(new NativeTorchStatus(NativeTorchState.NotTried, _status.TorchSharpVersion, _status.WantedVersion));
        if (_status.Failure is { } failure)
            throw new GlmException(failure);
    }

    /// <summary>Nothing was found yet, so nothing was loaded.</summary>
    private static bool IsOpen(NativeTorchStatus status) =>
        status.State == NativeTorchState.NotTried || status is { State: NativeTorchState.Failed, LibTorch: null };

    private static NativeTorchStatus Try(NativeTorchStatus status)
    {
        if (!OperatingSystem.IsLinux())
            return status with { State = NativeTorchState.LeftToTorchSharp };
        try
        {
            Load(ref status, Environment.GetEnvironmentVariable(NativeTorchFolders.Variable));
            return status with { State = NativeTorchState.Loaded };
        }
        catch (GlmException e)
        {
            return status with { State = NativeTorchState.Failed, Failure = e.Message };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or DllNotFoundException)
        {
            return status with
            {
                State = NativeTorchState.Failed,
                Failure = $"libtorch could not be loaded: {Reason(e)}. {nameof(GlmDoctor)}.{nameof(GlmDoctor.Examine)} has the details.",
            };
        }
    }

    private static void Load(ref NativeTorchStatus status, string? named)
    {
        var folders = NativeTorchFolders.All(named);
        status = status with { Folders = folders };
        var libTorch = Find(folders, "libtorch.so")
            ?? throw new GlmException(
                $"libtorch {status.WantedVersion} was not found ({NativeTorchFolders.RuntimeId}; searched {folders.Count} folders). "
                    + $"Add the package TorchSharp-cpu {status.TorchSharpVersion}, or name a folder that holds libtorch.so in "
                    + $"{NativeTorchFolders.Variable}."
            );
        var binding = Find(folders, BindingFile)
            ?? throw new GlmException(
                $"{BindingFile} {status.TorchSharpVersion} was not found ({NativeTorchFolders.RuntimeId}; searched "
                    + $"{folders.Count} folders); it comes with the package TorchSharp. "
                    + "Restore that package, or put the file beside TorchSharp.dll."
            );
        var home = Path.GetDirectoryName(libTorch)!;
        var found = NativeTorchFolders.VersionIn(home);
        status = status with { LibTorch = libTorch, Binding = binding, FoundVersion = found };
        RefuseAnotherVersion(found, status.WantedVersion, status.TorchSharpVersion, home);

        // By full path: its RUNPATH brings libtorch_cpu, libc10 and libgomp from its own folder, and all are known by soname from here on.
        NativeSettings.Apply();
        LoadOrSay(libTorch);
        status = LoadCuda(status, home);
        status = status with { RelaxedCopy = LoadBinding(binding) };
    }

    internal static void RefuseAnotherVersion(string? found, string wanted, string torchSharp, string folder)
    {
        if (found is not null && NativeTorchFolders.ShortVersion(found) != wanted)
            throw new GlmException(
                $"{folder} holds libtorch {found}, but TorchSharp {torchSharp} needs {wanted}. Install that version, or unset "
                    + $"{NativeTorchFolders.Variable} and add the package TorchSharp-cpu."
            );
    }

    private static NativeTorchStatus LoadCuda(NativeTorchStatus status, string home)
    {
        var cuda = Path.Combine(home, "libtorch_cuda.so");
        if (!File.Exists(cuda))
            return status;
        try
        {
            NativeLibrary.Load(cuda);
            return status with { HasCuda = true };
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return status with { CudaFailure = Reason(e) };
        }
    }

    /// <summary>Loads TorchSharp's native part; gives the relaxed copy's path if the original needs a newer libstdc++.</summary>
    private static string? LoadBinding(string original)
    {
        try
        {
            NativeLibrary.Load(original);
            return null;
        }
        catch (DllNotFoundException e) when (e.Message.Contains(TooNewVersion, StringComparison.Ordinal))
        {
            var image = File.ReadAllBytes(original);
            if (ElfVersionNeeds.Relax(image, static version => version == TooNewVersion) == 0)
                throw new GlmException(
                    $"{original} needs a libstdc++ with {TooNewVersion} (GCC 13.2) and cannot do without. Install a newer libstdc++6."
                );

            // Once a library with this soname is loaded, TorchSharp's own look-up finds it and not the original.
            return RelaxedCopy.Load(image, Cache(), LoadOrSay);
        }
        catch (DllNotFoundException e)
        {
            throw CannotLoad(original, e);
        }
    }

    private static string Cache()
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length > 0 ? Path.Combine(local, "glm-interactive", "native") : "";
    }

    private static string? Find(IReadOnlyList<string> folders, string file) =>
        folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static void LoadOrSay(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw CannotLoad(path, e);
        }
    }

    private static GlmException CannotLoad(string path, Exception e) =>
        new($"{path} cannot be loaded: {Reason(e)}. Install what it names, or restore the package again if the file is damaged.", e);

    /// <summary>The dynamic loader's own sentence, which .NET puts on a line below its general advice.</summary>
    private static string Reason(Exception e)
    {
        var lines = e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var reason = lines.Skip(1).FirstOrDefault(line => !line.Contains("LD_DEBUG", StringComparison.Ordinal))
            ?? lines.FirstOrDefault()
            ?? e.GetType().Name;
        return reason.TrimEnd('.');
    }
}
