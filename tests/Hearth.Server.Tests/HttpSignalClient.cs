using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Tests;

/// <summary>A client of /signal over plain requests, that does only what the test says.</summary>
internal sealed class HttpSignalClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly CancellationTokenSource _patience =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly Queue<string> _lines = new();
    private HttpResponseMessage? _stream;
    private StreamReader? _reader;
    private long _batch;
    private long _poll;

    private HttpSignalClient(HttpClient http, OpenedConnection opened)
    {
        _http = http;
        Opened = opened;
        _patience.CancelAfter(Patience);
    }

    public OpenedConnection Opened { get; }

    public string Id { get; private set; } = "";

    public string Token { get; private set; } = "";

    public static Task<HttpResponseMessage> TryOpenAsync(HttpClient http, HttpTransport transport) => http.PostAsJsonAsync(
        "/signal/connections",
        new OpenConnectionRequest(transport),
        ContractsJson.Default.OpenConnectionRequest,
        TestContext.Current.CancellationToken);

    /// <param name="transport">Null: for a stream that is not asked for.</param>
    public static async Task<HttpSignalClient> OpenAsync(TestServer server, HttpTransport? transport = HttpTransport.HttpStream)
    {
        using HttpResponseMessage answer = await TryOpenAsync(server.Http, transport ?? HttpTransport.HttpStream);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var opened = (OpenedConnection)(await answer.Content.ReadFromJsonAsync(
            typeof(OpenedConnection), ContractsJson.Default, TestContext.Current.CancellationToken))!;
        var client = new HttpSignalClient(server.Http, opened);
        if (transport == HttpTransport.HttpStream)
        {
            client._stream = await client.AskForStreamAsync();
            client._reader = new StreamReader(await client._stream.Content.ReadAsStreamAsync(client._patience.Token));
        }

        return client;
    }

    public HttpResponseHeaders StreamHeaders => _stream!.Headers;

    public MediaTypeHeaderValue? StreamType => _stream!.Content.Headers.ContentType;

    public Task<HttpResponseMessage> AskForStreamAsync()
    {
        HttpRequestMessage request = Request(HttpMethod.Get, "/signal/stream");
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _patience.Token);
    }

    public Task<HttpResponseMessage> PollAsync(long number)
    {
        HttpRequestMessage request = Request(HttpMethod.Get, "/signal/poll");
        request.Headers.Add("Hearth-Poll", $"{number}");
        return _http.SendAsync(request, _patience.Token);
    }

    public async Task<HttpStatusCode> PostAsync(long number, byte[] body, bool isLast = false)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, "/signal/messages");
        request.Headers.Add("Hearth-Batch", $"{number}");
        if (isLast)
        {
            request.Headers.Add("Hearth-End", "1");
        }

        request.Content = new ByteArrayContent(body);
        using HttpResponseMessage answer = await _http.SendAsync(request, _patience.Token);
        return answer.StatusCode;
    }

    public Task<HttpStatusCode> PostAsync(long number, params string[] messages) =>
        PostAsync(number, Encoding.UTF8.GetBytes(string.Join('\n', messages)));

    /// <summary>The next batch.</summary>
    public async Task SendAsync(params ClientMessage[] messages) => Assert.Equal(
        HttpStatusCode.NoContent,
        await PostAsync(++_batch, [.. messages.Select(message => JsonSerializer.Serialize(message, ContractsJson.Default.ClientMessage))]));

    public Task SignalAsync(string to, string json) => SendAsync(new Signal(to, new RawJson(Encoding.UTF8.GetBytes(json))));

    public async Task<Joined> JoinAsync(string name, string room = "garden")
    {
        await SendAsync(new Join(1, room, name) { Seq = 1 });
        Joined joined = await ReceiveAsync<Joined>();
        (Id, Token) = (joined.Self.Id, joined.Token);
        return joined;
    }

    /// <summary>The next line that is not empty; null when the connection has ended.</summary>
    public async Task<string?> ReceiveLineAsync()
    {
        while (true)
        {
            if (_lines.TryDequeue(out string? waiting))
            {
                return waiting;
            }

            if (_reader is not null)
            {
                string? line = await ReadLineAsync();
                if (line is null or not "")
                {
                    return line;
                }

                continue;
            }

            using HttpResponseMessage answer = await PollAsync(++_poll);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            string body = await answer.Content.ReadAsStringAsync(_patience.Token);
            foreach (string line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                _lines.Enqueue(line);
            }
        }
    }

    public async Task<ServerMessage?> ReceiveAsync()
    {
        while (true)
        {
            string? line = await ReceiveLineAsync();
            if (line is null)
            {
                return null;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize(line["data: ".Length..], ContractsJson.Default.ServerMessage);
            }
        }
    }

    /// <summary>The next message of a kind; what comes before it is dropped.</summary>
    public async Task<T> ReceiveAsync<T>()
        where T : ServerMessage
    {
        while (true)
        {
            ServerMessage message = await ReceiveAsync()
                ?? throw new InvalidOperationException($"The connection ended before a {typeof(T).Name} came.");
            if (message is T wanted)
            {
                return wanted;
            }
        }
    }

    public async Task<List<ServerMessage>> ReceiveRestAsync()
    {
        List<ServerMessage> rest = [];
        while (await ReceiveAsync() is { } message)
        {
            rest.Add(message);
        }

        return rest;
    }

    /// <summary>The stream is lost, without a goodbye.</summary>
    public void CutStream()
    {
        _reader?.Dispose();
        _stream?.Dispose();
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _stream?.Dispose();
        _patience.Dispose();
    }

    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return await _reader!.ReadLineAsync(_patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Opened.Secret);
        return request;
    }
}
