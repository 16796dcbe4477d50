using System.Buffers.Text;
using System.Text;

namespace Glm.Kernel.Notebooks;

/// <summary>Content as an address, for pictures inside a page.</summary>
internal static class DataUrl
{
    /// <summary>Null where the text is not base64, since it could break out of an attribute.</summary>
    public static string? OfBase64(string mime, string base64)
    {
        var compact = string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));
        return compact.Length > 0 && Base64.IsValid(compact) ? $"data:{mime};base64,{compact}" : null;
    }

    public static string OfText(string mime, string text) => $"data:{mime};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";
}
