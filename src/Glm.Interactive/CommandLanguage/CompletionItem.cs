namespace Glm.Interactive.CommandLanguage;

/// <summary>One way to continue at the cursor.</summary>
/// <param name="Text">What to insert, quoted if necessary.</param>
/// <param name="Description">One sentence; may be empty, may hold untrusted text.</param>
/// <param name="Start">First character of the line that it replaces.</param>
/// <param name="Length">How many characters it replaces.</param>
public sealed record CompletionItem(string Text, string Description, int Start, int Length);
