using Glm.Kernel.CSharp;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Kernel.Tests.CSharp;

public sealed class Packages
{
    [Fact]
    public void Should_find_the_files_of_restored_packages_for_this_platform()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "p/lib/net10.0/P.dll", "p/lib/net10.0/System.Linq.dll", "p/runtimes/linux-x64/native/libp.so" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            folder.Write(file, "");
        }
        var path = folder.Write(
            "project.assets.json",
            $$"""
            {
              "targets": {
                "net10.0": {},
                "net10.0/linux-x64": {
                  "P/1.0.0": {
                    "type": "package",
                    "compile": { "lib/net10.0/P.dll": {}, "lib/net10.0/System.Linq.dll": {} },
                    "runtime": { "lib/net10.0/P.dll": {}, "lib/net10.0/System.Linq.dll": {} },
                    "native": { "runtimes/linux-x64/native/libp.so": {} }
                  },
                  "Empty/1.0.0": { "type": "package", "compile": { "lib/netstandard1.0/_._": {} } },
                  "Own/1.0.0": { "type": "project" }
                }
              },
              "libraries": {
                "P/1.0.0": { "type": "package", "path": "p" },
                "Empty/1.0.0": { "type": "package", "path": "e" },
                "Own/1.0.0": { "type": "project", "path": "o" }
              },
              "packageFolders": { "{{folder.Path.Replace("\\", "\\\\", StringComparison.Ordinal)}}": {} }
            }
            """
        );
        var assets = NuGetAssets.Read(path, CellReferences.PlatformNames);
        Assert.Equal([folder["p/lib/net10.0/P.dll"]], assets.Compile);
        Assert.Equal([folder["p/lib/net10.0/P.dll"]], assets.Managed);
        Assert.Equal([folder["p/runtimes/linux-x64/native/libp.so"]], assets.Native);
    }

    [Theory]
    [InlineData("nuget:")]
    [InlineData("nuget: A, 1, 2")]
    [InlineData("nuget: ../A")]
    [InlineData("nuget: <x>")]
    public void Should_refuse_a_malformed_reference_in_one_line(string reference)
    {
        var mistake = Assert.Throws<GlmException>(() => new NuGetPackages().Add([reference], default));
        Assert.Contains("write #r \"nuget: Package.Id, Version\"", mistake.Message);
    }

    [Theory]
    [InlineData("nuget: Glm.Interactive")]
    [InlineData("nuget: glm.interactive, *")]
    [InlineData("nuget:Glm, 0.1.0")]
    public void Should_know_that_its_own_packages_are_there(string reference)
    {
        var assets = new NuGetPackages().Add([reference], default);
        Assert.Empty(assets.Managed);
        Assert.Empty(assets.Compile);
    }

    [Fact]
    public void Should_refuse_another_version_of_its_own_packages_in_one_line()
    {
        var mistake = Assert.Throws<GlmException>(() => new NuGetPackages().Add(["nuget: Glm.Interactive, 9.9.9"], default));
        Assert.Equal(
            "#r \"nuget: Glm.Interactive, 9.9.9\": this kernel carries Glm.Interactive 0.1.0 and cannot load another beside it. "
                + "Omit the version, or install the kernel of that version.",
            mistake.Message
        );
    }

    [Fact]
    public void Should_take_packages_from_a_folder_that_a_cell_names()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["feed"]);
        Directory.CreateDirectory(folder["p"]);
        folder.Write(
            "p/made.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>"
                + "<PackageId>Made.In.A.Test</PackageId><Version>1.2.3</Version>"
                + "<GenerateDocumentationFile>true</GenerateDocumentationFile></PropertyGroup></Project>"
        );
        folder.Write(
            "p/Made.cs",
            "namespace Made; /// <summary>From a package.</summary>\npublic static class Answer { /// <summary>The "
                + "one.</summary>\n public static int Value => 42; }"
        );
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            folder.Write("p/" + name, "<Project />");
        using var pack = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("dotnet", ["pack", folder["p"], "-o", folder["feed"], "-v", "q", "-nologo"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.Equal(0, pack.ExitCode);

        var engine = new CSharpEngine { WorkingDirectory = folder.Path };
        var result = engine.Run("#i \"nuget: feed\"\n#r \"nuget: Made.In.A.Test\"\nMade.Answer.Value", "cell 1", default);
        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal(42, result.Value);
        Assert.Contains("The one.", new CodeAssistant(engine).Describe("Made.Answer.Value", "Made.Answer.Val".Length));
        Assert.Contains("there is no such folder", engine.Run("#i \"nuget: nowhere\"\n1", "cell 2", default).Error!.Message);
        Assert.Equal("#i \"nuget: nowhere\"", engine.Run("@\"#i \"\"nuget: nowhere\"\"\"", "cell 3", default).Value);
    }

    [Fact]
    public void Should_refuse_another_version_of_what_is_loaded_at_once_and_say_what_stays()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            folder.Write(name, "<Project />");
        Pack(folder, "Made.Twice.In.A.Test", "1.2.3");
        Pack(folder, "Made.Twice.In.A.Test", "1.2.4");
        Pack(folder, "Needs.The.Newer", "1.0.0", "<PackageReference Include=\"Made.Twice.In.A.Test\" Version=\"1.2.4\" />");
        var packages = new NuGetPackages();
        packages.AddSources(["."], folder.Path);
        Assert.Single(packages.Add(["nuget: Made.Twice.In.A.Test, 1.2.3"], default).Managed);
        string Refused(string reference) => Assert.Throws<GlmException>(() => packages.Add([reference], default)).Message;
        Assert.Equal(
            "#r \"nuget: Made.Twice.In.A.Test, 1.2.4\": Made.Twice.In.A.Test 1.2.3 is loaded already and stays. "
                + "Restart the kernel to use another version.",
            Refused("nuget: Made.Twice.In.A.Test, 1.2.4")
        );
        Assert.Contains("1.2.3 is loaded already and stays", Refused("nuget: made.twice.in.a.test, 2.*"));
        Assert.Equal(
            "#r \"nuget: Needs.The.Newer, 1.0.0\": it needs Made.Twice.In.A.Test 1.2.4, but Made.Twice.In.A.Test 1.2.3 is loaded "
                + "already and stays. Restart the kernel and ask for this package first.",
            Refused("nuget: Needs.The.Newer, 1.0.0")
        );
        packages.Add(["nuget: Made.Twice.In.A.Test, 1.2.3.0"], default);
        packages.Add(["nuget: Made.Twice.In.A.Test"], default);
    }

    private static void Pack(TemporaryFolder folder, string id, string version, string references = "")
    {
        var project = Path.Combine(id, version);
        Directory.CreateDirectory(folder[project]);
        folder.Write(
            $"{project}/{id}.csproj",
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><PackageId>{id}</PackageId>"
                + $"<Version>{version}</Version><RestoreAdditionalProjectSources>{folder.Path}</RestoreAdditionalProjectSources>"
                + $"</PropertyGroup><ItemGroup>{references}</ItemGroup></Project>"
        );
        folder.Write($"{project}/A.cs", "public static class A { }");
        using var pack = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("dotnet", ["pack", folder[project], "-o", folder.Path, "-v", "q", "-nologo"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var said = pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.True(pack.ExitCode == 0, said);
    }
}
