namespace Host.Tests.Invoicing;

/// <summary>What a bank says of a file (pain.002).</summary>
internal static class BankAnswers
{
    /// <param name="run">The run of the file.</param>
    /// <param name="status">Of all of its payments: <c>ACSC</c> settled, <c>RJCT</c> refused.</param>
    /// <param name="payments">What it says of single payments besides.</param>
    public static string To(string run, string status, params (string Payment, string Status, string Reason)[] payments)
    {
        var told = string.Concat(
            payments.Select(each =>
                $"<TxInfAndSts><OrgnlEndToEndId>P{Bare(each.Payment)}</OrgnlEndToEndId><TxSts>{each.Status}</TxSts><StsRsnInf><Rsn><Cd>{each.Reason}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
            )
        );
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-01-31T12:00:00Z</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>R{Bare(
                run
            )}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>{status}</GrpSts></OrgnlGrpInfAndSts>
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>1</OrgnlPmtInfId>{told}</OrgnlPmtInfAndSts>
            </CstmrPmtStsRpt></Document>
            """;
    }

    private static string Bare(string id) =>
        id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..].Replace("-", "", StringComparison.Ordinal);
}
