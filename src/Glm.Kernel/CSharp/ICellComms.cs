using System.Text.Json;

namespace Glm.Kernel.CSharp;

/// <summary>The comms of a front end, where there is one.</summary>
internal interface ICellComms
{
    CellComm Open(string targetName, JsonElement data);

    void Register(string targetName, Action<CellComm, JsonElement> opened);
}
