using Glm.Arrays;
using Glm.Modeling.Sets;

namespace Glm.Sessions;

/// <summary>A protein set transformer: its .safetensors, and what was said when it was loaded.</summary>
internal sealed class SetTransformerType() : SavedType(typeof(ProteinSetTransformer), "protein-set-transformer")
{
    private const string FileName = "sets.safetensors";

    private readonly SavedSlot _name = new(typeof(string), mayBeNull: false);
    private readonly SavedSlot _report = new(typeof(CheckpointReport));
    private readonly SavedSlot _remarks = new(typeof(IReadOnlyList<string>), mayBeNull: false);

    public override string Layout => SavedTypes.LayoutOf(typeof(CheckpointReport));

    public override void Write(ObjectWriter writer, object value)
    {
        var model = (ProteinSetTransformer)value;
        SetTransformerFile.Write(Path.Combine(writer.WriteFolder("sets"), FileName), model);
        _name.Write(writer, model.Name);
        _report.Write(writer, model.LoadReport);
        _remarks.Write(writer, model.Remarks);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var loaded = SetTransformerFile.Open(Path.Combine(reader.ReadFolder(), FileName));
        return reader.Place.Hold(
            new ProteinSetTransformer((string)_name.Read(reader)!, loaded.Config, loaded.Layout, loaded.Weights)
            {
                LoadReport = (CheckpointReport?)_report.Read(reader),
                Remarks = (IReadOnlyList<string>)_remarks.Read(reader)!,
            }
        );
    }
}
