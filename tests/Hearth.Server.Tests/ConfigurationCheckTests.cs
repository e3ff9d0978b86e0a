using Hearth.Server.Hosting;

namespace Hearth.Server.Tests;

/// <summary><c>--check</c>: what the settings are, where they came from, what is wrong.</summary>
public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-check-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void EachSettingIsShownWithWhereItCameFrom()
    {
        (int code, string text) = Check("--Hearth:Rooms:Capacity=7");

        Assert.Equal(0, code);
        Assert.Contains("Hearth:Rooms:Capacity = 7  [command line]", text, StringComparison.Ordinal);
        Assert.Contains("Hearth:Rooms:Grace = 00:00:30  [default]", text, StringComparison.Ordinal);
        Assert.Contains("Hearth:AllowedOrigins = (none)  [default]", text, StringComparison.Ordinal);
        Assert.EndsWith("Hearth can start with these settings.", text.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void SecretsAreNotShown()
    {
        (int _, string text) = Check(
            "--Hearth:Operator:Token=a-very-secret-token",
            "--Hearth:Ice:Servers:0:Urls:0=turn:turn.example",
            "--Hearth:Ice:Servers:0:Username=anna",
            "--Hearth:Ice:Servers:0:Credential=hush-hush-hush");

        Assert.Contains("Hearth:Operator:Token = (set)", text, StringComparison.Ordinal);
        Assert.Contains("Hearth:Ice:Servers:0:Urls:0 = turn:turn.example  [command line]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-very-secret-token", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush-hush", text, StringComparison.Ordinal);
    }

    [Fact]
    public void MisspeltKeyIsNamed()
    {
        (int code, string text) = Check("--Hearth:Romms:Capacity=7");

        Assert.Equal(0, code);
        Assert.Contains("Hearth:Romms:Capacity is no setting of Hearth", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Hearth:Rooms:Capacity=0", "Hearth:Rooms:Capacity is 0; it must be 1 to 100.")]
    [InlineData("--Hearth:Rooms:Capacity=many", "Hearth:Rooms:Capacity")]
    [InlineData("--Hearth:Operator:Token=short", "Hearth:Operator:Token has 5 characters")]
    [InlineData("--Hearth:Operator:Url=9464", "Hearth:Operator:Url is \"9464\"")]
    [InlineData("--Hearth:Otlp:Endpoint=collector", "Hearth:Otlp:Endpoint is \"collector\"")]
    [InlineData("--Hearth:Otlp:Protocol=carrier-pigeon", "it must be http/protobuf or grpc")]
    public void WhatCannotWorkIsSaid(string setting, string problem)
    {
        (int code, string text) = Check(setting);

        Assert.Equal(1, code);
        Assert.Contains(problem, text, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatCannotBeUsedIsSaid()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "no folder");

        (int code, string text) = Check($"--Hearth:DataDirectory={file}");

        Assert.Equal(1, code);
        Assert.Contains("Hearth:DataDirectory cannot be used", text, StringComparison.Ordinal);
    }

    private (int Code, string Text) Check(params string[] settings)
    {
        using var output = new StringWriter();
        int code = ConfigurationCheck.Run([$"--Hearth:DataDirectory={_folder.FullName}", .. settings], output);
        return (code, output.ToString());
    }
}
