using Glm.Arrays;
using Glm.Modeling.Functions;

namespace Glm.Sessions;

/// <summary>A model of functions: its .safetensors, and what was said when it was loaded.</summary>
internal sealed class FunctionModelType() : SavedType(typeof(FunctionModel), "function-model")
{
    private const string FileName = "functions.safetensors";

    private readonly SavedSlot _name = new(typeof(string), mayBeNull: false);
    private readonly SavedSlot _report = new(typeof(CheckpointReport));
    private readonly SavedSlot _remarks = new(typeof(IReadOnlyList<string>), mayBeNull: false);

    public override string Layout => SavedTypes.LayoutOf(typeof(CheckpointReport));

    public override void Write(ObjectWriter writer, object value)
    {
        var model = (FunctionModel)value;
        FunctionModelFile.Write(Path.Combine(writer.WriteFolder("functions"), FileName), model);
        _name.Write(writer, model.Name);
        _report.Write(writer, model.LoadReport);
        _remarks.Write(writer, model.Remarks);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var loaded = FunctionModelFile.Open(Path.Combine(reader.ReadFolder(), FileName));
        return reader.Place.Hold(
            new FunctionModel((string)_name.Read(reader)!, loaded.Config, loaded.Layout, loaded.Weights)
            {
                Input = loaded.Input,
                LoadReport = (CheckpointReport?)_report.Read(reader),
                Remarks = (IReadOnlyList<string>)_remarks.Read(reader)!,
            }
        );
    }
}
