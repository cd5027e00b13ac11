namespace Invoicing.Tests.Files;

using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Procurement.Invoicing.Adapters.Remote;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Orders for a bank, the messages that become of them, and what the schema says of those.</summary>
internal static class Messages
{
    public const string Iban = "SE4550000000058398257466";
    public const string Bic = "ESSESESSXXX";

    public static readonly Payer Payer = new("Procurement GmbH", "DE89370400440532013000", "COBADEFFXXX", "Frankfurt am Main", "DE");
    public static readonly SepaFiles Files = new(Payer);
    public static readonly DateTimeOffset CreatedAt = new(2026, 1, 31, 13, 5, 9, 123, TimeSpan.FromHours(1));
    public static readonly XNamespace Names = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    private static readonly XmlSchemaSet Schema = ReadSchema();

    public static PaymentId Id(int number) => new(Guid.Parse($"01900000-0000-7000-8000-{number:x12}"));

    public static Transfer Transfer(
        int number = 1,
        long minor = 12345,
        string currency = "EUR",
        string holder = "Acme AB",
        string? town = "Stockholm",
        string reference = "INV-1",
        string iban = Iban
    ) => new(Id(number), new Payee(1, iban, Bic, holder, town, "SE"), minor, Currency.Parse(currency).Value, reference);

    public static PaymentOrder Order(params Transfer[] transfers) =>
        new("R01900000000070008000000000000abc", CreatedAt, new DateOnly(2026, 2, 2), transfers);

    public static XElement Write(params Transfer[] transfers) => Valid(Files.Write(Order(transfers)));

    /// <summary>The message as a bank reads it: from bytes, which must be as the schema wants them.</summary>
    public static XElement Valid(string message)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(message));
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Schema };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, fault) => throw new InvalidOperationException($"{fault.Message}\n{message}");
        using var reader = XmlReader.Create(bytes, settings);
        return XElement.Load(reader);
    }

    /// <summary>The texts of all elements with this name, or this path from one that has its first name.</summary>
    public static string[] All(this XElement message, string path)
    {
        var steps = path.Split('/');
        return
        [
            .. steps
                .Skip(1)
                .Aggregate(message.Descendants(Names + steps[0]), (found, step) => found.Elements(Names + step))
                .Select(each => each.Value),
        ];
    }

    public static string The(this XElement message, string path) => message.All(path).Single();

    private static XmlSchemaSet ReadSchema()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(Names.NamespaceName, Path.Combine(TestContext.CurrentContext.TestDirectory, "Files", "pain.001.001.09.xsd"));
        schemas.Compile();
        return schemas;
    }
}
