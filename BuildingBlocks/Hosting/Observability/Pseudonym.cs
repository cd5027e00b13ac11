namespace Procurement.BuildingBlocks.Hosting.Observability;

using System.Security.Cryptography;
using System.Text;

/// <summary>
/// What a log calls a client: lines of one client can be told to belong together, but not who that is. Its key is made when the process starts
/// and is kept nowhere; whoever has to know who did something asks the audit trail.
/// </summary>
internal static class Pseudonym
{
    private const int Bytes = 8;

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Sixteen hexadecimal digits; <c>-</c> for a client that is not known.</summary>
    public static string Of(string? subject) =>
        subject is null ? "-" : Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(subject)).AsSpan(0, Bytes));
}
