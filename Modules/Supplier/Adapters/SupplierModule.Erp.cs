namespace Procurement.Supplier.Adapters;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Health;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Supplier.Adapters.Remote;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>What another system knows of suppliers.</summary>
public sealed partial class SupplierModule
{
    /// <summary>Registers a supplier that the ERP knows, in a unit of work of its own, unless there is one of that code.</summary>
    /// <param name="services">Those of the host.</param>
    /// <param name="vendorCode">As it was entered.</param>
    /// <param name="importer">Who imports it, and cannot approve it.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Whether it was registered now; a refusal, of which <see cref="ErrorKind.Unavailable"/> and <see cref="ErrorKind.Garbled"/> are
    /// the ERP's and say nothing of the supplier.</returns>
    public static async Task<Result<bool>> Import(IServiceProvider services, string vendorCode, Actor importer, CancellationToken ct)
    {
        var code = SupplierCode.Parse(vendorCode);
        if (code.Error is null && await IsThere(services, code.Value, ct))
            return false;
        var job = services.GetRequiredService<Job<SupplierModule>>();
        var imported = await job.Run((ImportSupplier use) => use.Execute(vendorCode, importer, ct), ct);
        if (imported.Error is null)
            return true;
        // Somebody else may have registered it since we looked.
        return imported.Error == SupplierErrors.CodeTaken ? false : imported.Error;
    }

    private static async Task<bool> IsThere(IServiceProvider services, SupplierCode code, CancellationToken ct)
    {
        var found = await services
            .GetRequiredService<ISupplierQueries>()
            .List(new SupplierFilter { CodePrefix = code.Value, Limit = 1 }, ct);
        return found.Items.Count > 0;
    }

    private static void AddErp(IServiceCollection services, ErpSettings erp)
    {
        if (erp.Address is null)
        {
            services.AddSingleton<IExternalSupplierPort, NoErp>();
            return;
        }
        services.AddSingleton(erp).AddSingleton<ErpTranslator>().AddSingleton<ErpClient>().AddSingleton<RemoteExternalSupplier>();
        services.AddSingleton<IExternalSupplierPort>(provider => provider.GetRequiredService<RemoteExternalSupplier>());
        services.AddSingleton<IReadinessCheck>(provider => new BreakerCheck(provider.GetRequiredService<RemoteExternalSupplier>().Breaker));
    }
}
