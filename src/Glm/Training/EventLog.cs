using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// The event file of a run, which TensorBoard draws: records of TFRecord's framing, each an <c>Event</c> of protocol buffers with the
/// figures of a step or an evaluation. As <see cref="RunLog"/> it is made anew from the history when a run begins or goes on, so that no
/// step is there twice, and grows by a record per step from there.
/// </summary>
/// <remarks>
/// Written by hand, since TorchSharp's <c>SummaryWriter</c> dates every event 1970 (or, asked for the time, writes ticks for seconds),
/// puts the name of the machine into that of the file, begins another file beside the old one when a run goes on, and opens it for every
/// number. Four fields of two messages are all there is to write.
/// </remarks>
internal sealed class EventLog : IDisposable
{
    /// <summary>
    /// TensorBoard reads every file with "tfevents" in its name; one name keeps another run in the folder from being mixed in.
    /// </summary>
    public const string Name = "events.out.tfevents.glm";

    private const uint MaskDelta = 0xa282ead8;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly double _begun;
    private readonly MemoryStream _record = new();
    private readonly MemoryStream _summary = new();
    private int _written;
    private int _evaluated;

    /// <param name="folder">Made if absent.</param>
    /// <param name="steps">Those that were done already.</param>
    /// <param name="evaluations">Those that were made already.</param>
    /// <param name="seconds">How long the run has been at work.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public EventLog(string folder, IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations, double seconds)
    {
        _path = Path.Combine(folder, Name);
        _begun = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0) - seconds;
        StoredFile.Replace(_path, stream =>
        {
            WriteVersion(stream);
            Write(stream, steps, evaluations);
        });
        _stream = StoredFile.Open(
            _path,
            new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                BufferSize = 0, // a record reaches the system in one piece, and outlives this program
            }
        );
    }

    /// <summary>Adds what is new.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="evaluations">All evaluations.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public void Write(IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations)
    {
        try
        {
            Write(_stream, steps, evaluations);
        }
        catch (Exception exception) when (StoredFile.Explain(_path, "written", exception) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Write(Stream stream, IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations)
    {
        for (; _written < steps.Count; _written++)
        {
            WriteEvaluations(steps[_written].Step - 1);
            WriteStep(stream, steps[_written]);
        }
        WriteEvaluations(steps.Count);

        void WriteEvaluations(int last)
        {
            for (; _evaluated < evaluations.Count && evaluations[_evaluated].Step <= last; _evaluated++)
            {
                var step = evaluations[_evaluated].Step;
                WriteEvaluation(stream, evaluations[_evaluated], step == 0 ? 0 : steps[step - 1].Seconds);
            }
        }
    }

    private void WriteStep(Stream stream, TrainingStep step) =>
        WriteEvent(
            stream,
            step.Step,
            step.Seconds,
            ("train/loss", step.Loss),
            ("train/prediction_loss", step.PredictionLoss),
            ("train/likelihood_loss", step.LikelihoodLoss),
            ("train/triplet_loss", step.TripletLoss),
            ("train/learning_rate", step.LearningRate),
            ("train/gradient_norm", step.GradientNorm),
            ("train/pseudo_accuracy", step.PseudoAccuracy),
            ("train/absolute_accuracy", step.AbsoluteAccuracy),
            ("speed/genes_per_second", step.GenesPerSecond),
            ("speed/windows_per_second", step.WindowsPerSecond),
            ("speed/flops_per_second", step.FlopsPerSecond)
        );

    private void WriteEvaluation(Stream stream, EvaluationPoint point, double seconds) =>
        WriteEvent(
            stream,
            point.Step,
            seconds,
            ("held_out/loss", point.Loss),
            ("held_out/pseudo_accuracy", point.PseudoAccuracy),
            ("held_out/absolute_accuracy", point.AbsoluteAccuracy),
            ("held_out/calibration_error", point.Calibration?.ExpectedError ?? double.NaN)
        );

    /// <summary>The first event of a file: { wall_time = 1, file_version = 3 }.</summary>
    private void WriteVersion(Stream stream)
    {
        Begin(0);
        Bytes(_record, 3, "brain.Event:2"u8);
        End(stream);
    }

    /// <summary>
    /// Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 } } }; what is no number is left out.
    /// </summary>
    private void WriteEvent(Stream stream, int step, double seconds, params ReadOnlySpan<(string Tag, double Value)> figures)
    {
        Begin(seconds);
        _record.WriteByte(Key(2, wire: 0));
        Varint(_record, step);
        _summary.SetLength(0);
        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (var (tag, value) in figures)
        {
            if (!double.IsFinite(value))
                continue;
            var name = Encoding.UTF8.GetBytes(tag);
            BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
            _summary.WriteByte(Key(1, wire: 2));
            Varint(_summary, 2 + name.Length + 1 + number.Length); // names are shorter than 128 letters
            Bytes(_summary, 1, name);
            _summary.WriteByte(Key(2, wire: 5));
            _summary.Write(number);
        }
        Bytes(_record, 5, _summary.GetBuffer().AsSpan(0, (int)_summary.Length));
        End(stream);
    }

    /// <summary>A record: length (8 bytes), its checksum (4), the event, its checksum (4); in one write.</summary>
    private void Begin(double seconds)
    {
        _record.SetLength(0);
        _record.Write(stackalloc byte[12]); // filled in at the end
        Span<byte> time = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(time, _begun + (double.IsFinite(seconds) ? seconds : 0));
        _record.WriteByte(Key(1, wire: 1));
        _record.Write(time);
    }

    private void End(Stream stream)
    {
        _record.Write(stackalloc byte[4]);
        var record = _record.GetBuffer().AsSpan(0, (int)_record.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record, record.Length - 16);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], MaskedChecksum(record[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(record[^4..], MaskedChecksum(record[12..^4]));
        stream.Write(record);
    }

    private static byte Key(int field, int wire) => (byte)((field << 3) | wire);

    private static void Bytes(Stream stream, int field, ReadOnlySpan<byte> bytes)
    {
        stream.WriteByte(Key(field, wire: 2));
        Varint(stream, bytes.Length);
        stream.Write(bytes);
    }

    private static void Varint(Stream stream, int value)
    {
        var left = (uint)value;
        for (; left >= 128; left >>= 7)
            stream.WriteByte((byte)(left | 128));
        stream.WriteByte((byte)left);
    }

    /// <summary>CRC-32C, rotated and shifted as TFRecord has it.</summary>
    private static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
