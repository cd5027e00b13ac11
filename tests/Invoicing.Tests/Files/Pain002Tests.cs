namespace Invoicing.Tests.Files;

using System.Diagnostics;
using System.Text;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Messages;

internal sealed class Pain002Tests
{
    private const string V03 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.03";
    private const string V10 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    [TestCase(V03)]
    [TestCase(V10)]
    [TestCase("urn:iso:std:iso:20022:tech:xsd:pain.002.001.14")]
    public void Reads_what_a_bank_says_of_each_payment(string version)
    {
        var answer = Accepted(
            Report(
                Group("<GrpSts>PART</GrpSts>") + Part(Payment(1, "<TxSts>ACSC</TxSts>"), Payment(2, $"<TxSts>RJCT</TxSts>{Why("AC04")}")),
                version
            )
        );

        Assert.That((answer.MessageId, answer.GroupStatus, answer.GroupReason), Is.EqualTo(("R1", "PART", (string?)null)));
        Assert.That(answer.Payments, Is.EqualTo(new BankVerdict[] { new(Id(1), "ACSC", null), new(Id(2), "RJCT", "AC04") }));
    }

    [Test]
    public void Reads_what_a_bank_says_of_all_payments_at_once()
    {
        var answer = Accepted(Report(Group($"<GrpSts>RJCT</GrpSts>{Why("FF01")}")));

        Assert.That((answer.GroupStatus, answer.GroupReason), Is.EqualTo(("RJCT", "FF01")));
        Assert.That(answer.Payments, Is.Empty);
    }

    [Test]
    public void Reads_an_answer_that_says_nothing_but_of_which_message_it_is()
    {
        var answer = Accepted(Report(Group("")));

        Assert.That((answer.MessageId, answer.GroupStatus, answer.GroupReason), Is.EqualTo(("R1", (string?)null, (string?)null)));
        Assert.That(answer.Payments, Is.Empty);
    }

    [Test]
    public void Reads_what_a_bank_says_of_a_part_without_naming_its_payments()
    {
        var answer = Accepted(
            Report(
                Group("<GrpSts>PART</GrpSts>")
                    + Part("<OrgnlPmtInfId>R1-EUR</OrgnlPmtInfId>", $"<PmtInfSts>RJCT</PmtInfSts>{Why("DT01")}")
                    + Part("<OrgnlPmtInfId>R1-SEK</OrgnlPmtInfId>")
                    + Part("<PmtInfSts>ACCP</PmtInfSts>")
            )
        );

        Assert.That(answer.Parts, Is.EquivalentTo(new Dictionary<string, (string, string?)> { ["R1-EUR"] = ("RJCT", "DT01") }));
        Assert.That(answer.Payments, Is.Empty);
    }

    [Test]
    public void Knows_in_which_part_of_its_message_each_payment_is()
    {
        var parts = Files.Parts(Files.Write(Order(Transfer(1), Transfer(2, currency: "SEK"), Transfer(3))));

        Assert.That(
            parts.Select(each => (each.Key, each.Value[^3..])),
            Is.EquivalentTo(new[] { (Id(1), "EUR"), (Id(2), "SEK"), (Id(3), "EUR") })
        );
        Assert.That(parts[Id(1)], Is.EqualTo(parts[Id(3)]));
    }

    [Test]
    public void A_payment_without_a_status_of_its_own_has_that_of_its_part_or_else_of_the_message()
    {
        var answer = Accepted(
            Report(
                Group($"<GrpSts>RJCT</GrpSts>{Why("DT01")}")
                    + Part($"<PmtInfSts>ACSP</PmtInfSts>{Why("NARR")}", Payment(1, ""), Payment(2, "<TxSts>ACSC</TxSts>"))
                    + Part(Payment(3, ""), Payment(4, Why("AM04")))
            )
        );

        Assert.That(
            answer.Payments,
            Is.EqualTo(
                new BankVerdict[]
                {
                    new(Id(1), "ACSP", "NARR"),
                    new(Id(2), "ACSC", null),
                    new(Id(3), "RJCT", "DT01"),
                    new(Id(4), "RJCT", "AM04"),
                }
            )
        );
    }

    [Test]
    public void Passes_over_payments_that_are_none_of_ours_or_of_which_nothing_is_said() =>
        Assert.That(
            Accepted(
                Report(
                    Group("")
                        + Part(
                            "<TxInfAndSts><OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>",
                            "<TxInfAndSts><TxSts>RJCT</TxSts></TxInfAndSts>",
                            Payment(1, "")
                        )
                )
            ).Payments,
            Is.Empty
        );

    [Test]
    public void The_first_of_two_verdicts_on_a_payment_counts() =>
        Assert.That(
            Accepted(Report(Group("") + Part(Payment(1, "<TxSts>RJCT</TxSts>")) + Part(Payment(1, "<TxSts>ACSC</TxSts>")))).Payments,
            Is.EqualTo(new[] { new BankVerdict(Id(1), "RJCT", null) })
        );

    [Test]
    public void Takes_the_first_reason_that_is_a_code()
    {
        var reasons = $"<StsRsnInf><Rsn><Prtry>XYZ</Prtry></Rsn></StsRsnInf>{Why("far too long for a code")}{Why(" AC01 ")}{Why("AC04")}";

        Assert.That(
            Accepted(Report(Group("") + Part(Payment(1, $"<TxSts>RJCT</TxSts>{reasons}")))).Payments.Single().Reason,
            Is.EqualTo("AC01")
        );
    }

    [Test]
    public void Reads_other_encodings_and_what_else_XML_allows()
    {
        var text = Report("<!-- of us --><?x y?>" + Group("<GrpSts><![CDATA[ACCP]]></GrpSts>")).Replace("UTF-8", "UTF-16");

        var answer = Files.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray());

        Assert.That(answer.Value.GroupStatus, Is.EqualTo("ACCP"));
    }

    [Test]
    public void Reads_an_answer_with_a_prefix()
    {
        var text =
            $"<p:Document xmlns:p='{V10}'><p:CstmrPmtStsRpt><p:OrgnlGrpInfAndSts><p:OrgnlMsgId>R1</p:OrgnlMsgId>"
            + "</p:OrgnlGrpInfAndSts></p:CstmrPmtStsRpt></p:Document>";

        Assert.That(Accepted(text).MessageId, Is.EqualTo("R1"));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("{}")]
    [TestCase("<Document/>")]
    [TestCase("<a>&undefined;</a>")]
    [TestCase("<?xml version='1.0' encoding='utf-7'?><a/>")]
    [TestCase("<?xml version='1.0' encoding='no-such'?><a/>")]
    [TestCase("<?xml version='2.0'?><a/>")]
    [TestCase("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'/>")]
    [TestCase("<Other xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'/>")]
    public void Refuses_what_is_no_answer(string text) => Refused(Encoding.UTF8.GetBytes(text));

    [Test]
    public void Refuses_an_answer_in_another_namespace() =>
        Refused(Encoding.UTF8.GetBytes(Report(Group(""), "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09")));

    [TestCase("<GrpSts>ACCP</GrpSts>")]
    [TestCase("<OrgnlMsgId/><GrpSts>ACCP</GrpSts>")]
    [TestCase("<OrgnlMsgId>123456789012345678901234567890123456</OrgnlMsgId>")]
    public void Refuses_an_answer_that_does_not_say_to_which_message(string group) =>
        Refused(Encoding.UTF8.GetBytes(Report($"<OrgnlGrpInfAndSts>{group}</OrgnlGrpInfAndSts>")));

    [Test]
    public void Refuses_every_answer_that_is_broken_off()
    {
        var whole = Encoding.UTF8.GetBytes(Report(Group("<GrpSts>ACCP</GrpSts>") + Part(Payment(1, "<TxSts>ACSC</TxSts>"))));
        Assert.That(Files.Read(whole).Error, Is.Null);

        for (var length = 0; length < whole.Length; length++)
            Refused(whole.AsMemory(0, length));
    }

    [Test]
    public void Never_throws_at_a_garbled_answer()
    {
        var whole = Encoding.UTF8.GetBytes(Report(Group("<GrpSts>ACCP</GrpSts>") + Part(Payment(1, "<TxSts>ACSC</TxSts>"))));
        var random = new Random(20022);
        for (var i = 0; i < 5_000; i++)
        {
            var garbled = whole.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                garbled[random.Next(garbled.Length)] = (byte)random.Next(256);
            if (Files.Read(garbled).Error is { } error)
                Assert.That(error.Code, Is.EqualTo(PaymentErrors.Pain002Invalid.Code));
        }
    }

    [TestCase("<!DOCTYPE Document>", "x")]
    [TestCase("<!DOCTYPE Document [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>", "&x;")]
    [TestCase("<!DOCTYPE Document SYSTEM 'http://127.0.0.1:1/x.dtd'>", "x")]
    public void Refuses_a_document_type(string type, string id) =>
        Refused(
            Encoding.UTF8.GetBytes(
                $"{type}<Document xmlns='{V10}'><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>{id}</OrgnlMsgId></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
            )
        );

    [Test]
    public void Refuses_a_billion_laughs_at_once()
    {
        var entities = string.Concat(
            Enumerable.Range(1, 9).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">")
        );
        var watch = Stopwatch.StartNew();

        Refused(Encoding.UTF8.GetBytes($"<!DOCTYPE Document [<!ENTITY l0 \"lol\">{entities}]><Document xmlns='{V10}'>&l9;</Document>"));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Refuses_elements_within_elements_without_end()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 200_000)) + string.Concat(Enumerable.Repeat("</a>", 200_000));

        Refused(Encoding.UTF8.GetBytes(Report(Group("") + deep)));
    }

    [Test]
    public void Reads_an_answer_to_the_very_message_it_has_written()
    {
        var message = Write(Transfer(7));
        var payment = $"<TxInfAndSts><OrgnlEndToEndId>{message.The("EndToEndId")}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>";

        var answer = Accepted(
            Report($"<OrgnlGrpInfAndSts><OrgnlMsgId>{message.The("MsgId")}</OrgnlMsgId></OrgnlGrpInfAndSts>{Part(payment)}")
        );

        Assert.That(answer.MessageId, Is.EqualTo(Order().MessageId));
        Assert.That(answer.Payments, Is.EqualTo(new[] { new BankVerdict(Id(7), "ACSC", null) }));
    }

    private static BankAnswer Accepted(string text)
    {
        var read = Files.Read(Encoding.UTF8.GetBytes(text));
        Assert.That(read.Error, Is.Null);
        return read.Value;
    }

    private static void Refused(ReadOnlyMemory<byte> answer)
    {
        var error = Files.Read(answer).Error;
        Assert.That(error?.Code, Is.EqualTo(PaymentErrors.Pain002Invalid.Code));
        Assert.That(error!.Fields.Keys, Is.EqualTo(new[] { "body" }));
    }

    private static string Report(string content, string version = V10) =>
        $"""<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{version}"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr>{content}</CstmrPmtStsRpt></Document>""";

    private static string Group(string says) => $"<OrgnlGrpInfAndSts><OrgnlMsgId>R1</OrgnlMsgId>{says}</OrgnlGrpInfAndSts>";

    private static string Part(params string[] content) => $"<OrgnlPmtInfAndSts>{string.Concat(content)}</OrgnlPmtInfAndSts>";

    private static string Payment(int number, string says) =>
        $"<TxInfAndSts><OrgnlEndToEndId>{PaymentOrder.EndToEndId(Id(number))}</OrgnlEndToEndId>{says}</TxInfAndSts>";

    private static string Why(string code) => $"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>";
}
