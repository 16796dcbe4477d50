namespace Glm.Runtime;

/// <summary>
/// A mistake that the user can mend. The message is one line: what, where, the value, the rule, the remedy.
/// Hosts show it without a stack trace; every other exception is a defect of the program.
/// </summary>
public sealed class GlmException : Exception
{
    /// <param name="message">One line, ready to be shown.</param>
    public GlmException(string message) : base(message) { }

    /// <param name="message">One line, ready to be shown.</param>
    /// <param name="inner">The failure underneath, for those who ask for details.</param>
    public GlmException(string message, Exception inner) : base(message, inner) { }

    /// <param name="message">One line as an interpolated string; its numbers come out the same in every culture.</param>
    public GlmException(InvariantText message) : base(message.ToText()) { }

    /// <param name="message">One line as an interpolated string; its numbers come out the same in every culture.</param>
    /// <param name="inner">The failure underneath, for those who ask for details.</param>
    public GlmException(InvariantText message, Exception inner) : base(message.ToText(), inner) { }
}
