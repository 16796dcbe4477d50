namespace Glm.Runtime;

/// <summary>
/// A mistake that the user can correct. The message is one line: what, where, the value, the rule, the remedy. Hosts show it without a
/// stack trace; every other exception is a defect of the program.
/// </summary>
public class GlmException : Exception
{
    /// <summary>The most characters of a message.</summary>
    private const int Limit = 4000;

    private readonly string _marked;

    /// <param name="message">One line; it may name a <see cref="Setting"/>. Line breaks and control characters in it are made
    /// harmless.</param>
    public GlmException(string message)
        : base(Plain(message)) => _marked = LineText.InMessage(message, Limit);

    /// <param name="message">One line; it may name a <see cref="Setting"/>. Line breaks and control characters in it are made
    /// harmless.</param>
    /// <param name="inner">The failure underneath, for those who ask for details.</param>
    public GlmException(string message, Exception inner)
        : base(Plain(message), inner) => _marked = LineText.InMessage(message, Limit);

    /// <param name="message">One line as an interpolated string; its numbers come out the same in every culture, and text from files
    /// comes out harmless and bounded.</param>
    public GlmException(InvariantText message)
        : this(message.ToText()) { }

    /// <param name="message">One line as an interpolated string; its numbers come out the same in every culture, and text from files
    /// comes out harmless and bounded.</param>
    /// <param name="inner">The failure underneath, for those who ask for details.</param>
    public GlmException(InvariantText message, Exception inner)
        : this(message.ToText(), inner) { }

    /// <summary>The same mistake with its settings in another spelling, for example as options of a command line.</summary>
    /// <param name="spell">Writes a setting; null leaves it as C# writes it.</param>
    public GlmException Spell(Func<Setting, string?> spell)
    {
        var message = Setting.Replace(_marked, setting => spell(setting) ?? setting.InCSharp());
        return message == Message ? this : new GlmException(message, this);
    }

    private static string Plain(string message) => Setting.Replace(LineText.InMessage(message, Limit), setting => setting.InCSharp());
}
