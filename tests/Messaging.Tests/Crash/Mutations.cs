namespace Messaging.Tests.Crash;

using Procurement.BuildingBlocks.Messaging.Inbox;

/// <summary>Safeguards taken away, one at a time: the harness must notice each.</summary>
internal static class Mutations
{
    public const string NoGuard = "no-guard";
    public const string NoDedupe = "no-dedupe";
    public const string OffsetsFirst = "offsets-first";
    public const string DeleteFirst = "delete-first";

    /// <summary>Messages are taken whether or not an earlier one of their key is still there.</summary>
    public static InboxStatements WithoutGuard(InboxStatements sql) =>
        sql with
        {
            Take = Without(sql.Take),
            Fresh = Without(sql.Fresh),
            Due = Without(sql.Due),
        };

    private static string Without(string sql)
    {
        var start = sql.IndexOf("AND NOT EXISTS", StringComparison.Ordinal);
        var end = sql.IndexOf(')', start) + 1;
        return sql[..start] + sql[end..];
    }
}
