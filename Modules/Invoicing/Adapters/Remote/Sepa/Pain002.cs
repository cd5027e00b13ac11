namespace Procurement.Invoicing.Adapters.Remote;

using System.Xml;
using System.Xml.Linq;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// Reads what a bank says of a message (pain.002). Banks differ in the version they use and in what else they put in, so only what is looked
/// for is looked at, and the schema is not asked.
/// </summary>
internal static class Pain002
{
    private const string Family = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.";
    private const int LongestId = 35;
    private const int LongestCode = 4;

    /// <summary>Elements within elements; the schemas have less than half of that.</summary>
    private const int Deepest = 64;

    public static Result<BankAnswer> Read(ReadOnlyMemory<byte> utf8)
    {
        if (Load(utf8) is not { } document)
            return Refused("must be well-formed XML without a document type");
        var names = document.Name.Namespace;
        if (document.Name.LocalName != "Document" || !names.NamespaceName.StartsWith(Family, StringComparison.Ordinal))
            return Refused($"must be a pain.002 (ISO 20022), with Document in the namespace {Family}*");
        var report = document.Element(names + "CstmrPmtStsRpt");
        var group = report?.Element(names + "OrgnlGrpInfAndSts");
        if (group?.Element(names + "OrgnlMsgId")?.Value.Trim() is not { Length: > 0 and <= LongestId } messageId)
            return Refused("must say in OrgnlGrpInfAndSts/OrgnlMsgId which message it answers");
        var (status, reason) = Status(group, "GrpSts");
        return new BankAnswer(
            messageId,
            status,
            reason,
            Parts(report!),
            [.. Verdicts(report!, status, reason).DistinctBy(verdict => verdict.Payment)]
        );
    }

    private static Dictionary<string, (string Status, string? Reason)> Parts(XElement report)
    {
        var names = report.Name.Namespace;
        var parts = new Dictionary<string, (string, string?)>(StringComparer.Ordinal);
        foreach (var part in report.Elements(names + "OrgnlPmtInfAndSts"))
            if (
                Status(part, "PmtInfSts") is { Status: { } status } said
                && part.Element(names + "OrgnlPmtInfId")?.Value.Trim() is { Length: > 0 and <= LongestId } id
            )
                parts.TryAdd(id, (status, said.Reason));
        return parts;
    }

    /// <summary>A payment that is listed without a status of its own has that of its part of the message, or else that of the message.</summary>
    private static IEnumerable<BankVerdict> Verdicts(XElement report, string? groupStatus, string? groupReason)
    {
        var names = report.Name.Namespace;
        foreach (var part in report.Elements(names + "OrgnlPmtInfAndSts"))
        {
            var general = Status(part, "PmtInfSts") is { Status: not null } own ? own : (Status: groupStatus, Reason: groupReason);
            foreach (var payment in part.Elements(names + "TxInfAndSts"))
            {
                var said = Status(payment, "TxSts");
                var reason = said.Reason ?? (said.Status is null ? general.Reason : null);
                var endToEndId = payment.Element(names + "OrgnlEndToEndId")?.Value.Trim() ?? "";
                if ((said.Status ?? general.Status) is { } status && PaymentOrder.PaymentOf(endToEndId) is { } id)
                    yield return new BankVerdict(id, status, reason);
            }
        }
    }

    private static (string? Status, string? Reason) Status(XElement of, string name)
    {
        var names = of.Name.Namespace;
        var reasons = of.Elements(names + "StsRsnInf").Elements(names + "Rsn").Elements(names + "Cd");
        return (Code(of.Element(names + name)), reasons.Select(Code).FirstOrDefault(code => code is not null));
    }

    /// <summary>Null when it is no code: what is kept of an answer is bounded.</summary>
    private static string? Code(XElement? element) =>
        element?.Value.Trim() is { Length: > 0 and <= LongestCode } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;

    /// <summary>Null when it is no XML, or such as is made to do harm.</summary>
    private static XElement? Load(ReadOnlyMemory<byte> utf8)
    {
        var bytes = utf8.ToArray();
        try
        {
            using (var reader = Reader(bytes))
                while (reader.Read())
                    if (reader.Depth > Deepest)
                        return null;
            using var whole = Reader(bytes);
            return XElement.Load(whole);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XmlReader Reader(byte[] bytes) =>
        XmlReader.Create(
            new MemoryStream(bytes, writable: false),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );

    private static Error Refused(string why) =>
        PaymentErrors.Pain002Invalid with
        {
            Fields = new Dictionary<string, string> { ["body"] = why },
        };
}
