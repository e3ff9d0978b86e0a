using System.Net;
using System.Text.Json.Nodes;

namespace Hearth.Server.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task EveryPathInTheDocumentAnswersWithAStatusThatIsInIt()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using TestServer server = await TestServer.StartAsync();
        JsonNode document = JsonNode.Parse(await server.Http.GetStringAsync(new Uri("/api/openapi.json", UriKind.Relative), cancellation))!;

        foreach ((string path, JsonNode? operations) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject())
            {
                using var request = new HttpRequestMessage(
                    new HttpMethod(method), path.Replace("{id}", "garden", StringComparison.Ordinal));
                using HttpResponseMessage answer = await server.Http.SendAsync(request, cancellation);

                Assert.NotEqual(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.Contains($"{(int)answer.StatusCode}", operation!["responses"]!.AsObject().Select(response => response.Key));
            }
        }
    }
}
