namespace BuildingBlocks.Tests.Domain;

using Procurement.BuildingBlocks;

public sealed class FieldErrorsTests
{
    [Test]
    public void Gathers_every_field_and_keeps_the_first_message_of_each()
    {
        var errors = new FieldErrors();
        errors.Add("a", "is first");
        errors.AddAll(
            Refusal("REFUSED") with
            {
                Fields = new Dictionary<string, string> { ["a"] = "is second", ["b"] = "is third" },
            }
        );
        errors.AddAll(null);
        errors.Take("c", (Result<int>)Error.Invalid("REFUSED", "is fourth"));

        Assert.That(errors.Error!.Code, Is.EqualTo("VALIDATION_FAILED"));
        Assert.That(
            errors.Error.Fields,
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["a"] = "is first",
                    ["b"] = "is third",
                    ["c"] = "is fourth",
                }
            )
        );
    }

    [Test]
    public void Never_loses_a_refusal_that_names_no_field()
    {
        var errors = new FieldErrors();
        errors.AddAll(Refusal("ORDER_TOO_LARGE"));
        Assert.That(errors.Error, Is.EqualTo(Refusal("ORDER_TOO_LARGE")));

        errors.Add("a", "is wrong");
        errors.AddAll(Refusal("SECOND"));
        Assert.That(errors.Error.Code, Is.EqualTo("ORDER_TOO_LARGE"));
    }

    [Test]
    public void Finds_nothing_wrong_with_nothing()
    {
        Assert.That(new FieldErrors().Error, Is.Null);
    }

    private static Error Refusal(string code) => Error.Conflict(code, "It cannot be.");
}
