namespace Invoicing.Tests.Files;

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Procurement.Invoicing.Ports;
using static Messages;

/// <summary>Whatever suppliers are called and whatever they are paid.</summary>
internal sealed class Pain001Properties
{
    private const int Orders = 500;

    /// <summary>The same ones each time.</summary>
    private const ulong Seed = 4_711_017_392_118_203_557;
    private const ulong Gamma = 9_203_115_480_377_146_213;

    private static readonly HashSet<char> Taken = [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "];

    private static readonly string[] Texts = ["Nm", "TwnNm", "Ustrd", "MsgId", "PmtInfId", "EndToEndId"];

    private static readonly Currency[] Currencies = [.. Currency.All];

    /// <summary>Half of them such as names have, and besides all that there are, halves of pairs included.</summary>
    private static readonly Gen<string> Letter = Gen.OneOf(
        Gen.Elements("a", "Z", "9", " ", "/", "//", "ä", "ß", "é", "u\u0308", "Ж", "ψ", "中", "ش", "🚀", "&", "<", "]]>", "\0", "\n"),
        Gen.Choose(0x20, 0x2FF).Select(c => ((char)c).ToString()),
        Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString()),
        Gen.Choose(0x10000, 0x10FFFF).Select(c => new Rune(c).ToString())
    );

    private static readonly Gen<string> AnyText = from letters in Letter.ListOf() select string.Concat(letters);

    private static readonly Gen<Transfer> AnyTransfer =
        from number in Gen.Choose(1, int.MaxValue)
        from minor in Gen.Choose(1, int.MaxValue)
        from times in Gen.Elements(1L, 1_000L, 400_000_000L)
        from currency in Gen.Elements(Currencies)
        from holder in AnyText
        from town in Gen.OneOf(Gen.Constant<string?>(null), AnyText.Select(text => (string?)text))
        from reference in AnyText
        select Transfer(number, minor * times, currency.Code, holder, town, reference);

    private static readonly Arbitrary<PaymentOrder> AnyOrder = Arb.From(
        from transfers in AnyTransfer.NonEmptyListOf()
        from messageId in AnyText
        select Order([.. transfers]) with
        {
            MessageId = messageId,
        }
    );

    [Test]
    public void A_message_is_valid_and_within_the_characters_of_SEPA() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Orders).WithEndSize(40).WithReplay(Seed, Gamma),
            Prop.ForAll(AnyOrder, order => Look(order))
        );

    private static void Look(PaymentOrder order)
    {
        var written = Files.Write(order);
        var message = Valid(written);
        foreach (var text in Texts.SelectMany(message.All))
            Must(text.Length > 0 && text.Trim() == text && text.All(Taken.Contains), $"'{text}' is within the characters of SEPA");
        foreach (var id in message.All("MsgId").Concat(message.All("PmtInfId")))
            Must(id[0] != '/' && id[^1] != '/' && !id.Contains("//", StringComparison.Ordinal), $"'{id}' keeps its strokes apart");
        var parts = message.All("PmtInfId");
        Must(parts.Distinct().Count() == parts.Length, "each part has a name of its own");
        Must(parts.Length == order.Transfers.Select(each => each.Currency).Distinct().Count(), "each currency has one part");
        Must(message.All("EndToEndId").Length == order.Transfers.Count, "each payment is in it once");
        Must(message.Descendants().All(element => element.HasElements || element.Value.Length > 0), "no element is empty");
        Must(Files.Write(order) == written, "it is the same again");
    }

    /// <summary>Not an assertion, which would be counted as failed although a smaller case is still looked for.</summary>
    private static void Must(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that {what}.");
    }
}
