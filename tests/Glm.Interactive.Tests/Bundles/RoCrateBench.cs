using System.Security.Cryptography;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Tests.Bundles;

/// <summary>Small things to bundle.</summary>
internal static class RoCrateBench
{
    public static string Sha256Of(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    public static DataFrame Table() => new(new DoubleDataFrameColumn("number", [0.5, 1.5]));
}
