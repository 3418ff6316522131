namespace Yixiang.Kernel;

/// <summary>Files that nobody but their owner may read: keys and backups.</summary>
public static class OwnersFile
{
    /// <summary>Opens a file for writing, with mode 0600 where there are modes.</summary>
    public static FileStream Write(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }
}
