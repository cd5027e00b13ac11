namespace Procurement.BuildingBlocks;

/// <summary>
/// A port, other than a repository, whose calls become part of the unit of work. They are not repeated on their own as those of ports that
/// read are: what fails inside a transaction fails with it.
/// </summary>
public interface IWritePort;
