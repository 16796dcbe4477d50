using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Glm.Arrays.Storage;

namespace Glm.Formats.Text;

/// <summary>
/// Reads a stream on a thread of its own, a few blocks ahead, so that unpacking and parsing run side by side; short streams are read
/// without one. An exception of the stream is thrown where its bytes would have come. Owns the stream. Not thread-safe.
/// </summary>
internal sealed class ReadAheadStream(Stream inner) : ReadOnlyStream
{
    private const int BlockSize = 1 << 18;
    private const int BlocksAhead = 4;

    private readonly record struct Block(byte[] Bytes, int Count, ExceptionDispatchInfo? Fault);

    private readonly BlockingCollection<Block> _ahead = new(BlocksAhead);
    private readonly CancellationTokenSource _stop = new();
    private Task? _reader;
    private Block _block;
    private int _given;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        while (_given == _block.Count)
        {
            _block.Fault?.Throw();
            if (_ended)
                return 0;
            Next();
        }
        var count = Math.Min(buffer.Length, _block.Count - _given);
        _block.Bytes.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _reader?.Wait(CancellationToken.None);
            Return(_block);
            while (_ahead.TryTake(out var block))
                Return(block);
            _ahead.Dispose();
            _stop.Dispose();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Next()
    {
        var first = _block.Bytes is null;
        Return(_block);
        _block = first || _reader is null ? Fill() : _ahead.Take(CancellationToken.None);
        _given = 0;
        _ended = _block.Count < BlockSize;
        // More than one block: from here on a thread of its own is worth it.
        if (first && !_ended)
            _reader = Task.Run(ReadAll, CancellationToken.None);
    }

    private void ReadAll()
    {
        try
        {
            Block block;
            do
            {
                block = Fill();
                _ahead.Add(block, _stop.Token);
            } while (block.Count == BlockSize);
        }
        catch (OperationCanceledException)
        {
            // The rest is no longer wanted.
        }
    }

    /// <summary>A whole block, or what there is before the end or a fault.</summary>
    private Block Fill()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(BlockSize);
        var count = 0;
        try
        {
            while (count < BlockSize && inner.Read(bytes, count, BlockSize - count) is var read and > 0)
                count += read;
            return new Block(bytes, count, null);
        }
        catch (Exception exception)
        {
            return new Block(bytes, count, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private static void Return(Block block)
    {
        if (block.Bytes is not null)
            ArrayPool<byte>.Shared.Return(block.Bytes);
    }
}
