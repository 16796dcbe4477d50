namespace Glm.Kernel.Jupyter;

/// <summary>How a kernel introduces itself.</summary>
/// <param name="Name">The implementation's name.</param>
/// <param name="Version">The implementation's version.</param>
/// <param name="Banner">What a console shows first.</param>
/// <param name="Language">The language's name.</param>
/// <param name="LanguageVersion">The language's version.</param>
/// <param name="MimeType">Of a source file.</param>
/// <param name="FileExtension">With the dot.</param>
/// <param name="Lexer">Pygments' name of the language, for exports.</param>
internal sealed record KernelInfo(
    string Name,
    string Version,
    string Banner,
    string Language,
    string LanguageVersion,
    string MimeType,
    string FileExtension,
    string Lexer
);
