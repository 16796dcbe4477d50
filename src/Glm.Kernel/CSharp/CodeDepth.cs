using Glm.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Glm.Kernel.CSharp;

/// <summary>
/// How deep the brackets of code lie in each other. The compiler calls itself for each and says where that goes too far, except within
/// types and interpolated strings, where it overruns the stack and takes the process along.
/// </summary>
internal static class CodeDepth
{
    /// <summary>No code that somebody writes comes near.</summary>
    public const int Deepest = 1000;

    /// <exception cref="GlmException">The code is nested too deep to be compiled.</exception>
    public static void Require(string code)
    {
        if (IsTooDeep(code))
            throw new GlmException($"The code has more than {Deepest} brackets within each other, which cannot be compiled. Split it up.");
    }

    public static bool IsTooDeep(string code)
    {
        var first = new Counter();
        // Almost no code goes beyond this first look, which counts the brackets of text as well.
        foreach (var letter in code)
            if (first.IsTooDeepAt(letter))
                return code.AsSpan().Count("$\"") > Deepest // these lie in each other within one token
                    || AreTooDeep(SyntaxFactory.ParseTokens(code));
        return false;
    }

    private static bool AreTooDeep(IEnumerable<SyntaxToken> tokens)
    {
        var counter = new Counter();
        return tokens.Any(token => token.Span.Length == 1 && counter.IsTooDeepAt(token.Text[0]));
    }

    private sealed class Counter
    {
        private int _depth;
        private int _angles;

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
            return Math.Max(_depth, _angles) > Deepest;
        }
    }
}
