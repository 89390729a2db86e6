namespace FaceWeb.Accounts;

/// <summary>What somebody needs to turn the second factor on; shown once.</summary>
/// <param name="Secret">The secret in Base32, for typing.</param>
/// <param name="Address">The same as an <c>otpauth</c> address, for a QR code.</param>
/// <param name="RecoveryCodes">Ten codes that work once each, without the app.</param>
public sealed record SecondFactorSecret(string Secret, string Address, IReadOnlyList<string> RecoveryCodes);
