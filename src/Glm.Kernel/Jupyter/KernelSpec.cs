using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Runtime;

namespace Glm.Kernel.Jupyter;

/// <summary>The folder by which Jupyter knows a kernel: how to start it, its name, its logo.</summary>
internal static class KernelSpec
{
    private const string File = "kernel.json";
    private const string Mark = "glm"; // in the metadata: this program wrote it
    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png"];
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>This user's Jupyter folder.</summary>
    public static string UserFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } named)
            return Path.GetFullPath(named);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(home, ".local", "share");
        return Path.Combine(data, "jupyter");
    }

    /// <summary>Writes the folder, or overwrites it.</summary>
    /// <exception cref="GlmException">The folder belongs to another kernel.</exception>
    public static void Install(string folder, string version)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            RequireOurs(folder);
        Directory.CreateDirectory(folder);
        foreach (var logo in Logos)
        {
            using var picture = typeof(KernelSpec).Assembly.GetManifestResourceStream($"Glm.Kernel.Jupyter.{logo}")!;
            using var bytes = new MemoryStream();
            picture.CopyTo(bytes);
            Write(folder, logo, bytes.ToArray());
        }
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. Start().Append("kernel").Append("{connection_file}").Select(word => (JsonNode)word)]),
            ["display_name"] = "C# with glm",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject
            {
                [Mark] = new JsonObject { ["version"] = version },
                ["debugger"] = false,
            },
        };
        Write(folder, File, JsonSerializer.SerializeToUtf8Bytes(spec, Readable));
    }

    /// <summary>Removes the folder.</summary>
    /// <exception cref="GlmException">There is none, or it belongs to another kernel.</exception>
    public static void Uninstall(string folder)
    {
        if (!Directory.Exists(folder))
            throw new GlmException($"There is no kernel {folder}; 'jupyter kernelspec list' shows the installed ones.");
        RequireOurs(folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>How this program was started: by its own file, or by dotnet and its library.</summary>
    internal static string[] Start()
    {
        var process = Environment.ProcessPath
            ?? throw new GlmException("This system does not say where the program is, so it cannot be started again.");
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "Glm.Kernel.dll")]
            : [process];
    }

    private static void RequireOurs(string folder)
    {
        try
        {
            if (
                JsonNode.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, File))) is JsonObject spec
                && spec["metadata"] is JsonObject metadata
                && metadata.ContainsKey(Mark)
            )
                return;
        }
        catch (Exception fault) when (fault is IOException or JsonException) { }
        throw new GlmException($"{folder} is not a kernel that 'glm install' wrote; remove it yourself, or choose another --name.");
    }

    private static void Write(string folder, string name, byte[] content)
    {
        var temporary = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
        System.IO.File.WriteAllBytes(temporary, content);
        System.IO.File.Move(temporary, Path.Combine(folder, name), overwrite: true);
    }
}
