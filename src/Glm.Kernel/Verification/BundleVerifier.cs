using Glm.Interactive.Bundles;
using Glm.Interactive.Provenance;
using Glm.Kernel.Documents;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>Compares the files of a bundle with their checksums, and runs its notebook again.</summary>
internal static class BundleVerifier
{
    /// <param name="path">The bundle.</param>
    /// <param name="options">What counts as equal.</param>
    /// <param name="interrupt">Ends the new run.</param>
    public static async Task<VerificationReport> RunAsync(string path, VerificationOptions options, CancellationToken interrupt)
    {
        var name = LineText.Shown(Path.GetFileName(path), 200);
        var place = Directory.CreateTempSubdirectory("glm-verify-").FullName;
        try
        {
            var opened = BundleReader.Open(path, Path.Combine(place, "bundle"), cancellation: interrupt);
            var report = await NotebookVerifier.RunAsync(NotebookDocument.Read(opened.Notebook), options, interrupt).ConfigureAwait(false);
            return report with { Name = name };
        }
        catch (AlteredBundleException altered)
        {
            var verdict = altered.IsAbsent ? Verdict.NotComparable : Verdict.Different;
            return new VerificationReport(
                name,
                [new Finding(LineText.Shown(altered.File, 200), verdict, $"this file {altered.What}")],
                options.Tolerance,
                ""
            );
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }
}
