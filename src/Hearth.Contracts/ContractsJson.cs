using System.Text.Json.Serialization;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts;

/// <summary>The one serializer of everything that crosses the signaling wire or the HTTP API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = ClientMessageReader.MaxDepth)]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(ServerMessage))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(CreatedRoom))]
[JsonSerializable(typeof(RoomLookup))]
[JsonSerializable(typeof(OpenConnectionRequest))]
[JsonSerializable(typeof(OpenedConnection))]
[JsonSerializable(typeof(RequestRefusal))]
[JsonSerializable(typeof(SecureAddress))]
public sealed partial class ContractsJson : JsonSerializerContext;
