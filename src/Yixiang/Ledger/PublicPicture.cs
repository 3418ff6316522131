using SkiaSharp;

namespace Yixiang.Ledger;

/// <summary>A picture as the public gets it: drawn anew, so that nothing a camera or program hid in the file (place, name, serial number) goes out with it (A12).</summary>
internal static class PublicPicture
{
    /// <summary>Longest side in pixels of a picture that is looked at by itself, and of one on a page among words, which has to come over a slow line.</summary>
    public const int Whole = 1600, OnPage = 720;

    private const int Quality = 85;

    /// <summary>A small file can claim to be a huge picture; beyond this it is not opened.</summary>
    private const long MostPixels = 60_000_000;

    /// <param name="content">The file as it came.</param>
    /// <param name="longestSide">In pixels.</param>
    /// <returns>A JPEG; null when the content is no picture or too large a one.</returns>
    public static byte[]? Of(Stream content, int longestSide = Whole)
    {
        using var codec = SKCodec.Create(content);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MostPixels)
        {
            return null;
        }

        using var picture = SKBitmap.Decode(codec);
        if (picture is null)
        {
            return null;
        }

        using var upright = Upright(picture, codec.EncodedOrigin);
        var scale = Math.Min(1, (double)longestSide / Math.Max(upright.Width, upright.Height));
        using var small = upright.Resize(new SKSizeI(Math.Max(1, (int)(upright.Width * scale)), Math.Max(1, (int)(upright.Height * scale))), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var data = small.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }

    /// <summary>A phone writes how it was held beside the picture; that note is lost here, so the picture is turned.</summary>
    private static SKBitmap Upright(SKBitmap picture, SKEncodedOrigin origin)
    {
        var degrees = origin switch { SKEncodedOrigin.RightTop => 90, SKEncodedOrigin.BottomRight => 180, SKEncodedOrigin.LeftBottom => 270, _ => 0 };
        var turned = degrees is 90 or 270 ? new SKBitmap(picture.Height, picture.Width) : new SKBitmap(picture.Width, picture.Height);
        using var canvas = new SKCanvas(turned);
        canvas.Clear(SKColors.White);
        canvas.Translate(turned.Width / 2f, turned.Height / 2f);
        canvas.RotateDegrees(degrees);
        using var image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, -picture.Width / 2f, -picture.Height / 2f, new SKSamplingOptions(SKFilterMode.Linear));
        return turned;
    }
}
