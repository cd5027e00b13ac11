namespace TestKit.Ports;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// What a module's unit of work must do on PostgreSQL besides the port: join the transaction that its caller holds (ADR 0007), and have the
/// tables that its mapping says.
/// </summary>
public abstract class PostgresSuite<TModule, TContext, TAggregate, TId>
    where TContext : ModuleContext
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    private string database = "";
    private ServiceProvider services = null!;

    /// <summary>What is kept.</summary>
    protected abstract IPortSubject<TAggregate, TId> Subject { get; }

    /// <summary>URL of the suite's own database.</summary>
    protected string Database => database;

    private Units<TModule, TAggregate, TId> Units => new(services);

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("transactions");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        services = Build(env);
        await services.GetRequiredService<SchemaMigrator>().Migrate(default);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await services.DisposeAsync();
        await Postgres.DropDatabase(database);
    }

    [Test]
    public async Task The_mapping_matches_the_schema_that_the_migrations_make()
    {
        await using var unit = Units.Begin();
        await using var data = NpgsqlDataSource.Create(Postgres.ConnectionString(database));

        Assert.That(await SchemaMatchesModel.Differences(Context(unit), data), Is.Empty);
    }

    [Test]
    public async Task Migrating_again_changes_nothing()
    {
        var migrator = services.GetRequiredService<SchemaMigrator>();

        await Task.WhenAll(migrator.Migrate(default), migrator.Migrate(default));

        Assert.That(await migrator.Pending(default), Is.Empty);
    }

    [Test]
    public async Task Inside_a_transaction_all_units_of_work_wait_for_its_commit()
    {
        var (acted, made, changed) = (new List<string>(), Subject.New(), (await Units.Committed(Subject.New())).Id);
        var key = $"joined {made.Id}";
        await using var unit = Units.Begin();
        await using var transaction = await Context(unit).Database.BeginTransactionAsync();
        await unit.Save(made);
        unit.Answers.Add(Stored(key));
        unit.AfterCommit(() => acted.Add("first"));
        Assert.That((await unit.Commit()).Error, Is.Null);
        Subject.Change(await unit.Load(changed), "joined");
        unit.AfterCommit(() => acted.Add("second"));
        Assert.That((await unit.Commit()).Error, Is.Null);

        Assert.That(Context(unit).Database.CurrentTransaction, Is.SameAs(transaction), "it is the caller's to end");
        Assert.That(await unit.Load(made.Id), Is.Not.Null, "its own work is seen inside");
        Assert.That(await Units.Find(made.Id), Is.Null);
        Assert.That(await Units.Answer(key), Is.Null);
        Assert.That((await Units.Find(changed))!.Version, Is.EqualTo(1));
        Assert.That(acted, Is.Empty);

        await transaction.CommitAsync();

        Assert.That(Subject.Show((await Units.Find(made.Id))!), Is.EqualTo(Subject.Show(made)));
        Assert.That(await Units.Answer(key), Is.Not.Null);
        Assert.That(await Actors(changed), Is.EqualTo(new[] { "maker", "joined" }));
        Assert.That(acted, Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task What_a_caller_rolls_back_was_never_there_and_is_not_acted_on()
    {
        var (acted, made, changed) = (0, Subject.New(), (await Units.Committed(Subject.New())).Id);
        await using (var unit = Units.Begin())
        {
            await using (var transaction = await Context(unit).Database.BeginTransactionAsync())
            {
                await unit.Save(made);
                Subject.Change(await unit.Load(changed), "undone");
                unit.AfterCommit(() => acted++);
                Assert.That((await unit.Commit()).Error, Is.Null);
                await transaction.RollbackAsync();
            }
            // Alone again, and with nothing left over.
            await unit.Save(Subject.New());
            Assert.That((await unit.Commit()).Error, Is.Null);
        }

        Assert.That(await Units.Find(made.Id), Is.Null);
        Assert.That(await Actors(changed), Is.EqualTo(new[] { "maker" }));
        Assert.That(acted, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refusal_dooms_the_transaction_of_the_caller(bool taken)
    {
        var (acted, beside, id) = (0, Subject.New(), (await Units.Committed(Subject.New())).Id);
        await using var unit = Units.Begin();
        await using var transaction = await Context(unit).Database.BeginTransactionAsync();
        await unit.Save(beside);
        unit.AfterCommit(() => acted++);
        Assert.That((await unit.Commit()).Error, Is.Null);

        var refused = await Refuse(unit, id, taken);

        Assert.That(refused.Error, Is.EqualTo(Error.Stale));
        Assert.That(unit.Commit, Throws.InstanceOf<DoomedTransactionException>());
        Assert.That(() => transaction.CommitAsync(), Throws.InstanceOf<DoomedTransactionException>());
        Assert.That(transaction.Commit, Throws.InstanceOf<DoomedTransactionException>());
        Assert.That(() => transaction.CreateSavepointAsync("late"), Throws.InstanceOf<DoomedTransactionException>());
        await transaction.RollbackAsync();
        await transaction.DisposeAsync();
        Assert.That((await unit.Commit()).Error, Is.Null, "what was refused is forgotten, so that its failure can be noted");
        Assert.That(await Units.Find(beside.Id), Is.Null);
        Assert.That(await Actors(id), Is.EqualTo(taken ? new[] { "maker" } : ["maker", "winner"]));
        Assert.That(acted, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refusal_after_a_savepoint_leaves_the_rest_of_the_transaction_usable(bool taken)
    {
        var acted = new List<string>();
        var (before, undone, after, id) = (Subject.New(), Subject.New(), Subject.New(), (await Units.Committed(Subject.New())).Id);
        await using var unit = Units.Begin();
        await using var transaction = await Context(unit).Database.BeginTransactionAsync();
        await Write(unit, before, () => acted.Add("before"));
        await transaction.CreateSavepointAsync("attempt");
        Assert.That(() => transaction.CreateSavepointAsync("nested"), Throws.InvalidOperationException);
        await Write(unit, undone, () => acted.Add("undone"));
        unit.AfterCommit(() => acted.Add("refused"));

        Assert.That((await Refuse(unit, id, taken)).Error, Is.EqualTo(Error.Stale));
        await transaction.RollbackToSavepointAsync("attempt");
        await transaction.ReleaseSavepointAsync("attempt");
        await Write(unit, after, () => acted.Add("after"));
        await transaction.CommitAsync();

        Assert.That(await Units.Find(before.Id), Is.Not.Null);
        Assert.That(await Units.Find(undone.Id), Is.Null);
        Assert.That(await Units.Find(after.Id), Is.Not.Null);
        Assert.That(acted, Is.EqualTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task A_fault_inside_a_transaction_dooms_it_too()
    {
        var id = (await Units.Committed(Subject.New())).Id;
        await using var unit = Units.Begin();
        await using var transaction = await Context(unit).Database.BeginTransactionAsync();
        Subject.Tamper(await unit.Load(id));

        Assert.That(unit.Commit, Throws.InvalidOperationException);

        Assert.That(() => transaction.CommitAsync(), Throws.InstanceOf<DoomedTransactionException>());
    }

    /// <summary>The module on its own, on PostgreSQL.</summary>
    protected abstract ServiceProvider Build(Dictionary<string, string> environment);

    private static TContext Context(Units<TModule, TAggregate, TId>.Unit unit) => unit.Services.GetRequiredService<TContext>();

    private static StoredAnswer Stored(string key) => Units<TModule, TAggregate, TId>.Stored(key);

    private static async Task Write(Units<TModule, TAggregate, TId>.Unit unit, TAggregate aggregate, Action acting)
    {
        await unit.Save(aggregate);
        unit.AfterCommit(acting);
        Assert.That((await unit.Commit()).Error, Is.Null);
    }

    /// <summary>Commits what must be refused: a new one with an identifier that is taken, or a change that somebody was quicker with.</summary>
    private async Task<Result> Refuse(Units<TModule, TAggregate, TId>.Unit unit, TId id, bool taken)
    {
        if (taken)
        {
            await unit.Save(Subject.New(id.Value));
            return await unit.Commit();
        }
        var loaded = await unit.Load(id);
        await Units.Change(id, each => Subject.Change(each, "winner"));
        Subject.Change(loaded, "loser");
        return await unit.Commit();
    }

    private async Task<IEnumerable<string>?> Actors(TId id) => (await Subject.History(services, id))?.Select(line => line.Actor);
}
