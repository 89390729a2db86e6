using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FaceWeb.Access;

/// <summary>Reads data protection's keys. Made by data protection, by the name that stands beside each key.</summary>
public sealed class KeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc />
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<KeySecret>().Decrypt(encryptedElement.Value));
}
