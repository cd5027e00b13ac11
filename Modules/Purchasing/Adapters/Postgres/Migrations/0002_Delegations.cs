namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

/// <summary>Who may decide for whom.</summary>
[DbContext(typeof(PurchasingContext))]
[Migration("20261126_0002_delegations")]
internal sealed class Delegations : Migration
{
    private const string Tables = """
        CREATE DOMAIN purchasing.delegation_status AS text CHECK (VALUE IN ('Active', 'Revoked'));

        CREATE TABLE purchasing.delegations (
            id            uuid PRIMARY KEY,
            version       purchasing.positive_bigint NOT NULL,
            -- One more than the last that was seen when it was found to close no circle: of two that did not see each other one fails.
            number        purchasing.positive_bigint NOT NULL CONSTRAINT delegations_number_key UNIQUE,
            status        purchasing.delegation_status NOT NULL,
            delegator     purchasing.subject NOT NULL,
            deputy        purchasing.subject NOT NULL,
            -- Letter case does not tell two names of one person apart. What folds it is the service, which compares names by itself too.
            delegator_key text NOT NULL,
            deputy_key    text NOT NULL,
            level         purchasing.approval_level NOT NULL,
            from_date     date NOT NULL,
            until_date    date NOT NULL,
            created_at    timestamptz NOT NULL,
            updated_at    timestamptz NOT NULL,
            revoked_at    timestamptz,
            CONSTRAINT deputy_is_somebody_else CHECK (deputy_key <> delegator_key),
            CONSTRAINT days_in_order CHECK (from_date <= until_date AND until_date - from_date < 366),
            CONSTRAINT revoked_has_moment CHECK ((status = 'Revoked') = (revoked_at IS NOT NULL))
        );
        CREATE INDEX delegations_held ON purchasing.delegations (deputy_key, until_date) WHERE status = 'Active';
        CREATE INDEX delegations_known ON purchasing.delegations (until_date) WHERE status = 'Active';
        CREATE INDEX delegations_given ON purchasing.delegations (delegator_key, id);
        CREATE INDEX delegations_taken ON purchasing.delegations (deputy_key, id);
        """;

    protected override void Up(MigrationBuilder migration) => migration.Sql(Tables);
}
