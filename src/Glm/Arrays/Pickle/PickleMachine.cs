using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Glm.Runtime;

namespace Glm.Arrays.Pickle;

/// <summary>Python's pickle machine without the parts that import and call. One object reads one pickle.</summary>
internal sealed class PickleMachine(PickleInput input, string name, PickleOptions options, long memoryLimit)
{
    private const int MaxDigits = 4300; // Python's own limit for decimal integers
    private const int MaxIntegerBytes = 1 << 16;

    // Rough sizes of managed objects, so that the memory limit means memory.
    private const int NumberBytes = 24,
        SlotBytes = 8,
        TupleBytes = 72,
        ListBytes = 80,
        DictBytes = 240,
        EntryBytes = 64,
        ObjectBytes = 96;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly object True = true,
        False = false;
    private static readonly object[] SmallIntegers = [.. Enumerable.Range(0, 256).Select(value => (object)(long)value)];

    private readonly List<object?> _stack = [];

    /// <summary>What a pickle can begin with: its protocol, a frame, or something that needs nothing on the stack.</summary>
    private const string Openings =
        "()]}cBCFGIJKLMNSTUVX\u0080\u0082\u0083\u0084\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0095\u0096\u0097\u0098";

    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private readonly Dictionary<long, object?> _sparseMemo = [];
    private long _used;

    public object? Run()
    {
        while (true)
        {
            var start = input.Position;
            var opcode = (char)input.ReadByte();
            if (start == 0 && !Openings.Contains(opcode))
                throw Fail(
                    $"this is not a pickle (it begins with byte 0x{Convert.ToHexStringLower([(byte)opcode])}); check that the right "
                        + $"file was named"
                );
            switch (opcode)
            {
                case '\x80': // PROTO
                    var protocol = input.ReadByte();
                    if (protocol > 5)
                        throw Fail($"pickle protocol {protocol}; protocols 0 to 5 can be read");
                    break;
                case '\x95': // FRAME
                    input.RequireAvailable(ReadInt64());
                    break;
                case '.': // STOP
                    if (_stack.Count != 1 || _marks.Count != 0)
                        throw Fail(
                            $"the pickle stops at byte {start} with {_stack.Count} values on its stack instead of one; it is damaged"
                        );
                    if (input.Remaining > 0)
                        throw Fail($"{input.Remaining} bytes follow the pickle's end at byte {start}; a file with one pickle is needed");
                    return Pop();

                case '(': // MARK
                    _marks.Add(_stack.Count);
                    break;
                case '0': // POP
                    if (_marks.Count > 0 && _marks[^1] == _stack.Count)
                        PopMark();
                    else
                        Pop();
                    break;
                case '1': // POP_MARK
                    CollectionsMarshal.SetCount(_stack, PopMark());
                    break;
                case '2': // DUP
                    _stack.Add(Peek());
                    break;

                case 'N': // NONE
                    _stack.Add(null);
                    break;
                case '\x88': // NEWTRUE
                    _stack.Add(True);
                    break;
                case '\x89': // NEWFALSE
                    _stack.Add(False);
                    break;
                case 'K': // BININT1
                    PushInteger(input.ReadByte());
                    break;
                case 'M': // BININT2
                    PushInteger(BinaryPrimitives.ReadUInt16LittleEndian(input.ReadSmall(2)));
                    break;
                case 'J': // BININT
                    PushInteger(ReadInt32());
                    break;
                case '\x8a': // LONG1
                    PushLong(input.ReadByte());
                    break;
                case '\x8b': // LONG4
                    PushLong(ReadInt32());
                    break;
                case 'I': // INT
                    PushIntegerText(ReadAscii());
                    break;
                case 'L': // LONG
                    PushIntegerText(ReadAscii().TrimEnd('L'));
                    break;
                case 'G': // BINFLOAT
                    PushNumber(BinaryPrimitives.ReadDoubleBigEndian(input.ReadSmall(8)));
                    break;
                case 'F': // FLOAT
                    PushFloatText(ReadAscii());
                    break;

                case '\x8c': // SHORT_BINUNICODE
                    PushText(input.ReadByte(), Utf8);
                    break;
                case 'X': // BINUNICODE
                    PushText(ReadUInt32(), Utf8);
                    break;
                case '\x8d': // BINUNICODE8
                    PushText(ReadInt64(), Utf8);
                    break;
                case 'V': // UNICODE
                    PushString(UnescapeUnicode(input.ReadLine()));
                    break;
                case 'U': // SHORT_BINSTRING
                    PushText(input.ReadByte(), Encoding.Latin1);
                    break;
                case 'T': // BINSTRING
                    PushText(ReadInt32(), Encoding.Latin1);
                    break;
                case 'S': // STRING
                    PushString(Unquote(Encoding.Latin1.GetString(input.ReadLine())));
                    break;
                case 'C': // SHORT_BINBYTES
                    PushBytes(input.ReadByte());
                    break;
                case 'B': // BINBYTES
                    PushBytes(ReadUInt32());
                    break;
                case '\x8e': // BINBYTES8
                case '\x96': // BYTEARRAY8
                    PushBytes(ReadInt64());
                    break;

                case ')': // EMPTY_TUPLE
                    PushTuple(_stack.Count);
                    break;
                case '\x85': // TUPLE1
                case '\x86': // TUPLE2
                case '\x87': // TUPLE3
                    PushTuple(FloorOf(opcode - '\x84'));
                    break;
                case 't': // TUPLE
                    PushTuple(PopMark());
                    break;
                case ']': // EMPTY_LIST
                case '\x8f': // EMPTY_SET
                    PushList(_stack.Count);
                    break;
                case 'l': // LIST
                case '\x91': // FROZENSET
                    PushList(PopMark());
                    break;
                case 'a': // APPEND
                    Append(FloorOf(1));
                    break;
                case 'e': // APPENDS
                case '\x90': // ADDITEMS
                    Append(PopMark());
                    break;
                case '}': // EMPTY_DICT
                    Charge(DictBytes);
                    _stack.Add(new PickleDict());
                    break;
                case 'd': // DICT
                    var first = PopMark();
                    Charge(DictBytes);
                    _stack.Insert(first, new PickleDict());
                    SetItems(first + 1);
                    break;
                case 's': // SETITEM
                    SetItems(FloorOf(2));
                    break;
                case 'u': // SETITEMS
                    SetItems(PopMark());
                    break;

                case 'q': // BINPUT
                    Memorize(input.ReadByte());
                    break;
                case 'r': // LONG_BINPUT
                    Memorize(ReadUInt32());
                    break;
                case 'p': // PUT
                    Memorize(ParseIndex(ReadAscii()));
                    break;
                case '\x94': // MEMOIZE
                    Memorize(_memo.Count + _sparseMemo.Count);
                    break;
                case 'h': // BINGET
                    Recall(input.ReadByte());
                    break;
                case 'j': // LONG_BINGET
                    Recall(ReadUInt32());
                    break;
                case 'g': // GET
                    Recall(ParseIndex(ReadAscii()));
                    break;

                case 'c': // GLOBAL
                    var module = ReadUtf8Line();
                    _stack.Add(Global(module, ReadUtf8Line()));
                    break;
                case '\x93': // STACK_GLOBAL
                    if (Pop() is not string globalName || Pop() is not string globalModule)
                        throw Fail($"a class name that is not a string at byte {start}; the pickle is damaged; copy or download it again");
                    _stack.Add(Global(globalModule, globalName));
                    break;
                case 'i': // INST
                    var instanceModule = ReadUtf8Line();
                    var instanceClass = Global(instanceModule, ReadUtf8Line());
                    PushTuple(PopMark());
                    PushObject(instanceClass, (PickleTuple)Pop()!);
                    break;
                case 'o': // OBJ
                    var floor = PopMark();
                    if (floor == _stack.Count || _stack[floor] is not PickleGlobal objectClass)
                        throw NoClass(start);
                    PushTuple(floor + 1);
                    var objectArguments = (PickleTuple)Pop()!;
                    Pop();
                    PushObject(objectClass, objectArguments);
                    break;
                case 'R': // REDUCE
                case '\x81': // NEWOBJ
                    if (Pop() is not PickleTuple arguments || Pop() is not PickleGlobal callee)
                        throw NoClass(start);
                    PushObject(callee, arguments);
                    break;
                case '\x92': // NEWOBJ_EX
                    if (Pop() is not PickleDict keywords || Pop() is not PickleTuple positional || Pop() is not PickleGlobal type)
                        throw NoClass(start);
                    PushObject(type, positional, keywords);
                    break;
                case 'b': // BUILD
                    var state = Pop();
                    if (Peek() is not PickleObject built)
                        throw Fail($"state for something that has none at byte {start}; the pickle is damaged; copy or download it again");
                    built.State = state;
                    break;

                case 'P': // PERSID
                    PushReference(ReadUtf8Line());
                    break;
                case 'Q': // BINPERSID
                    PushReference(Pop());
                    break;
                case '\x82' or '\x83' or '\x84': // EXT1, EXT2, EXT4
                    throw Fail(
                        "the pickle refers to Python's extension registry, which is not data; refused: check where the file comes from"
                    );
                case '\x97' or '\x98': // NEXT_BUFFER, READONLY_BUFFER
                    throw Fail("the pickle refers to buffers kept outside the file; save it again without buffer_callback");

                default:
                    throw Fail(
                        $"byte 0x{Convert.ToHexStringLower([(byte)opcode])} at position {start} is not a pickle instruction; the "
                            + $"file is damaged: copy or download it again"
                    );
            }
        }
    }

    // Numbers

    private int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(input.ReadSmall(4));

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(input.ReadSmall(4));

    private long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(input.ReadSmall(8));

    private void PushInteger(long value)
    {
        if (value is >= 0 and < 256)
            _stack.Add(SmallIntegers[value]);
        else
            PushNumber(value);
    }

    private void PushLong(int byteCount)
    {
        input.RequireAvailable(byteCount);
        if (byteCount > MaxIntegerBytes)
            throw Fail($"an integer of {byteCount} bytes; at most {MaxIntegerBytes} are allowed");
        Charge(byteCount);
        PushInteger(new BigInteger(input.ReadBytes(byteCount)));
    }

    private void PushInteger(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
            PushInteger((long)value);
        else
            PushNumber(value);
    }

    private void PushIntegerText(string text)
    {
        if (text is "00" or "01")
        {
            _stack.Add(text == "01" ? True : False);
            return;
        }
        if (
            text.Length > MaxDigits
            || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        )
            throw BadNumber(text);
        Charge(text.Length);
        PushInteger(value);
    }

    private void PushFloatText(string text)
    {
        if (text is "inf" or "-inf" or "nan")
            PushNumber(
                text switch
                {
                    "inf" => double.PositiveInfinity,
                    "nan" => double.NaN,
                    _ => double.NegativeInfinity,
                }
            );
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            PushNumber(value);
        else
            throw BadNumber(text);
    }

    private void PushNumber(object number)
    {
        Charge(NumberBytes);
        _stack.Add(number);
    }

    private GlmException BadNumber(string text) =>
        Fail($"{LineText.Quoted(text)} before byte {input.Position} is not a number; the pickle is damaged; copy or download it again");

    // Texts and bytes

    private void PushText(long byteCount, Encoding encoding)
    {
        input.RequireAvailable(byteCount);
        Charge(24 + 3 * byteCount);
        PushString(Decode(encoding, input.ReadBytes(byteCount)), charged: true);
    }

    private void PushString(string text, bool charged = false)
    {
        if (!charged)
            Charge(24 + 2L * text.Length);
        _stack.Add(text);
    }

    private void PushBytes(long count)
    {
        input.RequireAvailable(count);
        Charge(NumberBytes + count);
        _stack.Add(input.ReadBytes(count));
    }

    private string ReadAscii() => Encoding.Latin1.GetString(input.ReadLine()).Trim();

    private string ReadUtf8Line() => Decode(Utf8, input.ReadLine());

    private string Decode(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new GlmException(
                $"{name}: text before byte {input.Position} is not valid UTF-8; the pickle is damaged; copy or download it again.",
                exception
            );
        }
    }

    /// <summary>Protocol 0 text: Latin-1 with \uXXXX and \UXXXXXXXX.</summary>
    private string UnescapeUnicode(byte[] line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits =
                line[i] != '\\' || i + 1 == line.Length
                    ? 0
                    : line[i + 1] switch
                    {
                        (byte)'u' => 4,
                        (byte)'U' => 8,
                        _ => 0,
                    };
            if (digits == 0)
            {
                text.Append((char)line[i]);
                continue;
            }
            var hex = Encoding.Latin1.GetString(line, i + 2, Math.Min(digits, line.Length - i - 2));
            if (
                hex.Length < digits
                || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code > 0x10FFFF
            )
                throw Fail($"a malformed escape before byte {input.Position}; the pickle is damaged; copy or download it again");
            if (code > 0xFFFF)
                text.Append(char.ConvertFromUtf32((int)code));
            else
                text.Append((char)code);
            i += digits + 1;
        }
        return text.ToString();
    }

    /// <summary>Protocol 0 string: a Python literal in quotes, with escapes.</summary>
    private string Unquote(string literal)
    {
        literal = literal.Trim();
        if (literal.Length < 2 || literal[0] is not ('\'' or '"') || literal[^1] != literal[0])
            throw Malformed();
        var text = new StringBuilder(literal.Length);
        for (var i = 1; i < literal.Length - 1; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
                continue;
            }
            if (++i == literal.Length - 1)
                throw Malformed();
            if (literal[i] == 'x')
            {
                if (
                    i + 2 >= literal.Length - 1
                    || !byte.TryParse(literal.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                )
                    throw Malformed();
                text.Append((char)code);
                i += 2;
                continue;
            }
            text.Append(
                literal[i] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '\\' or '\'' or '"' => literal[i],
                    _ => throw Malformed(),
                }
            );
        }
        return text.ToString();

        GlmException Malformed() =>
            Fail($"a malformed string before byte {input.Position}; the pickle is damaged; copy or download it again");
    }

    // Containers

    private void PushTuple(int floor)
    {
        var items = CollectionsMarshal.AsSpan(_stack)[floor..];
        Charge(TupleBytes + (long)SlotBytes * items.Length);
        var tuple = new PickleTuple(items.ToArray());
        CollectionsMarshal.SetCount(_stack, floor);
        _stack.Add(tuple);
    }

    private void PushList(int floor)
    {
        Charge(ListBytes);
        var list = new PickleList();
        _stack.Insert(floor, list);
        Append(floor + 1);
    }

    /// <summary>Appends everything above <paramref name="floor"/> to the list or object just below it.</summary>
    private void Append(int floor)
    {
        var list = Below(floor) switch
        {
            PickleList plain => plain,
            PickleObject built => built.Items ??= Charged(new PickleList(), ListBytes),
            _ => throw Fail(
                $"an item for something that is not a list before byte {input.Position}; the pickle is damaged; copy or download it again"
            ),
        };
        Charge(2L * SlotBytes * (_stack.Count - floor));
        for (var i = floor; i < _stack.Count; i++)
            list.Add(_stack[i]);
        CollectionsMarshal.SetCount(_stack, floor);
    }

    /// <summary>Sets the key-value pairs above <paramref name="floor"/> in the dict or object just below it.</summary>
    private void SetItems(int floor)
    {
        var dict = Below(floor) switch
        {
            PickleDict plain => plain,
            PickleObject built => built.Entries ??= Charged(new PickleDict(), DictBytes),
            _ => throw Fail(
                $"an entry for something that is not a dict before byte {input.Position}; the pickle is damaged; copy or download it again"
            ),
        };
        if ((_stack.Count - floor) % 2 != 0)
            throw Fail($"a key without a value before byte {input.Position}; the pickle is damaged; copy or download it again");
        Charge((long)EntryBytes * ((_stack.Count - floor) / 2));
        for (var i = floor; i < _stack.Count; i += 2)
            dict.Set(_stack[i], _stack[i + 1]);
        CollectionsMarshal.SetCount(_stack, floor);
    }

    // Classes

    private PickleGlobal Global(string module, string globalName)
    {
        var global = new PickleGlobal(module, globalName);
        if (!options.AllowedGlobals.Contains(global.FullName))
            throw Fail(
                $"the pickle refers to {LineText.Shown(global.FullName)}, which is not data of a kind expected here; refused, "
                    + $"and nothing was executed. Check where the file comes from"
            );
        Charge(ObjectBytes + 4L * global.FullName.Length);
        return global;
    }

    private void PushObject(PickleGlobal type, PickleTuple arguments, PickleDict? keywords = null) =>
        _stack.Add(Charged(new PickleObject(type, arguments, keywords), ObjectBytes));

    private void PushReference(object? id)
    {
        if (!options.AllowPersistentReferences)
            throw Fail("the pickle refers to something outside the file; a plain pickle is needed");
        _stack.Add(Charged(new PicklePersistentReference(id), ObjectBytes));
    }

    private GlmException NoClass(long start) =>
        Fail($"a call of something that is not a class at byte {start}; the pickle is damaged; copy or download it again");

    // Stack, marks, memo

    private object? Peek()
    {
        if (_stack.Count == Floor)
            throw Underflow();
        return _stack[^1];
    }

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    /// <summary>Position of the lowest of the top values.</summary>
    private int FloorOf(int count)
    {
        if (_stack.Count - Floor < count)
            throw Underflow();
        return _stack.Count - count;
    }

    /// <summary>Removes the newest mark; returns the position of the first value above it.</summary>
    private int PopMark()
    {
        if (_marks.Count == 0)
            throw Fail($"a missing mark before byte {input.Position}; the pickle is damaged; copy or download it again");
        var floor = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return floor;
    }

    private object? Below(int floor) => floor > Floor ? _stack[floor - 1] : throw Underflow();

    private void Memorize(long index)
    {
        var value = Peek();
        if (index < _memo.Count)
        {
            _memo[(int)index] = value;
            return;
        }
        if (_memo.Count + _sparseMemo.Count >= options.MaxMemoEntries)
            throw Fail($"the pickle notes more than {options.MaxMemoEntries} values; refused: check where the file comes from");
        if (index == _memo.Count)
        {
            Charge(2 * SlotBytes);
            _memo.Add(value);
            return;
        }
        Charge(EntryBytes);
        _sparseMemo[index] = value;
    }

    private void Recall(long index)
    {
        if (index < _memo.Count)
            _stack.Add(_memo[(int)index]);
        else if (_sparseMemo.TryGetValue(index, out var value))
            _stack.Add(value);
        else
            throw Fail(
                $"a reference to a value that was never noted ({index}) before byte {input.Position}; the pickle is damaged; "
                    + $"copy or download it again"
            );
    }

    private long ParseIndex(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw BadNumber(text);

    private GlmException Underflow() =>
        Fail($"the stack is empty before byte {input.Position}; the pickle is damaged; copy or download it again");

    private T Charged<T>(T value, long bytes)
    {
        Charge(bytes);
        return value;
    }

    private void Charge(long bytes)
    {
        _used += bytes;
        if (_used > memoryLimit)
            throw Fail(
                $"the pickle needs more than {memoryLimit} bytes of memory by byte {input.Position}; refused as a bomb: check "
                    + $"where the file comes from"
            );
    }

    private GlmException Fail(string what) => new($"{name}: {what}.");
}
