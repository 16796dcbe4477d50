namespace Glm.Interactive.CommandLanguage;

/// <summary>Says in plain English what types and objects are, for messages, help and completion. Thread-safe.</summary>
public interface IVocabulary
{
    /// <summary>
    /// A type in words, with its article where it takes one, for example "scaffolds (ScaffoldSet)" or "a List&lt;Gene&gt;".
    /// </summary>
    string Words(Type type);

    /// <summary>One line about an object, for example "24 genomes, 2,304 genes". May hold untrusted text.</summary>
    string Line(object value);
}
