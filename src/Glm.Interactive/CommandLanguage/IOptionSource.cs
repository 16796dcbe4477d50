using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>What the values of options are taken from, beyond the text on the line.</summary>
public interface IOptionSource
{
    /// <summary>The path that a text means, from the notebook's folder.</summary>
    string PathOf(string written);

    /// <summary>The object that an option stands for.</summary>
    /// <param name="option">The option.</param>
    /// <param name="variable">The variable that the line names; null for the session's newest object of the type.</param>
    /// <exception cref="GlmException">No such variable, one of another type, or nothing of that type yet.</exception>
    T Object<T>(CommandOption option, string? variable)
        where T : class;
}
