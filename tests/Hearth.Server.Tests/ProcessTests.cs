using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>The server as a process of its own, as people start it.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-process-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task CallsGoOnOverAKillAndARestart()
    {
        using ServerProcess first = await StartAsync();
        await using SignalClient anna = await SignalClient.ConnectAsync(first.Address);
        await anna.JoinAsync("Anna");
        await using SignalClient bo = await SignalClient.ConnectAsync(first.Address);
        await bo.JoinAsync("Bo");

        first.Process.Kill();
        await first.Process.WaitForExitAsync(Cancellation);
        using ServerProcess second = await StartAsync(first.Address);

        await using SignalClient annaAgain = await SignalClient.ConnectAsync(second.Address);
        Assert.True((await annaAgain.ResumeAsync(anna.Token, anna.LastSeq)).Fresh);
        Assert.Equal(1, (await annaAgain.ReceiveAsync<TopologyChanged>()).Seq);
        await annaAgain.ReceiveAsync<IceServersChanged>();
        await using SignalClient boAgain = await SignalClient.ConnectAsync(second.Address);
        Assert.Equal(anna.Id, Assert.Single((await boAgain.ResumeAsync(bo.Token, bo.LastSeq)).Members).Id);
        Assert.Equal(bo.Id, (await annaAgain.ReceiveAsync<MemberJoined>()).Member.Id);
        await boAgain.SignalAsync(anna.Id, "\"back\"", seq: 1);
        await annaAgain.ReceiveAsync<RelayedSignal>();
        await using SignalClient newcomer = await SignalClient.ConnectAsync(second.Address);
        Assert.Equal([anna.Id, bo.Id], (await newcomer.JoinAsync("Cleo")).Members.Select(member => member.Id));
    }

    [Fact]
    public async Task SigtermSaysGoodbyeAndExitsWithoutAnError()
    {
        using ServerProcess server = await StartAsync();
        await using SignalClient anna = await SignalClient.ConnectAsync(server.Address);
        await anna.JoinAsync("Anna");

        using Process kill = Process.Start("kill", ["-TERM", $"{server.Process.Id}"]);

        Assert.Equal(ClosingReason.Restarting, (await anna.ReceiveAsync<Closing>()).Reason);
        await anna.ReceiveRestAsync();
        await server.Process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, server.Process.ExitCode);
        Assert.Equal("", await server.Process.StandardError.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task SecretsAreForTheirOwnerOnly()
    {
        using ServerProcess server = await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(DataDirectory).UnixFileMode);
        FileInfo[] secrets = new DirectoryInfo(DataDirectory).GetFiles("*", SearchOption.AllDirectories);
        Assert.Contains("server.key", secrets.Select(secret => secret.Name));
        Assert.All(secrets, secret => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, secret.UnixFileMode));
        Assert.Contains(DataDirectory, server.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingSecretIsEverPrinted()
    {
        (string room, string proof, string verifier) = RoomKeys.From(new byte[16]);
        using ServerProcess server = await StartAsync(null, "--Logging:LogLevel:Default=Trace");
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Hearth-Proof", proof);
        await http.GetStringAsync(new Uri($"/api/rooms/{room}", UriKind.Relative), Cancellation);
        await http.GetStringAsync(new Uri($"/r/{room}?x=secret", UriKind.Relative), Cancellation);
        using HttpResponseMessage made = await http.PostAsJsonAsync(
            "/api/rooms", new CreateRoomRequest(verifier), ContractsJson.Default.CreateRoomRequest, Cancellation);
        string owner = (await made.Content.ReadFromJsonAsync(ContractsJson.Default.CreatedRoom, Cancellation))!.OwnerToken;
        await using SignalClient anna = await SignalClient.ConnectAsync(server.Address);
        await anna.SendAsync(new Join(1, room, "Anna", proof, OwnerToken: owner));
        Assert.True((await anna.ReceiveAsync<Joined>()).Room.Owned);
        await using SignalClient again = await SignalClient.ConnectAsync(server.Address);
        await again.ResumeAsync(anna.Token, anna.LastSeq);

        server.Process.Kill();

        string printed = await server.Process.StandardOutput.ReadToEndAsync(Cancellation)
            + await server.Process.StandardError.ReadToEndAsync(Cancellation);
        foreach (string secret in (string[])[room, proof, owner, anna.Token, again.Token, "Anna", "secret"])
        {
            Assert.DoesNotContain(secret, printed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--Hearth:TrustedProxies:0=127.0.0.0/8", null, "without X-Forwarded-For")]
    [InlineData("--Hearth:Rooms:Capacity=4", "203.0.113.7", "Hearth:TrustedProxies is empty")]
    public async Task ProxyThatIsNotSetUpIsSaidOnce(string setting, string? forwarded, string expected)
    {
        using ServerProcess server = await StartAsync(null, setting);
        using var http = new HttpClient { BaseAddress = server.Address };
        for (int request = 0; request < 3; request++)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, "/healthz");
            if (forwarded is not null)
            {
                ask.Headers.Add("X-Forwarded-For", forwarded);
            }

            using HttpResponseMessage answer = await http.SendAsync(ask, Cancellation);
        }

        using Process kill = Process.Start("kill", ["-TERM", $"{server.Process.Id}"]);
        string printed = await server.Process.StandardOutput.ReadToEndAsync(Cancellation);

        Assert.Equal(2, printed.Split(expected).Length);
    }

    [Fact]
    public async Task LogsAreJsonWhenAskedFor()
    {
        using ServerProcess server = await StartAsync(
            null, "--Logging:Console:FormatterName=json", "--Hearth:TrustedProxies:0=127.0.0.1");
        using var http = new HttpClient { BaseAddress = server.Address };
        await http.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation);

        using Process kill = Process.Start("kill", ["-TERM", $"{server.Process.Id}"]);
        string[] lines = (await server.Process.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(20, JsonNode.Parse(Assert.Single(lines))!["EventId"]!.GetValue<int>());
    }

    [Fact]
    public async Task CheckStartsNothingAndEndsWithOneWhenTheServerCouldNotStart()
    {
        using Process good = Launch("--check", "--Hearth:Rooms:Capacity=4");
        string said = await good.StandardOutput.ReadToEndAsync(Cancellation);
        await good.WaitForExitAsync(Cancellation);
        using Process bad = Launch("--Hearth:Rooms:Capacity=0", "--check");
        await bad.WaitForExitAsync(Cancellation);

        Assert.Contains("Hearth:Rooms:Capacity = 4  [command line]", said, StringComparison.Ordinal);
        Assert.Equal((0, 1), (good.ExitCode, bad.ExitCode));
    }

    [Fact]
    public async Task TakenPortIsSaidInOneSentence()
    {
        using ServerProcess first = await StartAsync();

        (int code, string said) = await FailAsync($"--urls={first.Address}");

        Assert.Equal(1, code);
        Assert.Contains($"{first.Address.Authority}: address already in use. Choose another address: --urls ", said, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("--Hearth:Rooms:Capacity=0", "Hearth:Rooms:Capacity is 0; it must be 1 to 100.")]
    [InlineData("--Hearth:Rooms:Capacity=many", "Hearth:Rooms:Capacity")]
    [InlineData("--Hearth:Rooms:Grace=00:00:00", "Hearth:Rooms:Grace is 00:00:00;")]
    [InlineData("--Hearth:Rooms:MailboxBytes=100000", "Hearth:Rooms:MailboxBytes is 100000; it must be 262144 to ")]
    [InlineData("--Hearth:AllowedOrigins:0=example.org", "Hearth:AllowedOrigins:0 is \"example.org\";")]
    [InlineData("--Hearth:Ice:Servers:0:Urls:0=http://x", "Hearth:Ice:Servers:0:Urls has \"http://x\";")]
    [InlineData("--Hearth:Ice:Servers:0:Urls:0=turn:x", "a TURN server needs Username and Credential too.")]
    [InlineData("--Hearth:TrustedProxies:0=proxy", "Hearth:TrustedProxies:0 is \"proxy\";")]
    [InlineData("--Hearth:DataDirectory=/dev/null/x", "Hearth:DataDirectory cannot be used: ")]
    [InlineData("--urls=nonsense", "--urls")]
    public async Task SettingThatCannotWorkIsNamed(string setting, string expected)
    {
        (int code, string said) = await FailAsync(setting);

        Assert.Equal(1, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DataDirectory => Path.Combine(_folder.FullName, "data");

    private async Task<ServerProcess> StartAsync(Uri? address = null, params string[] settings)
    {
        Process process = Launch([$"--urls={address?.GetLeftPart(UriPartial.Authority) ?? "http://127.0.0.1:0"}", .. settings]);
        string greeting = await process.StandardOutput.ReadLineAsync(Cancellation) ?? "";
        Assert.StartsWith("Hearth is at http://", greeting, StringComparison.Ordinal);
        string secrets = await process.StandardOutput.ReadLineAsync(Cancellation) ?? "";
        return new ServerProcess(process, new Uri(greeting["Hearth is at ".Length..]), secrets);
    }

    private async Task<(int Code, string Said)> FailAsync(string setting)
    {
        using Process process = setting.StartsWith("--urls", StringComparison.Ordinal)
            ? Launch(setting)
            : Launch("--urls=http://127.0.0.1:0", setting);
        string said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, said);
    }

    private Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hearth.Server.dll"));
        start.ArgumentList.Add($"--Hearth:DataDirectory={DataDirectory}");
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private sealed record ServerProcess(Process Process, Uri Address, string Greeting) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill();
                Process.WaitForExit();
            }

            Process.Dispose();
        }
    }
}
