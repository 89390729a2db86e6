using System.Buffers.Binary;
using System.IO.Compression;
using OpenCvSharp;

namespace FaceWeb.Tests.Albums;

/// <summary>Pictures for tests: real ones, made with the decoder's own library, and bad ones made from them.</summary>
internal static class Pictures
{
    /// <summary>A JPEG whose content depends on the seed: noise, so that it cannot be packed much.</summary>
    public static byte[] Jpeg(int seed, int width = 640, int height = 480)
    {
        var noise = new byte[width * height * 3];
        new Random(seed).NextBytes(noise);
        using var mat = Mat.FromPixelData(height, width, MatType.CV_8UC3, noise);
        return mat.ImEncode(".jpg");
    }

    /// <summary>A real PNG of one grey, of any size, made row by row.</summary>
    public static byte[] GreyPng(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[width + 1];
            for (var y = 0; y < height; y++)
                zlib.Write(row);
        }
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>A ZIP of the given entries, packed with DEFLATE, under exactly these paths.</summary>
    public static byte[] Zip(params (string Path, byte[] Content)[] entries)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                using var stream = archive.CreateEntry(path).Open();
                stream.Write(content);
            }
        }
        return zip.ToArray();
    }

    /// <summary>2,000 x 1,000 pixels of noise: six million bytes that no archive makes smaller, written in a moment.</summary>
    public static byte[] NoisyBitmap(int seed)
    {
        const int Width = 2000, Height = 1000, Head = 54;
        var file = new byte[Head + (Width * Height * 3)];
        new Random(seed).NextBytes(file.AsSpan(Head));
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(10), Head);
        BitConverter.TryWriteBytes(file.AsSpan(14), 40);
        BitConverter.TryWriteBytes(file.AsSpan(18), Width);
        BitConverter.TryWriteBytes(file.AsSpan(22), Height);
        file[26] = 1;
        file[28] = 24;
        return file;
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32([.. type, .. data]));
        png.Write(number);
    }

    // CRC-32 as PNG wants it (ISO 3309), bit by bit.
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
