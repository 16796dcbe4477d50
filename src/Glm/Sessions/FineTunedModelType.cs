using Glm.Modeling;
using Glm.Training.FineTuning;

namespace Glm.Sessions;

/// <summary>A fine-tuned model: its own folder, and the base that it borrows, which the session may hold as well.</summary>
internal sealed class FineTunedModelType() : SavedType(typeof(FineTunedModel), "fine-tuned-model")
{
    private readonly SavedSlot _base = new(typeof(GlmModel));

    public override void Write(ObjectWriter writer, object value)
    {
        var model = (FineTunedModel)value;
        _base.Write(writer, model.Base);
        model.Save(writer.WriteFolder("fine-tuned"));
    }

    public override object Read(ObjectReader reader, int number)
    {
        var ground = (GlmModel?)_base.Read(reader);
        return reader.Place.Hold(FineTunedModel.Load(reader.ReadFolder(), ground));
    }
}
