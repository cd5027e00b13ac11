namespace Procurement.Invoicing.Adapters.Remote;

using System.Text;
using System.Xml;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Files for a bank by ISO 20022, within the rules of SEPA. The same order makes the same text. Thread-safe.</summary>
/// <param name="payer">In whose name they are, and from which account.</param>
internal sealed class SepaFiles(Payer payer) : IPaymentFiles
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">An amount has more digits than the schema has room for.</exception>
    public string Write(PaymentOrder order)
    {
        var text = new StringBuilder();
        // The line ends are the same on every machine, so that the file is.
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            // The writer would name the encoding of the text in memory; what is sent is UTF-8.
            xml.WriteProcessingInstruction("xml", "version=\"1.0\" encoding=\"UTF-8\"");
            CreditTransfers.Of(order, payer).ToXml().WriteTo(xml);
        }
        return text.ToString();
    }

    public IReadOnlyDictionary<PaymentId, string> Parts(string message) => Pain001.Parts(message);

    public Result<BankAnswer> Read(ReadOnlyMemory<byte> utf8) => Pain002.Read(utf8);
}
