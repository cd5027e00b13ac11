namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;

internal sealed class ProfileTests
{
    private static readonly SupplierDraft Least = new() { LegalName = "Nordpapper AB", Email = "sales@example.com" };

    [Test]
    public void Needs_a_name_and_an_address_for_mail_and_nothing_else()
    {
        var errors = new FieldErrors();
        var profile = SupplierProfile.Read(Least, errors);

        Assert.That(errors.Error, Is.Null);
        Assert.That(
            profile,
            Is.EqualTo(new SupplierProfile { LegalName = "Nordpapper AB", Email = EmailAddress.Parse("sales@example.com").Value })
        );
        Assert.That(Faults(new SupplierDraft()), Is.EqualTo(new[] { "legal_name is required", "email is required" }));
    }

    [Test]
    public void Names_every_field_that_is_wrong() =>
        Assert.That(
            Faults(
                new SupplierDraft
                {
                    LegalName = " ",
                    Email = "nobody",
                    Address = new AddressDraft(null, "", " ", "UK"),
                    PaymentTermsDays = 366,
                    PreferredCurrency = "DEM",
                    TaxId = "",
                    MatchToleranceBps = -1,
                }
            ),
            Is.EqualTo(
                new[]
                {
                    "legal_name is required",
                    "email must be an e-mail address such as sales@example.com",
                    "address.street is required",
                    "address.city is required",
                    "address.postal_code is required",
                    "address.country must be a country code of ISO 3166-1 in two upper-case letters",
                    "payment_terms_days must be from 0 to 365",
                    "preferred_currency must be an active ISO 4217 code of three upper-case letters",
                    "tax_id is required",
                    "match_tolerance_bps must be from 0 to 1000",
                }
            )
        );

    [TestCase(256, true)]
    [TestCase(257, false)]
    public void Has_a_name_of_at_most_256_characters(int length, bool accepted) =>
        Assert.That(Faults(Least with { LegalName = new string('a', length) }).Any(), Is.Not.EqualTo(accepted));

    [TestCase(32, true)]
    [TestCase(33, false)]
    public void Has_a_tax_id_of_at_most_32_characters(int length, bool accepted) =>
        Assert.That(Faults(Least with { TaxId = new string('1', length) }).Any(), Is.Not.EqualTo(accepted));

    internal static IEnumerable<string> Faults(SupplierDraft draft)
    {
        var errors = new FieldErrors();
        SupplierProfile.Read(draft, errors);
        return errors.Error?.Fields.Select(field => $"{field.Key} {field.Value}") ?? [];
    }
}

internal sealed class AddressTests
{
    private static readonly AddressDraft Stockholm = new("Storgatan 1", "Stockholm", "111 29", "SE");

    [Test]
    public void Is_a_street_a_city_a_postal_code_and_a_country()
    {
        Assert.That(Read(Stockholm), Is.EqualTo(new Address("Storgatan 1", "Stockholm", "111 29", Country.Parse("SE").Value)));
        Assert.That(
            Read(new AddressDraft(" 1 Queen's Road ", " Hong Kong ", null, "HK")),
            Is.EqualTo(new Address("1 Queen's Road", "Hong Kong", null, Country.Parse("HK").Value))
        );
        Assert.That(Read(null), Is.Null);
    }

    [Test]
    public void Needs_all_but_the_postal_code() =>
        Assert.That(
            Faults(new AddressDraft(null, null, null, null)),
            Is.EqualTo(new[] { "address.street is required", "address.city is required", "address.country is required" })
        );

    [TestCase(140, 100, 16, true)]
    [TestCase(141, 100, 16, false)]
    [TestCase(140, 101, 16, false)]
    [TestCase(140, 100, 17, false)]
    public void Has_parts_of_bounded_length(int street, int city, int postalCode, bool accepted) =>
        Assert.That(
            Faults(new AddressDraft(new string('a', street), new string('b', city), new string('1', postalCode), "SE")).Any(),
            Is.Not.EqualTo(accepted)
        );

    [TestCase("Storgatan 1\nStockholm")]
    [TestCase("Storgatan\0")]
    [TestCase("\u202EStorgatan")]
    public void Has_no_hidden_characters(string street) =>
        Assert.That(Faults(Stockholm with { Street = street }).Single(), Does.StartWith("address.street must "));

    private static Address? Read(AddressDraft? draft)
    {
        var errors = new FieldErrors();
        var address = Address.Read(draft, "address", errors);
        Assert.That(errors.Error, Is.Null);
        return address;
    }

    private static IEnumerable<string> Faults(AddressDraft draft) =>
        ProfileTests.Faults(
            new SupplierDraft
            {
                LegalName = "A",
                Email = "a@example.com",
                Address = draft,
            }
        );
}
