namespace Glm.Interactive.Display.Drawing;

/// <summary>The part of a text that stands where it is drawn.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}
