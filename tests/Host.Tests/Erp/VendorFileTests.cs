namespace Host.Tests.Erp;

using System.Text;
using Procurement.Host.Importing;

internal sealed class VendorFileTests
{
    private string folder = null!;

    [OneTimeSetUp]
    public void Start() => folder = Directory.CreateTempSubdirectory("vendors").FullName;

    [OneTimeTearDown]
    public void Stop() => Directory.Delete(folder, recursive: true);

    [TestCase("vendor_code\nTH-000001", "2 TH-000001")]
    [TestCase("vendor_code\n\nTH-000001\n\n", "3 TH-000001")]
    [TestCase("\n\r\nvendor_code\r\n\r\nTH-000001\r\n\n", "5 TH-000001")]
    [TestCase("\uFEFF\"vendor_code\"\r\n\"TH-000001\"\r\n", "2 TH-000001")]
    [TestCase("a, vendor_code ,b\n1,TH-000001,2\n,,\n", "2 TH-000001|3 ")]
    [TestCase("a,vendor_code\n\"x\r\ny,\"\"z\"\"\",TH-000001\nb,\"TH\n2\"\nc,3\n", "2 TH-000001|4 TH\n2|6 3")]
    [TestCase("vendor_code\n\"\"\"\"\n", "2 \"")]
    [TestCase("vendor_code\n", "")]
    public async Task Reads_the_column_of_a_file(string text, string expected)
    {
        var rows = await Read(Encoding.UTF8.GetBytes(text));

        Assert.That(string.Join('|', rows.Value.Select(row => $"{row.Line} {row.VendorCode}")), Is.EqualTo(expected));
        Assert.That(rows.Value.Select(row => row.Fault), Is.All.Null);
    }

    [Test]
    public async Task Judges_a_row_of_other_columns_by_itself()
    {
        var rows = await Read("a,vendor_code\nTH-000001\nx,TH-000002,y\nx,TH-000003\n"u8.ToArray());

        Assert.That(
            rows.Value.Select(row => row.Fault),
            Is.EqualTo(new[] { "The row has 1 cells and the header 2.", "The row has 3 cells and the header 2.", null })
        );
    }

    [TestCase("", "1: must be a header with one column vendor_code")]
    [TestCase("code\nTH-000001\n", "1: must be a header with one column vendor_code")]
    [TestCase("vendor_code,vendor_code\n", "1: must be a header with one column vendor_code")]
    [TestCase("vendor_code;name\nTH-000001;x\n", "1: must be a header with one column vendor_code")]
    [TestCase("vendor_code\nTH-000001\n\"TH-000002\n", "3: has a quotation mark that is never closed")]
    [TestCase("vendor_code\n\"TH-000001\"x\n", "2: has something behind a closing quotation mark")]
    [TestCase("vendor_code\n\nTH\"000001\n", "3: has a quotation mark in a cell that does not begin with one")]
    [TestCase("vendor_code\rTH-000001\r", "1: has a carriage return that ends no line")]
    public async Task Refuses_a_file_with_the_line(string text, string said)
    {
        var rows = await Read(Encoding.UTF8.GetBytes(text));

        Assert.That(rows.Error?.Detail, Is.EqualTo($"{Path.Combine(folder, "any.csv")}:{said}"));
    }

    [Test]
    public async Task Refuses_another_encoding_with_the_line()
    {
        var latin = await Read(Encoding.Latin1.GetBytes("vendor_code,name\nTH-000001,Pappersbruk\nTH-000002,Bj\u00f6rk\n"));
        var wide = await Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("vendor_code\nTH-000001\n")]);

        Assert.That(latin.Error?.Detail, Does.EndWith(":3: is not UTF-8"));
        Assert.That(wide.Error?.Detail, Does.EndWith(":1: is not UTF-8"));
    }

    [Test]
    public async Task Refuses_too_much()
    {
        var large = await Read([.. "vendor_code\n"u8, .. new byte[10 * 1024 * 1024]]);
        var rows = await Read([.. "vendor_code\n"u8, .. Enumerable.Repeat("x\n"u8.ToArray(), 100_001).SelectMany(row => row)]);
        var columns = await Read([.. "vendor_code"u8, .. Enumerable.Repeat((byte)',', 256)]);

        Assert.That(large.Error?.Detail, Does.EndWith(" is larger than 10 MiB"));
        Assert.That(rows.Error?.Detail, Does.EndWith(":100002: is too much: there may be 100001 rows, the header included"));
        Assert.That(columns.Error?.Detail, Does.EndWith(":1: has more than 256 columns"));
    }

    [Test]
    public async Task Says_what_cannot_be_read()
    {
        foreach (var path in new[] { Path.Combine(folder, "missing.csv"), folder })
            Assert.That((await VendorFile.Read(path, default)).Error?.Detail, Is.EqualTo($"{path} cannot be read"));
    }

    private async Task<Result<IReadOnlyList<VendorRow>>> Read(byte[] bytes)
    {
        var path = Path.Combine(folder, "any.csv");
        await File.WriteAllBytesAsync(path, bytes);
        return await VendorFile.Read(path, default);
    }
}
