namespace Invoicing.Tests.Files;

using System.Globalization;
using System.Xml.Linq;
using Procurement.Invoicing.Adapters.Remote;
using static Messages;

internal sealed class Pain001Tests
{
    [Test]
    public void One_payment_becomes_a_message_that_says_all_of_it()
    {
        var message = Write(Transfer());

        Assert.That(message.The("MsgId"), Is.EqualTo("R01900000000070008000000000000abc"));
        Assert.That(message.The("CreDtTm"), Is.EqualTo("2026-01-31T12:05:09Z"));
        Assert.That(message.The("InitgPty/Nm"), Is.EqualTo("Procurement GmbH"));
        Assert.That(message.The("PmtInfId"), Is.EqualTo("R01900000000070008000000000000a-EUR"));
        Assert.That(
            (message.The("PmtMtd"), message.The("BtchBookg"), message.The("SvcLvl/Cd"), message.The("ChrgBr")),
            Is.EqualTo(("TRF", "true", "SEPA", "SLEV"))
        );
        Assert.That(message.The("ReqdExctnDt/Dt"), Is.EqualTo("2026-02-02"));
        Assert.That(
            (message.The("Dbtr/Nm"), message.The("Dbtr/PstlAdr/TwnNm"), message.The("Dbtr/PstlAdr/Ctry")),
            Is.EqualTo(("Procurement GmbH", "Frankfurt am Main", "DE"))
        );
        Assert.That((message.The("DbtrAcct/Id/IBAN"), message.The("DbtrAgt/FinInstnId/BICFI")), Is.EqualTo((Payer.Iban, Payer.Bic)));
        Assert.That(message.The("EndToEndId"), Is.EqualTo("P01900000000070008000000000000001"));
        Assert.That(message.The("InstdAmt"), Is.EqualTo("123.45"));
        Assert.That(
            (message.The("Cdtr/Nm"), message.The("Cdtr/PstlAdr/TwnNm"), message.The("Cdtr/PstlAdr/Ctry")),
            Is.EqualTo(("Acme AB", "Stockholm", "SE"))
        );
        Assert.That((message.The("CdtrAcct/Id/IBAN"), message.The("CdtrAgt/FinInstnId/BICFI")), Is.EqualTo((Iban, Bic)));
        Assert.That(message.The("Ustrd"), Is.EqualTo("INV-1"));
    }

    [Test]
    public void Says_in_its_first_line_that_it_is_UTF_8() =>
        Assert.That(Files.Write(Order(Transfer())), Does.StartWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns="));

    [Test]
    public void Counts_and_sums_many_payments()
    {
        var message = Write([.. Enumerable.Range(1, 1_000).Select(number => Transfer(number, minor: number))]);

        // 1 to 1000 cents.
        Assert.That(message.All("NbOfTxs"), Is.EqualTo(new[] { "1000", "1000" }));
        Assert.That(message.All("CtrlSum"), Is.EqualTo(new[] { "5005.00", "5005.00" }));
        AssertTotalsAreThoseOfWhatIsSent(message);
    }

    [TestCase("JPY", 12345, ExpectedResult = "12345")]
    [TestCase("EUR", 12345, ExpectedResult = "123.45")]
    [TestCase("EUR", 10000, ExpectedResult = "100.00")]
    [TestCase("EUR", 1, ExpectedResult = "0.01")]
    [TestCase("KWD", 12345, ExpectedResult = "12.345")]
    [TestCase("CLF", 12345, ExpectedResult = "1.2345")]
    [TestCase("CLF", 10000, ExpectedResult = "1.0000")]
    [TestCase("JPY", 999_999_999_999_999_999, ExpectedResult = "999999999999999999")]
    [TestCase("EUR", 999_999_999_999_999_999, ExpectedResult = "9999999999999999.99")]
    [TestCase("CLF", 999_999_999_999_999_999, ExpectedResult = "99999999999999.9999")]
    public string Writes_an_amount_with_the_decimals_of_its_currency(string currency, long minor)
    {
        var amount = Write(Transfer(minor: minor, currency: currency)).Descendants(Names + "InstdAmt").Single();

        Assert.That(amount.Attribute("Ccy")?.Value, Is.EqualTo(currency));
        return amount.Value;
    }

    [Test]
    public void Puts_each_currency_into_a_part_of_its_own()
    {
        var message = Write(
            Transfer(1, 100, "JPY"),
            Transfer(2, 12345, "EUR"),
            Transfer(3, 1_500, "KWD"),
            Transfer(4, 10_001, "CLF"),
            Transfer(5, 55, "EUR"),
            Transfer(6, 900, "JPY")
        );

        var parts = message.Descendants(Names + "PmtInf").ToList();
        Assert.That(
            parts.Select(part => (part.Element(Names + "NbOfTxs")!.Value, part.Element(Names + "CtrlSum")!.Value)),
            Is.EqualTo(new[] { ("2", "1000"), ("2", "124.00"), ("1", "1.500"), ("1", "1.0001") })
        );
        Assert.That(message.The("GrpHdr/NbOfTxs"), Is.EqualTo("6"));
        Assert.That(message.The("GrpHdr/CtrlSum"), Is.EqualTo("1126.5001"));
        Assert.That(message.All("PmtInf/ChrgBr"), Is.EqualTo(new[] { "SHAR", "SLEV", "SHAR", "SHAR" }));
        Assert.That(parts.Select(part => part.All("SvcLvl/Cd").Length), Is.EqualTo(new[] { 0, 1, 0, 0 }), "only euro is SEPA");
        Assert.That(message.All("PmtInfId"), Is.Unique.And.All.Length.LessThanOrEqualTo(35));
        Assert.That(message.All("EndToEndId"), Is.Unique.And.All.Length.LessThanOrEqualTo(35));
        AssertTotalsAreThoseOfWhatIsSent(message);
    }

    [Test]
    public void Euros_that_leave_SEPA_have_a_part_of_their_own()
    {
        const string Turkey = "TR330006100519786457841326";
        var message = Write(Transfer(1), Transfer(2, iban: Turkey), Transfer(3));

        var parts = message.Descendants(Names + "PmtInf").ToList();
        Assert.That(
            parts.Select(part => (part.The("NbOfTxs"), part.All("SvcLvl/Cd").SingleOrDefault(), part.The("ChrgBr"))),
            Is.EqualTo(new[] { ("2", "SEPA", "SLEV"), ("1", null, "SHAR") })
        );
        Assert.That(parts.Select(part => part.The("PmtInfId")).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Makes_valid_messages_in_every_currency()
    {
        var message = Write([.. Currency.All.Select((currency, number) => Transfer(number, 123_456_789, currency.Code))]);

        Assert.That(message.All("PmtInfId"), Is.Unique.And.Length.EqualTo(Currency.All.Count()));
        AssertTotalsAreThoseOfWhatIsSent(message);
    }

    [Test]
    public void Leaves_a_sum_out_that_the_schema_has_no_room_for()
    {
        var message = Write(Transfer(1, 999_999_999_999_999_999), Transfer(2, 1));

        Assert.That(message.All("CtrlSum"), Is.Empty);
        Assert.That(message.All("NbOfTxs"), Is.EqualTo(new[] { "2", "2" }));
    }

    [Test]
    public void Does_not_write_an_amount_that_the_schema_has_no_room_for() =>
        Assert.That(() => Files.Write(Order(Transfer(minor: 1_000_000_000_000_000_000))), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Cuts_what_is_longer_than_its_element()
    {
        var message = Write(Transfer(holder: new string('ü', 70), town: new string('ß', 35), reference: new string('ä', 140)));

        Assert.That(message.The("Cdtr/Nm"), Is.EqualTo(string.Concat(Enumerable.Repeat("ue", 35))));
        Assert.That(message.The("Cdtr/PstlAdr/TwnNm"), Is.EqualTo(new string('s', 35)));
        Assert.That(message.The("Ustrd"), Is.EqualTo(string.Concat(Enumerable.Repeat("ae", 70))));
    }

    [Test]
    public void Leaves_alone_what_is_as_long_as_its_element()
    {
        var (name, town, reference) = (new string('n', 70), new string('t', 35), new string('r', 140));

        var message = Write(Transfer(holder: name, town: town, reference: reference));

        Assert.That((message.The("Cdtr/Nm"), message.The("Cdtr/PstlAdr/TwnNm"), message.The("Ustrd")), Is.EqualTo((name, town, reference)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("  ")]
    [TestCase("東京")]
    public void Says_so_where_no_town_is_known_that_can_be_written(string? town) =>
        Assert.That(Write(Transfer(town: town)).The("Cdtr/PstlAdr/TwnNm"), Is.EqualTo("NOTPROVIDED"));

    [TestCase("R1", ExpectedResult = "R1/R1-EUR")]
    [TestCase("/R//1/", ExpectedResult = "R/1/R/1-EUR")]
    [TestCase(
        "12345678901234567890123456789012345",
        ExpectedResult = "12345678901234567890123456789012345/1234567890123456789012345678901-EUR"
    )]
    public string Names_message_and_part_within_the_rules(string messageId)
    {
        var message = Valid(Files.Write(Order(Transfer()) with { MessageId = messageId }));
        return $"{message.The("MsgId")}/{message.The("PmtInfId")}";
    }

    [Test]
    public void Writes_the_payer_within_the_rules_too()
    {
        var files = new SepaFiles(Payer with { Name = "Müller & Söhne", Town = "Köln" });

        var message = Valid(files.Write(Order(Transfer())));

        Assert.That(
            (message.The("InitgPty/Nm"), message.The("Dbtr/Nm"), message.The("Dbtr/PstlAdr/TwnNm")),
            Is.EqualTo(("Mueller + Soehne", "Mueller + Soehne", "Koeln"))
        );
    }

    [Test]
    public void The_same_order_makes_the_same_bytes()
    {
        var order = Order(Transfer(1), Transfer(2, currency: "JPY"), Transfer(3));

        Assert.That(new SepaFiles(Payer).Write(order), Is.EqualTo(Files.Write(order)));
    }

    public static void AssertTotalsAreThoseOfWhatIsSent(XElement message)
    {
        Assert.That((message.The("GrpHdr/NbOfTxs"), message.The("GrpHdr/CtrlSum")), Is.EqualTo(Totals(message)));
        foreach (var part in message.Descendants(Names + "PmtInf"))
            Assert.That((part.Element(Names + "NbOfTxs")!.Value, part.Element(Names + "CtrlSum")!.Value), Is.EqualTo(Totals(part)));
    }

    private static (string Number, string Sum) Totals(XElement of)
    {
        var amounts = of.All("InstdAmt").Select(amount => decimal.Parse(amount, CultureInfo.InvariantCulture)).ToList();
        return (amounts.Count.ToString(CultureInfo.InvariantCulture), amounts.Sum().ToString(CultureInfo.InvariantCulture));
    }
}
