namespace Glm.Kernel.Jupyter;

/// <summary>The protocol's channels; the heartbeat carries no messages.</summary>
internal enum KernelChannel
{
    Shell,
    Control,
    Stdin,
    IoPub,
}
