using System.Diagnostics;
using System.Globalization;

namespace Hearth.SignalLoad;

/// <summary>The server under load, on a core of its own, and what the system knows of it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int TicksPerSecond = 100;

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>CPU used so far, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            string[] fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
            long ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
        }
    }

    /// <summary>Resident memory, in bytes.</summary>
    public long Resident => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .Single();

    /// <summary>Starts the server of a folder on one core, with limits that let one address be everybody.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, string data, string url, int core)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[
            "-c", $"{core}", "dotnet", Path.Combine(folder, "Hearth.Server.dll"), "--urls", url,
            $"--Hearth:DataDirectory={data}",
            "--Hearth:Rooms:EntryBurst=1000000", "--Hearth:Rooms:EntriesPerSecond=100000", "--Hearth:Rooms:PerAddress=1000000",
            "--Hearth:Rooms:Total=1000000", "--Hearth:Http:RequestBurst=1000000",
            "--Hearth:Signaling:ConnectionsPerAddress=100000", "--Hearth:Signaling:Connections=100000",
            "--Hearth:Signaling:MessageBurst=10000000", "--Hearth:Signaling:MessagesPerSecond=1000000",
            "--Hearth:Signaling:IdleTimeout=01:00:00"])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        string greeting = await process.StandardOutput.ReadLineAsync() ?? "";
        _ = process.StandardOutput.ReadToEndAsync();
        return new ServerProcess(process, new Uri(greeting["Hearth is at ".Length..]));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
