namespace Glm.Interactive.CommandLanguage;

/// <summary>A line of a help page's list.</summary>
/// <param name="Term">A command, or an option as it is written: "--steps N".</param>
/// <param name="Text">What it does.</param>
public sealed record HelpEntry(string Term, string Text);
