namespace BuildingBlocks.Tests.Persistence;

using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

internal sealed class SingleValueTests
{
    [TestCase(typeof(Litres), "Value")]
    [TestCase(typeof(Currency), "Code")]
    [TestCase(typeof(Day), "Date")]
    public void A_struct_made_of_one_value_is_stored_as_it(Type type, string value) =>
        Assert.That(SingleValue.Of(type)?.Name, Is.EqualTo(value));

    [TestCase(typeof(Money))]
    [TestCase(typeof(decimal))]
    public void Others_are_not(Type type) => Assert.That(SingleValue.Of(type), Is.Null);

    private readonly record struct Litres
    {
        private Litres(decimal value) => Value = value;

        public decimal Value { get; }

        public static Litres Of(decimal value) => new(value);
    }
}
