internal import Chat

/// What a saved key is for: a provider at its own address, or just an address.
struct KeyOwner {
  /// The name under which the key is saved.
  let name: String
  /// The address to save with the key; `nil` for a built-in provider at its own address.
  let address: String?
  /// What to call the owner in messages.
  let shownName: String
  let isAddress: Bool

  /// - Parameters:
  ///   - setting: the provider, possibly moved to another address.
  ///   - origin: the origin of the provider's current address.
  init(_ setting: ProviderSetting, at origin: ServerOrigin) {
    isAddress = setting.ownOrigin != origin
    name = isAddress ? SavedKey.name(for: origin) : setting.provider.name
    address = isAddress ? origin.description : setting.addressOfSavedKey
    shownName = isAddress ? origin.authority : setting.provider.name
  }
}
