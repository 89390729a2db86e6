using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FaceWeb.Access;

/// <summary>Writes data protection's keys encrypted.</summary>
public sealed class KeyEncryptor(KeySecret secret) : IXmlEncryptor
{
    /// <inheritdoc />
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("hidden", secret.Encrypt(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(KeyDecryptor));
}
