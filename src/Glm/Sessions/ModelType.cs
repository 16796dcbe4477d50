using Glm.Arrays;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>
/// A gLM: a folder that any program can load as a model, and beside it what a checkpoint does not keep as it is, such as which normaliser
/// it shares with the vectors.
/// </summary>
internal sealed class ModelType() : SavedType(typeof(GlmModel), "model")
{
    private readonly SavedSlot _features = new(typeof(FeatureFit), mayBeNull: false);
    private readonly SavedSlot _genomes = new(typeof(IReadOnlySet<string>), mayBeNull: false);
    private readonly SavedSlot _report = new(typeof(CheckpointReport));

    public override string Layout => string.Join(';', new[] { typeof(FeatureFit), typeof(CheckpointReport) }.Select(SavedTypes.LayoutOf));

    public override void Write(ObjectWriter writer, object value)
    {
        var model = (GlmModel)value;
        if (model.Adapter is not null)
            throw new NotSavedException("the model computes with an adapter; what fine-tuning gave is saved with its adapter");
        if (!model.Parameters.AreFinite())
            throw new NotSavedException("a weight of the model is NaN or infinite");
        GlmCheckpoint.Of(model).Save(writer.WriteFolder("model"));
        writer.WriteNumber(model.Device.type == TorchSharp.DeviceType.CPU ? 0 : 1);
        _features.Write(writer, model.Features);
        // As earlier versions have them and want them. The folder has their sketches too.
        _genomes.Write(writer, model.TrainedOn.Select(genome => genome.Id).ToHashSet(StringComparer.Ordinal));
        _report.Write(writer, model.LoadReport);
    }

    public override object Read(ObjectReader reader, int number)
    {
        var folder = reader.ReadFolder();
        var device = reader.ReadFlag() ? Devices.Parse("auto") : TorchSharp.torch.CPU;
        var features = (FeatureFit)_features.Read(reader)!;
        _genomes.Read(reader);
        var report = (CheckpointReport?)_report.Read(reader);
        var checkpoint = GlmCheckpoint.Load(folder, device: device);
        var model = reader.Place.Hold((checkpoint with { Features = features, Report = report }).ToModel());
        var (width, labels) = (model.Config.ProteinWidth, model.Config.LabelWidth - 1);
        return
            features.Normalizer is null
            || features.Normalizer.Width == width
                && (features.Labels is null || features.Labels.Width == width && features.Labels.Count == labels)
            ? model
            : throw new DamagedObjectsException("the normaliser or the labels of a model do not fit it");
    }
}
