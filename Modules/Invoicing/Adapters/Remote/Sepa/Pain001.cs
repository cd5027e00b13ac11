namespace Procurement.Invoicing.Adapters.Remote;

using System.Globalization;
using System.Xml.Linq;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// A message of pain.001.001.09: of the schema what is used here. Types and members bear its names, and each type knows the order that the
/// schema wants its elements in. Members are written as they are, so they hold only what may be sent.
/// </summary>
internal sealed record Document(GroupHeader GrpHdr, IReadOnlyList<PaymentInstruction> PmtInf)
{
    public XElement ToXml() =>
        Pain001.Element("Document", Pain001.Element("CstmrCdtTrfInitn", GrpHdr.ToXml(), PmtInf.Select(each => each.ToXml())));
}

/// <summary>Of all payments of a message.</summary>
/// <param name="CtrlSum">Null when it has more digits than the schema has room for.</param>
internal sealed record GroupHeader(string MsgId, DateTimeOffset CreDtTm, int NbOfTxs, decimal? CtrlSum, string InitgPty)
{
    public XElement ToXml() =>
        Pain001.Element(
            "GrpHdr",
            Pain001.Element("MsgId", MsgId),
            Pain001.Element("CreDtTm", CreDtTm.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            Pain001.Element("NbOfTxs", Pain001.Number(NbOfTxs)),
            CtrlSum is { } sum ? Pain001.Element("CtrlSum", Pain001.Number(sum)) : null,
            Pain001.Element("InitgPty", Pain001.Element("Nm", InitgPty))
        );
}

/// <summary>Payments that the bank may book as one.</summary>
/// <param name="CtrlSum">Null when it has more digits than the schema has room for.</param>
/// <param name="SvcLvl">Null when none is asked for.</param>
/// <param name="ChrgBr">Who bears what the banks charge.</param>
internal sealed record PaymentInstruction(
    string PmtInfId,
    int NbOfTxs,
    decimal? CtrlSum,
    string? SvcLvl,
    DateOnly ReqdExctnDt,
    Party Dbtr,
    string DbtrAcct,
    string DbtrAgt,
    string ChrgBr,
    IReadOnlyList<CreditTransferTransaction> CdtTrfTxInf
)
{
    public XElement ToXml() =>
        Pain001.Element(
            "PmtInf",
            Pain001.Element("PmtInfId", PmtInfId),
            Pain001.Element("PmtMtd", "TRF"),
            Pain001.Element("BtchBookg", "true"),
            Pain001.Element("NbOfTxs", Pain001.Number(NbOfTxs)),
            CtrlSum is { } sum ? Pain001.Element("CtrlSum", Pain001.Number(sum)) : null,
            SvcLvl is null ? null : Pain001.Element("PmtTpInf", Pain001.Element("SvcLvl", Pain001.Element("Cd", SvcLvl))),
            Pain001.Element("ReqdExctnDt", Pain001.Element("Dt", ReqdExctnDt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            Dbtr.ToXml("Dbtr"),
            Pain001.Account("DbtrAcct", DbtrAcct),
            Pain001.Agent("DbtrAgt", DbtrAgt),
            Pain001.Element("ChrgBr", ChrgBr),
            CdtTrfTxInf.Select(each => each.ToXml())
        );
}

/// <summary>One payment.</summary>
/// <param name="InstdAmt">With as many decimal places as its currency has.</param>
internal sealed record CreditTransferTransaction(
    string EndToEndId,
    decimal InstdAmt,
    string Ccy,
    string CdtrAgt,
    Party Cdtr,
    string CdtrAcct,
    string Ustrd
)
{
    public XElement ToXml() =>
        Pain001.Element(
            "CdtTrfTxInf",
            Pain001.Element("PmtId", Pain001.Element("EndToEndId", EndToEndId)),
            Pain001.Element("Amt", Pain001.Element("InstdAmt", new XAttribute("Ccy", Ccy), Pain001.Number(InstdAmt))),
            Pain001.Agent("CdtrAgt", CdtrAgt),
            Cdtr.ToXml("Cdtr"),
            Pain001.Account("CdtrAcct", CdtrAcct),
            Pain001.Element("RmtInf", Pain001.Element("Ustrd", Ustrd))
        );
}

/// <summary>Who pays or is paid. Banks want at least town and country of an address, each as an element of its own.</summary>
internal sealed record Party(string Nm, string TwnNm, string Ctry)
{
    public XElement ToXml(string name) =>
        Pain001.Element(
            name,
            Pain001.Element("Nm", Nm),
            Pain001.Element("PstlAdr", Pain001.Element("TwnNm", TwnNm), Pain001.Element("Ctry", Ctry))
        );
}

/// <summary>What the types of the message have in common.</summary>
internal static class Pain001
{
    /// <summary>Most digits of an amount or a sum, before and after the point.</summary>
    public const int MostDigits = 18;

    private static readonly XNamespace Names = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    public static XElement Element(string name, params object?[] content) => new(Names + name, content);

    public static XElement Account(string name, string iban) => Element(name, Element("Id", Element("IBAN", iban)));

    public static XElement Agent(string name, string bic) => Element(name, Element("FinInstnId", Element("BICFI", bic)));

    /// <summary>In which part of a message each payment is.</summary>
    public static Dictionary<PaymentId, string> Parts(string message)
    {
        var parts = new Dictionary<PaymentId, string>();
        foreach (var part in XElement.Parse(message).Descendants(Names + "PmtInf"))
        foreach (var id in part.Descendants(Names + "EndToEndId"))
            if (PaymentOrder.PaymentOf(id.Value) is { } payment)
                parts[payment] = part.Element(Names + "PmtInfId")!.Value;
        return parts;
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>With all its decimal places, zeros as well.</summary>
    public static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
