namespace Glm.Sessions;

/// <summary>A file of objects cannot be read. The message is a part of a sentence: what is wrong in it.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="isOtherVersion">Whether the file need not be damaged: another version of the program may have written it.</param>
internal sealed class DamagedObjectsException(string message, bool isOtherVersion = false) : Exception(message)
{
    public bool IsOtherVersion => isOtherVersion;
}
