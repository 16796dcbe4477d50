namespace Glm.Interactive.CommandLanguage;

/// <summary>An example of a command, as help shows it.</summary>
/// <param name="Line">The whole line, starting with <c>#!glm</c>; it parses.</param>
/// <param name="Meaning">What it does, one sentence.</param>
/// <param name="CSharp">The same in C#, one or two statements.</param>
public sealed record CommandExample(string Line, string Meaning, string CSharp);
