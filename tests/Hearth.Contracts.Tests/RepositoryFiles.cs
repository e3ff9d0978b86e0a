using System.Runtime.CompilerServices;

namespace Hearth.Contracts.Tests;

/// <summary>Finds the repository's own files from where this source file was compiled.</summary>
internal static class RepositoryFiles
{
    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([Root(), .. parts]);

    private static string Root([CallerFilePath] string source = "")
    {
        DirectoryInfo? directory = new FileInfo(source).Directory;
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "Hearth.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Hearth.slnx is in no directory above.");
    }
}
