using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Running;

/// <summary>
/// While it lives, what the process prints goes to the newest cell, including output of threads that earlier cells started. Reading from
/// the console asks the user, or meets the end of input where there is nobody to ask.
/// </summary>
internal sealed class ConsoleRedirect : IDisposable
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _in = Console.In;
    private readonly Writer _cellOut;
    private readonly Writer _cellError;
    private readonly Reader _cellIn;
    private CellOutput? _output;
    private Func<string?> _readLine = static () => null;

    public ConsoleRedirect()
    {
        _cellOut = new Writer(this, _out, isError: false);
        _cellError = new Writer(this, _error, isError: true);
        _cellIn = new Reader(this);
        Take();
    }

    /// <summary>Takes the console back from a cell that has put a writer of its own there: what later cells print would be lost.</summary>
    public void Take()
    {
        Console.SetOut(_cellOut);
        Console.SetError(_cellError);
        Console.SetIn(_cellIn);
    }

    /// <summary>Where text goes from now on.</summary>
    public CellOutput? Output
    {
        set => Volatile.Write(ref _output, value);
    }

    /// <summary>Where lines come from.</summary>
    public Func<string?> ReadLine
    {
        set => Volatile.Write(ref _readLine, value);
    }

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
    }

    private sealed class Writer(ConsoleRedirect owner, TextWriter before, bool isError)
        : TextWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(string? value) => Write(value.AsSpan());

        public override void WriteLine(string? value) => Write(value + "\n");

        // What an object says of itself names the types of cells as the compiler does; a string is the user's own text.
        public override void Write(object? value) => base.Write(Named(value));

        public override void WriteLine(object? value) => base.WriteLine(Named(value));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (Volatile.Read(ref owner._output) is { } output)
                output.Write(isError, buffer);
            else
                before.Write(buffer);
        }

        public override void Flush() => Volatile.Read(ref owner._output)?.Flush();

        private static object? Named(object? value) =>
            value is null or string or IFormattable ? value : CSharpName.InText(value.ToString() ?? "");
    }

    /// <summary>Asks for whole lines; the rest of a line serves reads of single characters.</summary>
    private sealed class Reader(ConsoleRedirect owner) : TextReader
    {
        private string _line = "";
        private int _at;

        public override string? ReadLine()
        {
            if (_at >= _line.Length)
                return Volatile.Read(ref owner._readLine)();
            var rest = _line[_at..].TrimEnd('\n');
            _at = _line.Length;
            return rest;
        }

        public override int Peek() => Fill() ? _line[_at] : -1;

        public override int Read() => Fill() ? _line[_at++] : -1;

        private bool Fill()
        {
            if (_at < _line.Length)
                return true;
            if (Volatile.Read(ref owner._readLine)() is not { } line)
                return false;
            (_line, _at) = (line + "\n", 0);
            return true;
        }
    }
}
