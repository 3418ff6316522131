namespace Yixiang.Voices;

/// <summary>What the two fields of a contact hold.</summary>
/// <param name="Days">So many days after the matter is settled the contact is erased.</param>
public sealed record ContactFields(string? Contact, bool Consent, int Days, bool IsRequired = false);
