using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Glm.Kernel.CSharp;

/// <summary>
/// How deep the brackets of code lie in each other, and how many make one type, as in <c>int[][][]</c> and <c>int***</c>. The compiler
/// calls itself for each and says where that goes too far, except within types and interpolated strings, where it overruns the stack and
/// takes the process along.
/// </summary>
internal static class CodeDepth
{
    /// <summary>No code that somebody writes comes near.</summary>
    public const int Deepest = 1000;

    /// <summary>Nodes of a syntax tree within each other, three or so for a bracket.</summary>
    private const int DeepestTree = 3000;

    /// <exception cref="GlmException">The code is nested too deep to be compiled.</exception>
    public static void Require(string code)
    {
        if (IsTooDeep(code))
            throw new GlmException(
                $"The code has more than {Deepest} brackets within each other or behind one type, which cannot be compiled. Split it up."
            );
    }

    public static bool IsTooDeep(string code)
    {
        var first = new Counter();
        var ranks = 0;
        // Almost no code goes beyond this first look, which counts the brackets of text as well.
        foreach (var letter in code)
        {
            if (first.IsTooDeepAt(letter))
                return code.AsSpan().Count("$\"") > Deepest // these lie in each other within one token
                    || AreTooDeep(SyntaxFactory.ParseTokens(code));
            ranks += Counter.IsRank(letter) ? 1 : 0;
        }
        return ranks > Deepest && AreTooDeep(SyntaxFactory.ParseTokens(code));
    }

    /// <summary>
    /// Whether code lies too deep in itself without brackets, as "a.b.c…" and "!!!a" do. The compiler counts that, but what completes code
    /// is slow or overruns the stack.
    /// </summary>
    public static bool IsTooDeepTree(string code, CSharpParseOptions options, CancellationToken token)
    {
        if (code.Length <= DeepestTree)
            return false; // every level takes a character
        Stack<(SyntaxNode Node, int Depth)> open = new();
        open.Push((CSharpSyntaxTree.ParseText(code, options, cancellationToken: token).GetRoot(token), 0));
        while (open.TryPop(out var next))
        {
            if (next.Depth > DeepestTree)
                return true;
            token.ThrowIfCancellationRequested();
            foreach (var child in next.Node.ChildNodes())
                open.Push((child, next.Depth + 1));
        }
        return false;
    }

    private static bool AreTooDeep(IEnumerable<SyntaxToken> tokens)
    {
        var counter = new Counter();
        return tokens.Any(token => counter.IsTooDeepAt(token.Span.Length == 1 ? token.Text[0] : 'x'));
    }

    private sealed class Counter
    {
        private int _depth;
        private int _angles;
        private int _ranks;

        /// <summary>Whether a letter may make an array or a pointer of a type.</summary>
        public static bool IsRank(char letter) => letter is '[' or '*';

        public bool IsTooDeepAt(char letter)
        {
            switch (letter)
            {
                case '(' or '[' or '{':
                    _depth++;
                    break;
                case ')' or ']' or '}':
                    _depth--;
                    break;
                case '<':
                    _angles++;
                    break;
                case '>':
                    _angles--;
                    break;
            }
            // What is less than something ends with its statement.
            if (letter is ';' or '{' or '}')
                _angles = 0;
            // Nothing but further ranks of one type stands between them.
            if (IsRank(letter))
                _ranks++;
            else if (letter is not (']' or ',' or '?' or ' '))
                _ranks = 0;
            return Math.Max(_ranks, Math.Max(_depth, _angles)) > Deepest;
        }
    }
}
