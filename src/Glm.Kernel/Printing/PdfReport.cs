using Glm.Runtime;

namespace Glm.Kernel.Printing;

/// <summary>A report as PDF, pages of A4 with numbers.</summary>
internal static class PdfReport
{
    /// <summary>Prints a page to a file, to a temporary one first.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="page">HTML that is meant for paper: its scripts do not run.</param>
    /// <exception cref="GlmException">There is no browser, or it could not write.</exception>
    public static async Task WriteAsync(string path, string page)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.pdf");
        try
        {
            await ChromiumBrowser.OpenAsync(page, "--no-pdf-header-footer", $"--print-to-pdf={temporary}").ConfigureAwait(false);
            if (!File.Exists(temporary))
                throw new GlmException($"{Path.GetFileName(path)}: the browser printed nothing; is there room on the disk?");
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
